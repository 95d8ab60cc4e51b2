"""A picture that shows another badge than it carries.

Attack: the picture of a famous badge gets the data of a cheap one, which is genuine: people look at the picture,
programs at the data.

Naively: the verdict is shown beside the picture that was handed in, and the picture's title is what people read.

Here: the picture is not signed, and the page says so: the title and the verdict come from the data, and under the
picture stands that it is the file itself, which the seal does not cover.
"""

from __future__ import annotations

import base64
from html import escape

import pytest

from badges import sealed
from microcred.artwork import badge_png
from microcred.baking import bake, unbake
from pages import full_badge, hand_in
from servers import serving

FAMOUS = badge_png("Nobel Prize", size=64)
CHEAP = sealed(full_badge())


def naive_page(picture: bytes, is_good: bool) -> str:
    """The picture, and what came of it."""
    source = base64.b64encode(picture).decode()
    return f'<img src="data:image/png;base64,{source}"><p>{escape("verified" if is_good else "forged")}</p>'


def test_a_naive_page_verifies_a_picture_that_nobody_issued() -> None:
    page = naive_page(bake(FAMOUS, CHEAP), is_good=bool(unbake(bake(FAMOUS, CHEAP))))
    assert "verified" in page
    assert "Soil Sampling" not in page


def test_the_page_says_what_the_seal_covers(tmp_path_factory: pytest.TempPathFactory) -> None:
    client = serving(tmp_path_factory.mktemp("page"))
    page = hand_in(client, bake(FAMOUS, CHEAP), name="nobel.png")
    assert "Soil Sampling, Level 2" in page.words
    assert "The picture is the file itself" in page.words
    assert "The picture is the file itself" not in hand_in(client, CHEAP.raw).words
