"""A small picture that inflates to millions of values.

Attack: the compressed text in a PNG of some kilobytes is JSON with three million empty objects.

Naively: the text is inflated and read, and each of its values becomes an object of its own.

Here: the bytes, and the values in them, are counted before any object is made: `document.too-large`, in less than two
seconds.
"""

from __future__ import annotations

import json
import time
import tracemalloc
import zlib
from typing import Any

from badges import AT
from microcred.verification.fetch import Offline
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier


def naive_read(stream: bytes) -> Any:
    """The JSON in a compressed text."""
    return json.loads(zlib.decompress(stream))


def test_a_naive_reader_takes_thousands_of_times_the_size() -> None:
    stream = zlib.compress(b'{"a":[' + b"{}," * 30_000 + b"1]}", 9)
    tracemalloc.start()
    try:
        assert naive_read(stream)["a"]
        assert tracemalloc.get_traced_memory()[1] > 1_000 * len(stream)
    finally:
        tracemalloc.stop()


def test_a_small_picture_that_inflates_to_millions_of_values_is_given_up_in_time() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    text = b'{"a":[' + b"{}," * 3_000_000 + b"1]}"
    picture = b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\10\0\0\0\0"),
            chunk(b"iTXt", b"openbadgecredential\0\1\0\0\0" + zlib.compress(text, 9)),
            chunk(b"IDAT", zlib.compress(b"\0\0")),
            chunk(b"IEND", b""),
        ]
    )
    begun = time.process_time()
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(picture, at=AT)
    assert (found.verdict, found["document"].code) == ("rejected", "document.too-large")
    assert time.process_time() - begun < 2
