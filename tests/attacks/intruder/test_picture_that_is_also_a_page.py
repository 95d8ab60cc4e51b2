"""A PNG that is also a web page.

Attack: behind the end of a PNG, or in a text chunk of it, stands a web page with a script; some browsers take a file
for a page if they find the letters of one in it.

Naively: the file is served again under its name, with a media type that is guessed from what is in it.

Here: a picture is shown as `data:image/png`, never under an address of its own that one could open, and answers say
`nosniff`. The badge is that of the PNG.
"""

from __future__ import annotations

import base64

import pytest

from badges import sealed
from hostile_pictures import CREDENTIAL, chunk, png
from microcred.artwork import badge_png
from microcred.baking import bake, unbake
from pages import full_badge, hand_in
from servers import Client, serving

PAGE = b"<!doctype html><html><script>window.__pwned=1</script></html>"
BADGE = sealed(full_badge())
POLYGLOTS = [
    bake(badge_png("A", size=16), BADGE) + PAGE,
    bake(png(chunk(b"tEXt", b"Comment\0" + PAGE)), BADGE),
    bake(png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + PAGE)), BADGE),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("page"))


def naive_media_type(content: bytes) -> str:
    """What it is, told by what is in it."""
    marks = ((b"<html", "text/html"), (b"<svg", "image/svg+xml"), (b"\x89PNG", "image/png"))
    return next((media_type for mark, media_type in marks if mark in content), "application/octet-stream")


@pytest.mark.parametrize("polyglot", POLYGLOTS, ids=["behind", "comment", "xmp"])
def test_a_naive_server_serves_it_as_a_page(polyglot: bytes) -> None:
    assert naive_media_type(polyglot) == "text/html"
    assert naive_media_type(png(CREDENTIAL)) == "image/png"


@pytest.mark.parametrize("polyglot", POLYGLOTS, ids=["behind", "comment", "xmp"])
def test_it_stays_a_picture(client: Client, polyglot: bytes) -> None:
    assert unbake(polyglot) == BADGE.raw
    page = hand_in(client, polyglot, name="badge.html")
    assert "Soil Sampling, Level 2" in page.words
    assert page.problems() == []
    assert "__pwned" not in page.source
    assert f"data:image/png;base64,{base64.b64encode(polyglot).decode()}" in [each["src"] for each in page.all("img")]
    assert client.get("/").headers["x-content-type-options"] == "nosniff"
