"""A chunk that announces more bytes than there are.

Attack: the length of a chunk is larger than the file, larger than the standard allows, or negative if its 32 bits are
read with a sign.

Naively: the length is read as a signed number and added to the position; a length of -12 leads back to the very chunk
that announced it, for ever.

Here: a length is unsigned, at most 2³¹-1 (PNG 3rd edition, 5.3) and never beyond the end of the file; the error is
`image.truncated`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import islice

import pytest

from hostile_pictures import BADGE, CREDENTIAL, IHDR, SIGNATURE, png, refusal
from microcred.baking import unbake


def naive_places(image: bytes) -> Iterator[int]:
    """Where each chunk begins."""
    at = len(SIGNATURE)
    while at < len(image):
        yield at
        at += 12 + struct.unpack(">i", image[at : at + 4])[0]


def test_a_naive_reader_goes_round_in_circles() -> None:
    lying = SIGNATURE + IHDR + struct.pack(">i", -12) + CREDENTIAL[4:]
    assert len(set(islice(naive_places(lying), 1_000))) == 2


@pytest.mark.parametrize("length", [len(CREDENTIAL) - 11, 2**31 - 1, 2**31, 2**32 - 12, 2**32 - 1])
def test_a_chunk_cannot_announce_more_bytes_than_there_are(length: int) -> None:
    lying = struct.pack(">I", length) + CREDENTIAL[4:]
    assert refusal(SIGNATURE + IHDR + lying) == "image.truncated"
    assert unbake(png(CREDENTIAL)) == BADGE
