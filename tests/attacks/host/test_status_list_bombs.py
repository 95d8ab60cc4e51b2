"""Attacks by way of a status list: lists that grow when they are unpacked, and lists that say two things."""

from __future__ import annotations

import base64
import gzip
import time
import zlib

import pytest

from badges import AT, CANONICALIZER, sealed, unsigned
from microcred.verification.fetch import FetchLimits
from microcred.verification.report import Outcome, Report
from microcred.verification.status import bitstring_status_list
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from status_lists import ISSUER, LIST, bits_of, encoded, entry, status_list
from world import World

GOOD = encoded()


def verify(encoded_list: str, **members: object) -> Report:
    world = World({LIST: status_list({"encodedList": encoded_list})})
    badge = sealed(unsigned(credentialStatus=entry(**members)))
    verifier = Verifier(trust=TrustedIssuers(ISSUER), fetcher=world, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return verifier.verify(badge)


def text_of(packed: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def packed(ones: set[int] = frozenset()) -> bytes:  # type: ignore[assignment]
    return gzip.compress(bits_of(encoded(ones)), mtime=0)


def unusable(found: Report) -> str:
    assert found["status"].outcome is Outcome.UNDETERMINED
    assert found["status"].code == "status.list-unusable"
    return found["status"].message


def test_a_bomb_that_fits_into_a_small_answer_is_not_unpacked() -> None:
    bomb = zlib.compressobj(9, wbits=31)
    content = b"".join(bomb.compress(bytes(1 << 20)) for _ in range(1000)) + bomb.flush()
    assert len(content) < FetchLimits().response_bytes
    begun = time.perf_counter()
    assert "unpacks to more than 16777216 bytes" in unusable(verify(text_of(content)))
    assert time.perf_counter() - begun < 5


def test_the_largest_list_is_read_and_one_byte_more_is_not() -> None:
    assert verify(encoded({94567}, 8 * 16 * 1024 * 1024))["status"].code == "status.revoked"
    unusable(verify(encoded({94567}, 8 * 16 * 1024 * 1024 + 8)))


def test_a_second_gzip_member_that_says_something_else_makes_the_list_unusable() -> None:
    assert "bytes behind its end" in unusable(verify(text_of(packed() + packed({94567}))))


def test_an_empty_member_in_front_does_not_hide_the_list_behind_it() -> None:
    unusable(verify(text_of(gzip.compress(b"", mtime=0) + packed({94567}))))


@pytest.mark.parametrize("tail", [b"\x00", b"garbage", bytes(10_000)])
def test_anything_behind_the_end_of_the_list_makes_it_unusable(tail: bytes) -> None:
    unusable(verify(text_of(packed() + tail)))


@pytest.mark.parametrize("cut", [1, 4, 8, 20])
def test_a_list_that_breaks_off_is_not_taken_for_zeros(cut: int) -> None:
    unusable(verify(text_of(packed({94567})[:-cut])))


def test_a_list_with_a_wrong_checksum_is_not_read() -> None:
    content = bytearray(packed({94567}))
    content[-8] ^= 1
    unusable(verify(text_of(bytes(content))))


@pytest.mark.parametrize("wbits", [15, -15])
def test_another_kind_of_compression_is_not_guessed(wbits: int) -> None:
    compressing = zlib.compressobj(9, wbits=wbits)
    unusable(verify(text_of(compressing.compress(bits_of(GOOD)) + compressing.flush())))


def test_a_long_text_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bitstring_status_list, "_MAX_ENCODED", len(GOOD) - 2)
    assert "characters" in unusable(verify(GOOD))


def test_an_index_that_wraps_around_is_beyond_the_end() -> None:
    for index in (2**32 + 94567, 2**53 - 1, 9_999_999_999_999_999):
        found = verify(encoded({94567 % 131_072}), statusListIndex=str(index))
        assert found["status"].code == "status.index-out-of-range"


def test_another_list_of_the_issuer_at_the_same_address_is_told_by_its_purpose() -> None:
    page = status_list({"statusPurpose": "suspension"}, id="https://college.example/status/2")
    badge = sealed(unsigned(credentialStatus=entry()))
    found = Verifier(trust=TrustedIssuers(ISSUER), fetcher=World({LIST: page}), clock=lambda: AT).verify(badge)
    unusable(found)


def test_a_checker_that_is_asked_in_a_loop_ends() -> None:
    """A list that has a status of its own, in itself, is not followed."""
    page = status_list(credentialStatus=entry())
    badge = sealed(unsigned(credentialStatus=entry()))
    world = World({LIST: page})
    found = Verifier(trust=TrustedIssuers(ISSUER), fetcher=world, clock=lambda: AT).verify(badge)
    assert found["status"].outcome is Outcome.PASSED
    assert world.visits == [LIST]


def test_long_words_in_an_entry_stay_short_in_the_report() -> None:
    for change in ({"statusListIndex": "9" * 100_000}, {"statusPurpose": "x" * 100_000}):
        assert len(verify(GOOD, **change)["status"].message) < 500
