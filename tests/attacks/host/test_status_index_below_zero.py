"""A negative index in a status entry.

Attack: the index of a badge is -1: the last bit of the list for one reader, an error or the first bit for another one.

Naively: the index is a number, and a language with negative indices counts from the end of the list.

Here: an index is a whole number from 0 on, in digits alone (Bitstring Status List 1.0, 2.1): `status.malformed`, with
the pointer to it, and no list is asked for.
"""

from __future__ import annotations

import pytest

from hosted_lists import CLEAN, judged, unknown
from naive_hosts import naive_bits, naive_subject
from status_lists import LIST, encoded, entry, status_list
from world import World


def naive_bit_at(page: bytes, index: int) -> int:
    """The bit at an index, as Python counts."""
    bits = naive_bits(naive_subject(page)["encodedList"])
    return bits[index // 8] >> 7 - index % 8 & 1


def test_a_naive_reader_counts_from_the_end() -> None:
    assert naive_bit_at(status_list({"encodedList": encoded({131_071})}), -1) == 1
    assert naive_bit_at(CLEAN, -1) == 0


@pytest.mark.parametrize("index", ["-1", -1, "-94567", "-0"])
def test_a_negative_index_is_malformed(index: object) -> None:
    web = World({LIST: CLEAN})
    found = judged(entry(statusListIndex=index), web=web)
    assert unknown(found) == "status.malformed"
    assert found["status"].pointer == "/credentialStatus/statusListIndex"
    assert web.visits == []
    assert judged(page=CLEAN).verdict == "accepted"
