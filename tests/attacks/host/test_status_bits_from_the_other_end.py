"""A status list that is read from the other end of each byte.

Attack: nobody needs to do anything: an issuer counts bits from the left, as the standard has it, and a reader counts
from the right. A host that knows its visitors can choose indices that are zero for them.

Naively: bit number n of a byte is `byte >> n & 1`, as programmers write it.

Here: "the first index is 0 and is the left-most bit" (Bitstring Status List 1.0, 2.2 and 7.1), also for values of
several bits, and across bytes.
"""

from __future__ import annotations

import pytest

from hosted_lists import REVOKING, judged
from naive_hosts import naive_bits, naive_subject
from status_lists import encoded, entry, status_list


def naive_bit_from_the_right(page: bytes, index: int) -> int:
    """The bit at an index, counted as programmers do."""
    return naive_bits(naive_subject(page)["encodedList"])[index // 8] >> index % 8 & 1


def test_a_naive_reader_sees_the_bit_of_a_neighbour() -> None:
    assert naive_bit_from_the_right(REVOKING, 94567) == 0
    assert naive_bit_from_the_right(REVOKING, 94567 ^ 7) == 1


@pytest.mark.parametrize("index", [0, 3, 7, 8, 94567, 131_071])
def test_a_bit_is_read_where_its_issuer_wrote_it(index: int) -> None:
    status = entry(statusListIndex=str(index))
    assert judged(status, status_list({"encodedList": encoded({index})}))["status"].code == "status.revoked"
    assert judged(status, status_list({"encodedList": encoded({index ^ 7})})).verdict == "accepted"


def test_a_value_across_two_bytes_is_read_from_left_to_right() -> None:
    messages = [{"status": f"0x{value:x}", "message": f"says {value}"} for value in range(8)]
    status = entry(statusPurpose="message", statusSize=3, statusListIndex="2", statusMessage=messages)
    page = status_list({"statusPurpose": "message", "encodedList": encoded({6, 7}, 3 * 131_072)})
    assert judged(status, page)["status"].message == "message status is 6 (says 6)"
