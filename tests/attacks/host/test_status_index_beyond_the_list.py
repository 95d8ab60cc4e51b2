"""An index that is beyond the end of the status list.

Attack: the host serves a list that is too short for the badge, or the index of the badge is larger than any list; what
is not there cannot be one.

Naively: an index beyond the end is zero, or wraps around to another credential's bit.

Here: the status is undetermined with `status.index-out-of-range` (Bitstring Status List 1.0, 3.2: RANGE_ERROR).
"""

from __future__ import annotations

from hosted_lists import CLEAN, REVOKING, judged, unknown
from naive_hosts import naive_bits, naive_subject
from status_lists import encoded, entry, status_list


def naive_wrapping_bit(page: bytes, index: int) -> int:
    """The bit at an index, in the size of a machine word and of the list."""
    bits = naive_bits(naive_subject(page)["encodedList"])
    place = (index & 0xFFFF_FFFF) % (8 * len(bits))
    return bits[place // 8] >> 7 - place % 8 & 1


SHORT = status_list({"encodedList": encoded(size=8_000)})


def test_a_naive_reader_finds_a_bit_for_every_index() -> None:
    assert naive_wrapping_bit(SHORT, 94567) == 0
    assert naive_wrapping_bit(REVOKING, 2**32 + 94567) == 1


def test_an_index_beyond_a_short_list_says_nothing() -> None:
    found = judged(page=SHORT)
    assert unknown(found) == "status.index-out-of-range"
    assert found["status"].problem == "https://www.w3.org/TR/vc-data-model#RANGE_ERROR"
    assert judged(page=CLEAN).verdict == "accepted"


def test_an_index_that_wraps_around_is_beyond_the_end() -> None:
    for index in (2**32 + 94567, 2**53 - 1, 9_999_999_999_999_999):
        found = judged(entry(statusListIndex=str(index)), REVOKING)
        assert unknown(found) == "status.index-out-of-range"
