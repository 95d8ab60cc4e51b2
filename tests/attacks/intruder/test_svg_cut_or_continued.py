"""An SVG that ends too early, or goes on behind its end.

Attack: a credential stands behind `</svg>`; or the file breaks off somewhere before it.

Naively: a regular expression finds the element behind the picture, and in half a picture as well.

Here: a picture is one whole XML document with nothing behind its root: `image.svg-malformed`.
"""

from __future__ import annotations

import pytest

from hostile_pictures import BADGE, ELEMENT, refusal, svg
from microcred.baking import unbake
from naive_pictures import naive_markup


def test_a_naive_reader_finds_a_badge_behind_the_end() -> None:
    assert naive_markup(svg("", after=ELEMENT)) == BADGE
    assert naive_markup(svg().removesuffix(b"</svg>")) == BADGE


@pytest.mark.parametrize("after", [ELEMENT, "<svg/>", "text", "\x89PNG\r\n\x1a\n"])
def test_nothing_stands_behind_the_root(after: str) -> None:
    assert refusal(svg(after=after)) in ("image.svg-malformed", "image.svg-encoding")


@pytest.mark.parametrize("end", ["</svg", "", "</svg><", "<![CDATA[</svg>"])
def test_an_svg_that_ends_early_is_refused(end: str) -> None:
    assert refusal(svg().removesuffix(b"</svg>") + end.encode()) == "image.svg-malformed"
    assert unbake(svg()) == BADGE
