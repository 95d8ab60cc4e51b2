"""A compressed SVG.

Attack: an SVG of gigabytes is sent as some kilobytes of gzip, which browsers call `.svgz`.

Naively: it is inflated because that is what the suffix is for.

Here: nothing but PNG and SVG themselves are read: `image.unknown-format`, with a word on what it seems to be.
"""

from __future__ import annotations

import gzip

import pytest

from hostile_pictures import BADGE, svg
from microcred.baking import unbake
from microcred.errors import ImageError
from naive_pictures import naive_markup


def naive_opened(image: bytes) -> bytes:
    """The picture itself, whatever it is wrapped in."""
    while image.startswith(b"\x1f\x8b"):
        image = gzip.decompress(image)
    return image


def test_a_naive_reader_inflates_it_a_thousand_times() -> None:
    bomb = gzip.compress(gzip.compress(svg() + b" " * 1_000_000))
    assert naive_markup(naive_opened(bomb)) == BADGE
    assert len(naive_opened(bomb)) > 500 * len(bomb)


def test_a_compressed_svg_is_not_inflated() -> None:
    with pytest.raises(ImageError, match="gzip") as caught:
        unbake(gzip.compress(svg()))
    assert caught.value.code == "image.unknown-format"
    assert unbake(svg()) == BADGE
