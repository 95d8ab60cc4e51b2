"""A file with an SVG in it that is no SVG.

Attack: an HTML page or another XML document has `<svg>` inside, and a credential in it; or the root is called svg and
is in no namespace.

Naively: whatever has the letters `<svg` in it is a picture, and is kept and served as one. Served as HTML, it is a page
that acts.

Here: the root element is `svg` in the namespace of SVG, or the error is `image.not-svg`.
"""

from __future__ import annotations

import pytest

from hostile_pictures import BADGE, ELEMENT, OB3, refusal, svg
from microcred.baking import unbake
from naive_pictures import naive_markup

PAGE = f'<html xmlns:openbadges="{OB3}"><script>alert(1)</script><svg>{ELEMENT}</svg></html>'.encode()


def naive_is_svg(image: bytes) -> bool:
    """Whether it looks like an SVG."""
    return b"<svg" in image[:4096]


def test_a_naive_reader_takes_a_page_for_a_picture() -> None:
    assert naive_is_svg(PAGE)
    assert naive_markup(PAGE) == BADGE


@pytest.mark.parametrize(
    "root",
    [PAGE.decode(), '<html><svg xmlns="http://www.w3.org/2000/svg"/></html>', "<svg/>", '<svg xmlns="urn:x"/>'],
)
def test_a_root_that_is_not_svg_is_refused(root: str) -> None:
    assert refusal(root.encode()) == "image.not-svg"
    assert unbake(svg()) == BADGE
