"""A status size that shifts every index.

Attack: an entry has two bits, so that its value stands at twice its index; or its size is zero, huge, true, or a text.

Naively: the size is passed over, and the bit at the index is another credential's; or the size is believed, and a
number of ten million bits is cut out of the list.

Here: the value is read from index × size on (Bitstring Status List 1.0, 3.2), a size is a whole number from 1 to 16,
and anything else is `status.malformed` before a list is asked for.
"""

from __future__ import annotations

import pytest

from hosted_lists import CLEAN, judged, unknown
from naive_hosts import naive_bit
from status_lists import LIST, encoded, entry, status_list
from world import World

MESSAGES = [{"status": f"0x{value}", "message": word} for value, word in enumerate(["fine", "gone", "lost", "void"])]
TWO_BITS = entry(statusSize=2, statusListIndex="5", statusMessage=MESSAGES)
PAGE = status_list({"encodedList": encoded({10}, 2 * 131_072)})


def naive_is_fine(page: bytes, status: dict[str, str]) -> bool:
    """The bit at the index is zero."""
    return naive_bit(page, int(status["statusListIndex"])) == 0


def test_a_naive_reader_looks_at_the_bit_of_another_credential() -> None:
    assert naive_is_fine(PAGE, TWO_BITS)


def test_the_value_is_read_in_its_own_size() -> None:
    found = judged(TWO_BITS, PAGE)
    assert found["status"].code == "status.revoked"
    assert "lost" in found["status"].message
    assert judged({**TWO_BITS, "statusListIndex": "6"}, PAGE).verdict == "accepted"


@pytest.mark.parametrize("size", [0, -1, 17, 10_000_000, True, "2", 1.5, [2]])
def test_a_size_that_is_none_is_malformed(size: object) -> None:
    web = World({LIST: CLEAN})
    found = judged(entry(statusSize=size), web=web)
    assert found.verdict != "accepted"
    assert found["status"].outcome == "not_run" or unknown(found) == "status.malformed"
    assert web.visits == []
