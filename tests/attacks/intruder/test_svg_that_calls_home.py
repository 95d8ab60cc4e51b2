"""An SVG that fetches something from the attacker's host.

Attack: a baked SVG shows pictures, uses parts, imports style sheets and fonts of another host, so that its owner learns
who looks at the badge, and when.

Naively: the drawing is shown as it is, or drawn on the server by a program that fetches what it needs.

Here: reading, baking and showing a picture causes no packet, and no address of it gets into the page.
"""

from __future__ import annotations

import re

import pytest

from badges import AT, sealed
from hostile_pictures import svg
from microcred.baking import bake, unbake
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from pages import full_badge, hand_in
from servers import serving
from world import World

BEACON = "https://attacker.example/who-looks"
TRAPS = [
    f'<image href="{BEACON}"/>',
    f'<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{BEACON}"/>',
    f'<use href="{BEACON}#part"/>',
    f"<style>@import url({BEACON});</style>",
    f'<style>@font-face {{ font-family: a; src: url("{BEACON}") }}</style>',
    f'<rect fill="url({BEACON}#paint)" style="background: url({BEACON})"/>',
    f'<filter id="f"><feImage href="{BEACON}"/></filter>',
    f'<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="{BEACON}"/></foreignObject>',
    f'<a href="{BEACON}" ping="{BEACON}"/>',
]
BADGE = sealed(full_badge())


def naive_drawn(picture: bytes, web: World) -> int:
    """Draw a picture, with all that it shows: how many parts of it were fetched."""
    addresses = re.findall(r"""(?:href="|url\("?)(https://[^")#]+)""", picture.decode())
    return len([web.session().get(address, accept="*/*") for address in addresses])


@pytest.mark.parametrize("trap", TRAPS[:7], ids=range(7))
def test_a_naive_renderer_tells_the_attacker_who_looks(trap: str) -> None:
    web = World({BEACON: b""})
    assert naive_drawn(svg(trap), web) >= 1
    assert set(web.visits) == {BEACON}


@pytest.mark.parametrize("trap", TRAPS, ids=range(len(TRAPS)))
def test_reading_a_picture_causes_no_packet(trap: str) -> None:
    web = World({BEACON: b""})
    baked = bake(svg(trap), BADGE)
    assert unbake(baked) == BADGE.raw
    assert Verifier(trust=AnyIssuer(), fetcher=web).verify(baked, at=AT).verdict == "accepted"
    assert web.visits == []


def test_no_address_of_a_drawing_gets_into_the_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    web = World({BEACON: b""})
    page = hand_in(
        serving(tmp_path_factory.mktemp("page"), fetcher=web), bake(svg("".join(TRAPS)), BADGE), name="b.svg"
    )
    assert "attacker.example" not in page.source
    assert page.problems() == []
    assert web.visits == []
