"""A status list in another compression.

Attack: the list is a zlib stream, a bare deflate stream, or not compressed at all, so that a reader who guesses reads
other bits than one who does not.

Naively: whatever compression fits is used, and where none fits, the bytes are taken as they are.

Here: a list is gzip (Bitstring Status List 1.0, 3.3); nothing is guessed, and the status is undetermined with
`status.list-unusable`.
"""

from __future__ import annotations

import base64
import zlib

import pytest

from hosted_lists import judged, unknown
from status_lists import bits_of, encoded, status_list

BITS = bits_of(encoded({94567}))


def text_of(content: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(content).decode().rstrip("=")


def in_form(wbits: int) -> bytes:
    packing = zlib.compressobj(9, wbits=wbits)
    return packing.compress(BITS) + packing.flush()


def naive_guessed(encoded_list: str) -> bytes:
    """The list, in whatever form it came."""
    content = base64.urlsafe_b64decode(encoded_list[1:] + "===")
    for wbits in (31, 15, -15):
        try:
            return zlib.decompress(content, wbits)
        except zlib.error:
            continue
    return content


def test_a_naive_reader_guesses_and_reads_the_packed_bytes_as_bits() -> None:
    assert naive_guessed(text_of(in_form(15))) == BITS
    assert naive_guessed(text_of(in_form(31)[2:])) == in_form(31)[2:]


@pytest.mark.parametrize("wbits", [15, -15])
def test_another_kind_of_compression_is_not_guessed(wbits: int) -> None:
    assert unknown(judged(page=status_list({"encodedList": text_of(in_form(wbits))}))) == "status.list-unusable"


def test_a_list_that_was_not_packed_is_not_read() -> None:
    assert unknown(judged(page=status_list({"encodedList": text_of(BITS)}))) == "status.list-unusable"
    assert judged(page=status_list({"encodedList": text_of(in_form(31))}))["status"].code == "status.revoked"
