"""A baked PNG inside a baked SVG.

Attack: an SVG with a credential shows a PNG, in a `data:` URL, that carries another one: the visible picture is that of
the other badge.

Naively: a reader looks for pictures within pictures, and takes the badge of the first one that has one.

Here: what a picture shows is not looked into, and says nothing: only the SVG's own element counts.
"""

from __future__ import annotations

import base64
import re

from hostile_pictures import BADGE, ELEMENT, OTHER, png, refusal, svg, text_chunk
from microcred.baking import unbake
from naive_pictures import naive_markup, naive_text

EMBEDDED = f'<image href="data:image/png;base64,{base64.b64encode(png(text_chunk(OTHER))).decode()}"/>'


def naive_deepest(image: bytes) -> bytes | None:
    """The badge of the picture that is shown, or else that of the drawing."""
    shown = re.search(rb"data:image/png;base64,([A-Za-z0-9+/=]+)", image)
    return naive_text(base64.b64decode(shown[1])) if shown else naive_markup(image)


def test_a_naive_reader_takes_the_badge_of_the_embedded_picture() -> None:
    assert naive_deepest(svg(EMBEDDED + ELEMENT)) == OTHER


def test_a_png_inside_an_svg_is_not_read_as_one() -> None:
    assert unbake(svg(EMBEDDED + ELEMENT)) == BADGE
    assert refusal(svg(EMBEDDED)) == "image.no-credential"
