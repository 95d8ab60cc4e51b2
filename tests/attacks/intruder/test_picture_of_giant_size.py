"""A picture that is small as a file and gigantic on a screen.

Attack: the header of a PNG of some hundred bytes says that it is four thousand million pixels wide and high.

Naively: the picture is handed on to a browser, or decoded for a thumbnail, and takes more memory than there is.

Here: nothing is ever decoded, and what is shown has at most 4096 pixels on each side; for a larger one a picture is
drawn. The badge in it is read all the same.
"""

from __future__ import annotations

import struct

import pytest

from badges import sealed
from hostile_pictures import IDAT, IEND, SIGNATURE, chunk
from microcred.baking import bake, unbake
from microcred.server.page.picture import Origin, chosen_picture
from pages import full_badge, hand_in
from servers import serving


def sized(width: int, height: int) -> bytes:
    return SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)) + IDAT + IEND


def naive_memory(picture: bytes) -> int:
    """How many bytes the pixels take."""
    width, height = struct.unpack(">II", picture[16:24])
    return int(width) * int(height) * 4


def test_a_naive_thumbnail_takes_more_memory_than_there_is() -> None:
    assert naive_memory(sized(2**31 - 1, 2**31 - 1)) > 10**18


@pytest.mark.parametrize("size", [(4_097, 1), (1, 4_097), (2**31 - 1, 2**31 - 1), (0, 5)])
def test_a_giant_picture_is_not_shown(size: tuple[int, int]) -> None:
    assert chosen_picture([], sized(*size), "Soil").origin is Origin.DRAWN
    assert chosen_picture([], sized(64, 64), "Soil").origin is Origin.FILE


def test_the_badge_in_it_is_read_all_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    badge = sealed(full_badge())
    giant = bake(sized(2**31 - 1, 2**31 - 1), badge)
    assert unbake(giant) == badge.raw
    page = hand_in(serving(tmp_path_factory.mktemp("page")), giant, name="giant.png")
    assert "Soil Sampling, Level 2" in page.words
    assert "The picture is the file itself" not in page.words
