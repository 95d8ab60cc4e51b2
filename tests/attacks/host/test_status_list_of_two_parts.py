"""A status list with a second part behind its end.

Attack: behind the compressed list stands a second one, in which the revoked badge is a zero, or nothing stands in the
first one; or there is rubbish behind the end.

Naively: one reader unpacks the first gzip member and stops, another one joins all of them: the same list revokes here,
and not there.

Here: a list is one gzip member with nothing behind it (Bitstring Status List 1.0, 3.4), or the status is undetermined
with `status.list-unusable`.
"""

from __future__ import annotations

import base64
import gzip
import zlib

import pytest

from hosted_lists import judged, unknown
from microcred.verification.report import Report
from naive_hosts import naive_bits
from status_lists import bits_of, encoded, status_list


def packed(ones: set[int] = frozenset()) -> bytes:  # type: ignore[assignment]
    return gzip.compress(bits_of(encoded(ones)), mtime=0)


def text_of(content: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(content).decode().rstrip("=")


def looked_up(content: bytes) -> Report:
    return judged(page=status_list({"encodedList": text_of(content)}))


def naive_first_part(encoded_list: str) -> bytes:
    """The list up to the end of the first member."""
    return zlib.decompressobj(wbits=31).decompress(base64.urlsafe_b64decode(encoded_list[1:] + "==="))


def test_two_naive_readers_unpack_two_lists() -> None:
    content = text_of(gzip.compress(b"", mtime=0) + packed({94567}))
    assert naive_first_part(content) == b""
    assert naive_bits(content)[94567 // 8] != 0


def test_a_second_gzip_member_that_says_something_else_makes_the_list_unusable() -> None:
    found = looked_up(packed() + packed({94567}))
    assert unknown(found) == "status.list-unusable"
    assert "bytes behind its end" in found["status"].message


def test_an_empty_member_in_front_does_not_hide_the_list_behind_it() -> None:
    assert unknown(looked_up(gzip.compress(b"", mtime=0) + packed({94567}))) == "status.list-unusable"


@pytest.mark.parametrize("tail", [b"\x00", b"garbage", bytes(10_000)])
def test_anything_behind_the_end_of_the_list_makes_it_unusable(tail: bytes) -> None:
    assert unknown(looked_up(packed() + tail)) == "status.list-unusable"


def test_a_list_of_one_part_is_read() -> None:
    assert looked_up(packed({94567}))["status"].code == "status.revoked"
