"""The image of an achievement, which is more than a picture.

Attack: the image of the achievement in a badge is an address on the attacker's host, an SVG with a script, or a web
page, in a `data:` URL that says it is a PNG.

Naively: the page shows `<img src>` with what the badge says: the visitor's browser tells the attacker who looks, and a
link to the image opens a page that acts.

Here: what is shown are the bytes of a PNG or JPEG inside the badge, told by themselves, and otherwise a picture that is
drawn here.
"""

from __future__ import annotations

import base64
from html import escape

import pytest

from badges import sealed
from microcred.artwork import badge_png
from pages import Page, full_badge, hand_in
from servers import Client, serving

BEACON = "https://attacker.example/pixel.png"


def data_url(content: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


TRAPS = {
    "elsewhere": BEACON,
    "svg": data_url(b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/svg+xml"),
    "svg as png": data_url(b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/png"),
    "page": data_url(b"<script>alert(1)</script>", "text/html"),
    "page as png": data_url(b"<script>alert(1)</script>", "image/png"),
    "signature alone": data_url(b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "image/png"),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("page"))


def shown(client: Client, image: str) -> Page:
    tree = full_badge()
    tree["credentialSubject"]["achievement"]["image"] = {"id": image, "type": "Image"}
    return hand_in(client, sealed(tree).raw)


def naive_page(image: str) -> str:
    """The picture of the badge, wherever it is."""
    return f'<a href="{escape(image)}"><img src="{escape(image)}" alt="the badge"></a>'


@pytest.mark.parametrize("image", TRAPS.values(), ids=TRAPS)
def test_a_naive_page_sends_its_visitor_there(image: str) -> None:
    assert image in str(Page(naive_page(image)).all("img")[0]["src"])


@pytest.mark.parametrize("image", TRAPS.values(), ids=TRAPS)
def test_what_is_no_picture_is_drawn_anew(client: Client, image: str) -> None:
    page = shown(client, image)
    assert page.problems() == []
    sources = [str(each["src"]) for each in page.all("img")]
    assert sources
    assert all(source.startswith("data:image/png;base64,") and source != image for source in sources)


def test_a_picture_inside_the_badge_is_shown(client: Client) -> None:
    image = data_url(badge_png("Soil", size=16), "image/png")
    assert image in [each["src"] for each in shown(client, image).all("img")]
