"""A text in a PNG whose compression is broken, doubled or unknown.

Attack: the stream has no end, has a second text behind its end, or the chunk names a compression that does not exist.

Naively: whatever comes out of the stream is the text. Behind a stream with a tail, another reader finds another text.

Here: a compressed text is exactly one whole zlib stream, and the two bytes that say how it is compressed are `00 00` or
`01 00` (PNG 3rd edition, 11.3.3.4); all else is `image.png-text-malformed`.
"""

from __future__ import annotations

import zlib

import pytest

from hostile_pictures import BADGE, KEYWORD, chunk, png, refusal
from microcred.baking import unbake


def compressed(stream: bytes) -> bytes:
    return png(chunk(b"iTXt", KEYWORD + b"\0\1\0\0\0" + stream))


def naive_inflated(stream: bytes) -> bytes:
    """As much text as there is."""
    return zlib.decompressobj().decompress(stream)


def test_a_naive_reader_takes_a_stream_without_an_end_and_one_with_a_tail() -> None:
    assert naive_inflated(zlib.compress(BADGE)[:-4]) == BADGE
    assert naive_inflated(zlib.compress(BADGE) + b"{}") == BADGE


@pytest.mark.parametrize(
    "stream", [b"", b"not zlib", zlib.compress(BADGE)[:-1], zlib.compress(BADGE)[:-4], zlib.compress(BADGE) + b"{}"]
)
def test_compressed_text_is_exactly_one_whole_stream(stream: bytes) -> None:
    assert refusal(compressed(stream)) == "image.png-text-malformed"
    assert unbake(compressed(zlib.compress(BADGE))) == BADGE


@pytest.mark.parametrize("flags", [b"\2\0", b"\0\1", b"\1\1", b"\xff\xff"])
def test_an_unknown_compression_is_refused(flags: bytes) -> None:
    image = png(chunk(b"iTXt", KEYWORD + b"\0" + flags + b"\0\0" + BADGE))
    assert refusal(image) == "image.png-text-malformed"
