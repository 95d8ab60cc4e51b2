"""A PNG of a million chunks.

Attack: a file of some megabytes consists of empty chunks, each of which costs a step and an object.

Naively: all chunks are put into a list first.

Here: at most 65 536 chunks are walked through, and the error is `image.too-complex`; the largest picture within that is
read.
"""

from __future__ import annotations

from hostile_pictures import BADGE, CREDENTIAL, IEND, IHDR, SIGNATURE, chunk, png, refusal
from microcred.baking import unbake
from microcred.baking.png import MAX_CHUNKS
from naive_pictures import naive_chunks


def naive_count(image: bytes) -> int:
    """How many chunks a reader without a bound keeps in memory."""
    return len(list(naive_chunks(image)))


def test_a_naive_reader_keeps_as_many_chunks_as_the_file_has() -> None:
    assert naive_count(SIGNATURE + chunk(b"IDAT") * (MAX_CHUNKS + 1)) > MAX_CHUNKS


def test_a_million_empty_chunks_are_not_walked_through() -> None:
    assert refusal(SIGNATURE + IHDR + chunk(b"IDAT") * (MAX_CHUNKS * 10) + IEND) == "image.too-complex"


def test_the_largest_picture_with_the_most_chunks_is_read() -> None:
    filling = chunk(b"teSt", b"x" * 100) * (MAX_CHUNKS - 4)
    assert unbake(png(filling, CREDENTIAL)) == BADGE
