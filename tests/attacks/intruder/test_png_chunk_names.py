"""A chunk of a PNG whose name is no name.

Attack: the four bytes of a chunk's type hold a zero, a digit, a space or a letter that is not ASCII.

Naively: the name is decoded as text, and the program ends with an error that nobody expected, in the middle of a batch.

Here: a type is four letters of ASCII (PNG 3rd edition, 5.3), and anything else is `image.png-chunk`.
"""

from __future__ import annotations

import pytest

from hostile_pictures import BADGE, CREDENTIAL, chunk, png, refusal
from microcred.baking import unbake
from naive_pictures import naive_chunks


def naive_names(image: bytes) -> list[str]:
    """The types of the chunks, as text."""
    return [kind.decode() for kind, _ in naive_chunks(image)]


def test_a_naive_reader_falls_over_the_name() -> None:
    with pytest.raises(UnicodeDecodeError):
        naive_names(png(chunk(b"\xe9TXt", b"x"), CREDENTIAL))


@pytest.mark.parametrize("kind", [b"iTX\0", b"1TXt", b"iTX ", b"\xe9TXt"])
def test_a_chunk_type_is_four_letters(kind: bytes) -> None:
    assert refusal(png(chunk(kind, b"x"), CREDENTIAL)) == "image.png-chunk"


def test_a_chunk_of_an_unknown_name_is_passed_over() -> None:
    assert unbake(png(chunk(b"teSt", b"x"), CREDENTIAL)) == BADGE
