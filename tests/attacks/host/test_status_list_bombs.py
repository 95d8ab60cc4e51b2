"""A status list that grows when it is unpacked.

Attack: a list of a few kilobytes, truly signed by an issuer who means harm, unpacks to a gigabyte of zeros.

Naively: the list is unpacked with one call, and takes as much memory as its host wants.

Here: no more than 16 MiB of a list are ever unpacked, and the status is undetermined with `status.list-unusable`.
"""

from __future__ import annotations

import base64
import struct
import time
import zlib

from hosted_lists import judged, unknown
from microcred.verification.fetch import FetchLimits
from naive_hosts import naive_bits
from status_lists import encoded, status_list


def text_of(packed: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def bomb(megabytes: int) -> str:
    zeros, checksum = bytes(1 << 20), 0
    packing = zlib.compressobj(9, wbits=-15)
    # After a full flush each part stands for itself, so that one can be repeated.
    part = packing.compress(zeros) + packing.flush(zlib.Z_FULL_FLUSH)
    for _ in range(megabytes):
        checksum = zlib.crc32(zeros, checksum)
    ending = struct.pack("<II", checksum, megabytes << 20)
    return text_of(b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + part * megabytes + b"\x03\0" + ending)


def test_a_naive_reader_unpacks_a_list_to_seven_hundred_times_its_size() -> None:
    assert len(naive_bits(bomb(2))) > 700 * len(bomb(2))


def test_a_bomb_that_fits_into_a_small_answer_is_not_unpacked() -> None:
    content = bomb(1000)
    assert len(content) < FetchLimits().response_bytes
    begun = time.perf_counter()
    found = judged(page=status_list({"encodedList": content}))
    assert unknown(found) == "status.list-unusable"
    assert "unpacks to more than 16777216 bytes" in found["status"].message
    assert time.perf_counter() - begun < 5


def test_the_largest_list_is_read_and_one_byte_more_is_not() -> None:
    largest = status_list({"encodedList": encoded({94567}, 8 * 16 * 1024 * 1024)})
    assert judged(page=largest)["status"].code == "status.revoked"
    larger = status_list({"encodedList": encoded({94567}, 8 * 16 * 1024 * 1024 + 8)})
    assert unknown(judged(page=larger)) == "status.list-unusable"
