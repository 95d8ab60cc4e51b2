"""Several status entries, of which only one is bad.

Attack: a badge has two or more status entries. The first one is fine, or cannot be looked up, or is of a type that the
reader does not know; a later one says revoked.

Naively: the first entry is looked up, because most badges have only one.

Here: every entry is looked up and the worst answer counts: `status.revoked` with the pointer to the entry, also where
others cannot be looked up.
"""

from __future__ import annotations

import json
from typing import Any

from badges import sealed, unsigned
from hosted_lists import CLEAN, judged
from naive_hosts import naive_bit, naive_page
from status_lists import LIST, encoded, entry, status_list
from world import World

SECOND = "https://college.example/status/2"
LATER = entry(id=f"{SECOND}#3", statusListCredential=SECOND, statusListIndex="3")
UNKNOWN = {"id": "https://x.example/1", "type": "https://x.example/types#Status"}


def web() -> World:
    return World({LIST: CLEAN, SECOND: status_list({"encodedList": encoded({3})}, id=SECOND)})


def naive_is_fine(badge: bytes, web: World) -> bool:
    """The bit of the badge's status is zero."""
    status: Any = json.loads(badge)["credentialStatus"]
    status = status[0] if isinstance(status, list) else status
    page = naive_page(web, status["statusListCredential"])
    return naive_bit(page, int(status["statusListIndex"])) == 0


def test_a_naive_verifier_looks_at_the_first_entry() -> None:
    assert naive_is_fine(sealed(unsigned(credentialStatus=[entry(), LATER])).raw, web())


def test_the_worst_of_all_entries_counts() -> None:
    for entries in ([entry(), LATER], [LATER, entry()], [UNKNOWN, LATER], [entry(statusListIndex="-1"), LATER]):
        found = judged(entries, web=web())
        assert (found.verdict, found["status"].code) == ("rejected", "status.revoked")
        assert found["status"].pointer == f"/credentialStatus/{entries.index(LATER)}"


def test_two_entries_that_are_fine_are_fine() -> None:
    assert judged([entry(), {**LATER, "statusListIndex": "4"}], web=web()).verdict == "accepted"
