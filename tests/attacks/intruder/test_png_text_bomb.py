"""A compressed text in a PNG that inflates without bound.

Attack: an iTXt chunk of a few kilobytes inflates to a hundred megabytes; or there are five hundred such chunks.

Naively: the text is inflated with one call, and takes as much memory as the attacker wants.

Here: no more than the size of the largest document is ever inflated (`image.too-large`), and the chunks are counted
before any of them is (`image.two-credentials`).
"""

from __future__ import annotations

import tracemalloc
import zlib

from hostile_pictures import BADGE, KEYWORD, chunk, png, refusal
from microcred.baking import unbake
from microcred.document import MAX_BYTES
from naive_pictures import naive_chunks


def compressed(stream: bytes) -> bytes:
    return chunk(b"iTXt", KEYWORD + b"\0\1\0\0\0" + stream)


def naive_texts(image: bytes) -> list[bytes]:
    """Every compressed text, inflated."""
    return [zlib.decompress(data[len(KEYWORD) + 5 :]) for kind, data in naive_chunks(image) if kind == b"iTXt"]


def test_a_naive_reader_inflates_a_thousand_times_the_file() -> None:
    image = png(compressed(zlib.compress(bytes(1_000_000), 9)) * 3)
    assert sum(map(len, naive_texts(image))) > 900 * len(image)


def test_a_compressed_text_cannot_inflate_without_bound() -> None:
    deflater, blank = zlib.compressobj(9), b" " * 1_000_000
    bomb = deflater.compress(b"{") + b"".join(deflater.compress(blank) for _ in range(100)) + deflater.flush()
    image = png(compressed(bomb))
    tracemalloc.start()
    try:
        assert refusal(image) == "image.too-large"
        assert tracemalloc.get_traced_memory()[1] < 3 * MAX_BYTES
    finally:
        tracemalloc.stop()


def test_many_bombs_are_counted_before_any_is_inflated() -> None:
    bomb = compressed(zlib.compress(b"{" + b" " * 9_000_000, 9))
    assert refusal(png(bomb * 500)) == "image.two-credentials"


def test_a_small_compressed_text_is_read() -> None:
    assert unbake(png(compressed(zlib.compress(BADGE)))) == BADGE
