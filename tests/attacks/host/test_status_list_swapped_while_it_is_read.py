"""A status list that is another one when it is asked for again.

Attack: the host gives out the true list to whoever verifies its signature, and a forged one to the same verifier a
moment later, when it reads the bit; or to the second entry of the same badge.

Naively: one part of the program fetches the list to verify it, another part fetches it again to read it.

Here: within one verification a URL is asked for once, and the bytes that are read are those that were verified.
"""

from __future__ import annotations

from hosted_lists import REVOKING, judged
from microcred.verification.fetch import Request
from naive_hosts import naive_bit, naive_page, naive_seal_holds
from status_lists import LIST, encoded, entry
from world import Answer, World

FORGED = REVOKING.replace(encoded({94567}).encode(), encoded().encode())


def two_faced() -> World:
    """Says one thing at first, and another thing from then on."""
    left: list[bytes] = [REVOKING]

    def answer(_: Request) -> Answer:
        return left.pop() if left else FORGED

    return World({LIST: answer})


def naive_is_fine(web: World) -> bool:
    """The list is signed, and the bit in it is zero."""
    return naive_seal_holds(naive_page(web)) and naive_bit(naive_page(web)) == 0


def test_a_naive_verifier_verifies_one_list_and_reads_another() -> None:
    assert naive_is_fine(two_faced())


def test_what_was_verified_is_what_is_read() -> None:
    web = two_faced()
    assert judged(web=web)["status"].code == "status.revoked"
    assert web.visits == [LIST]


def test_two_entries_of_one_list_read_the_same_list() -> None:
    web = two_faced()
    assert judged([entry(statusListIndex="3"), entry(id="urn:x:2")], web=web)["status"].code == "status.revoked"
    assert web.visits == [LIST]
