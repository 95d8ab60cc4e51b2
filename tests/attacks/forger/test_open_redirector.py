"""An open redirector on the victim's host.

Attack: The victim's host sends whoever asks to any address: ``/go?to=…``. The forger publishes a badge, a class, a
profile or a key on their own host and gives it an address on the victim's.

Naively: A verifier compares the beginning of the address with the victim's, and follows the redirect.

Here: A document is its host's word. Where a look-up ends on another host than it began on, nothing is taken from there:
``hosted.redirected`` (docs/decisions/0018).
"""

from __future__ import annotations

from typing import Any

import pytest

from hosted_badges import EVIL, TRUSTED, refused
from naive import document_at
from open_badges_2 import (
    ASSERTION,
    BADGE,
    HOME,
    ISSUER,
    KEY,
    assertion,
    badge_class,
    key_document,
    profile,
    signed,
    signing_web,
    verified,
    web,
)
from world import World

PLACE = f"{HOME}/go?to={EVIL}/1"


def naive_verify(given: dict[str, Any], world: World) -> bool:
    return given["id"].startswith(f"{HOME}/") and document_at(given["id"], world) == given


def test_a_naive_verifier_follows_the_redirector_to_the_forger() -> None:
    world = web()
    world.redirect(PLACE, f"{EVIL}/1")
    world.serve(f"{EVIL}/1", assertion(id=PLACE))
    assert naive_verify(assertion(id=PLACE), world)


def test_a_redirect_on_the_victims_own_host_is_followed() -> None:
    world = web()
    world.redirect(ASSERTION, f"{HOME}/moved/1")
    world.serve(f"{HOME}/moved/1", assertion())
    assert verified(assertion(), world, trust=TRUSTED)


def test_an_open_redirector_of_the_issuer_does_not_speak_for_it() -> None:
    place = f"{HOME}/go?to={EVIL}/1"
    forged = assertion(id=place)
    world = web()
    world.redirect(place, f"{EVIL}/1")
    world.serve(f"{EVIL}/1", forged)
    assert refused(verified(forged, world, trust=TRUSTED), "proof", "hosted.redirected")


@pytest.mark.parametrize("place", [BADGE, ISSUER, KEY])
def test_no_document_of_an_issuer_comes_from_another_host(place: str) -> None:
    world = signing_web()
    world.redirect(place, f"{EVIL}/x")
    document = {BADGE: badge_class(), ISSUER: profile(publicKey=KEY), KEY: key_document()}[place]
    world.serve(f"{EVIL}/x", document)
    report = verified(signed(), world, trust=TRUSTED)
    assert refused(report, "trust" if place == BADGE else "issuer_key", "hosted.redirected")
