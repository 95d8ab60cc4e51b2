"""A picture with a script in it, served back.

Attack: a badge baked into an SVG that has scripts, event handlers and foreign objects in it is handed to the page, or
an issuer puts such a picture into its badge; a visitor opens it at the address of the server.

Naively: the picture that was handed in is shown to its sender, or kept and served under its own media type.

Here: SVG is never shown, whatever it claims to be: pictures are PNG or JPEG by their bytes. A badge that is asked for
as an SVG is one that was drawn here, and comes with a policy under which nothing in it acts (``sandbox``).
"""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, sealed
from microcred import bake
from pages import full_badge, hand_in
from servers import Client, serving

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" onload="window.__pwned=1">'
    "<script>window.__pwned=1</script><foreignObject><body onload='window.__pwned=1'/></foreignObject></svg>"
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("svg"))


def naive_answer(picture: bytes) -> tuple[str, bytes]:
    """The picture that somebody handed in, to be shown beside its verdict."""
    media_type = "image/svg+xml" if b"<svg" in picture else "image/png"
    return media_type, picture


def test_a_naive_page_serves_the_script_back() -> None:
    media_type, body = naive_answer(SVG.encode())
    assert (media_type, b"<script>" in body) == ("image/svg+xml", True)


def test_an_svg_that_was_handed_in_is_not_shown(client: Client) -> None:
    page = hand_in(client, bake(SVG.encode(), sealed().raw), name="badge.svg")
    assert "__pwned" not in page.source
    assert page.problems() == []
    (picture,) = [each for each in page.all("img") if each["alt"] and str(each["src"]).startswith("data:")]
    assert str(picture["src"]).startswith("data:image/png;base64,")


@pytest.mark.parametrize("claimed", ["image/svg+xml", "image/png", "image/jpeg", "text/html"])
def test_an_svg_inside_a_badge_is_not_shown_or_served(client: Client, claimed: str) -> None:
    image = f"data:{claimed};base64,{base64.b64encode(SVG.encode()).decode()}"
    name = f"urn:example:{quote(claimed, safe='')}"
    tree = full_badge(id=name, image={"id": image, "type": "Image"})
    tree["credentialSubject"]["achievement"]["image"] = {"id": image, "type": "Image"}
    tree["issuer"]["id"] = client.issuer_id("college")
    tree["@context"] = [CREDENTIALS_V2, OPEN_BADGES]
    issued = client.issue("college", **tree)
    assert issued["id"] == name
    path = f"/badges/{quote(name, safe='')}"
    shown = client.get(path, headers={"accept": "text/html"}).text
    assert base64.b64encode(SVG.encode()).decode()[:40] not in shown
    assert client.get(f"{path}?as=png").content.startswith(b"\x89PNG\r\n\x1a\n")
    drawn = client.get(f"{path}?as=svg")
    # What is baked into it is the badge, picture and all, as JSON in CDATA; none of it is an element.
    assert b"<script" not in drawn.content
    assert b"onload" not in drawn.content.partition(b"<![CDATA[")[0]
    assert drawn.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert drawn.headers["x-content-type-options"] == "nosniff"


def test_a_picture_that_is_one_is_shown(client: Client) -> None:
    page = hand_in(client, sealed().raw)
    assert any(str(each["src"]).startswith("data:image/png;base64,") for each in page.all("img"))
