"""A status list that breaks off.

Attack: the compressed list ends before the bit of the revoked badge comes, or its checksum does not fit; what is
missing looks like nobody is revoked.

Naively: as much is unpacked as there is, and an index beyond it counts as zero.

Here: the list is one whole gzip stream with its end and its checksum, or the status is undetermined with
`status.list-unusable`.
"""

from __future__ import annotations

import base64
import gzip
import zlib

import pytest

from hosted_lists import judged, unknown
from status_lists import bits_of, encoded, status_list

PACKED = gzip.compress(bits_of(encoded({94567})), mtime=0)


def text_of(packed: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def naive_bit_of_what_is_there(encoded_list: str, index: int) -> int:
    """Unpack as far as it goes; what is not there is zero."""
    bits = zlib.decompressobj(wbits=31).decompress(base64.urlsafe_b64decode(encoded_list[1:] + "==="))
    return bits[index // 8] >> 7 - index % 8 & 1 if index // 8 < len(bits) else 0


def test_a_naive_reader_takes_what_is_missing_for_zeros() -> None:
    assert naive_bit_of_what_is_there(text_of(PACKED), 94567) == 1
    assert naive_bit_of_what_is_there(text_of(PACKED[:-20]), 94567) == 0


@pytest.mark.parametrize("cut", [1, 4, 8, 20])
def test_a_list_that_breaks_off_is_not_taken_for_zeros(cut: int) -> None:
    page = status_list({"encodedList": text_of(PACKED[:-cut])})
    assert unknown(judged(page=page)) == "status.list-unusable"


def test_a_list_with_a_wrong_checksum_is_not_read() -> None:
    content = bytearray(PACKED)
    content[-8] ^= 1
    assert unknown(judged(page=status_list({"encodedList": text_of(bytes(content))}))) == "status.list-unusable"


def test_the_whole_list_is_read() -> None:
    assert judged(page=status_list({"encodedList": text_of(PACKED)}))["status"].code == "status.revoked"
