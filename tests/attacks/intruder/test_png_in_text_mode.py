"""A PNG whose line ends were converted on its way.

Attack: the file went through something that takes it for text: every line end in it has another length, also within the
chunks.

Naively: only the three letters PNG are looked for, and the chunks are then read from a place where they do not begin.

Here: the eight bytes of the signature are made to show just this (PNG 3rd edition, 5.2), and the error is
`image.png-signature`, with the hint that the file was transferred as text.
"""

from __future__ import annotations

import pytest

from hostile_pictures import BADGE, CREDENTIAL, png, refusal
from microcred.baking import unbake
from naive_pictures import naive_text


def naive_is_png(image: bytes) -> bool:
    """Whether it looks like a PNG."""
    return image[1:4] == b"PNG"


def test_a_naive_reader_takes_it_for_a_png_and_finds_nothing_in_it() -> None:
    damaged = png(CREDENTIAL).replace(b"\r\n\x1a\n", b"\n\x1a\n")
    assert naive_is_png(damaged)
    assert naive_text(damaged) is None


@pytest.mark.parametrize("damage", [(b"\r\n\x1a\n", b"\n\x1a\n"), (b"\n\x1a\n", b"\r\n\x1a\r\n"), (b"\x1a", b"")])
def test_a_picture_sent_in_text_mode_is_told_by_its_signature(damage: tuple[bytes, bytes]) -> None:
    assert refusal(png(CREDENTIAL).replace(*damage)) == "image.png-signature"
    assert unbake(png(CREDENTIAL)) == BADGE
