"""A badge with many status lists, each of them as large as allowed.

Attack: a badge has sixteen status entries or more, each with a list of its own, and each list unpacks to 16 MiB.

Naively: every entry is looked up, however many there are, and all the lists are kept in memory.

Here: at most 16 entries are looked up (`status.malformed` beyond that), in one verification at most 20 requests are
made, and at most 256 MiB of lists are unpacked, one after the other.
"""

from __future__ import annotations

import pytest

from hosted_lists import CLEAN, judged, unknown
from microcred.verification.status import lists
from naive_hosts import naive_bits, naive_page, naive_subject
from status_lists import LIST, entry, status_list
from world import World


def addresses(count: int) -> list[str]:
    return [f"{LIST}/{number}" for number in range(count)]


def entries(count: int) -> list[dict[str, object]]:
    return [entry(id=f"{url}#94567", statusListCredential=url) for url in addresses(count)]


def web(count: int) -> World:
    return World({url: status_list(id=url) if number < 2 else CLEAN for number, url in enumerate(addresses(count))})


def naive_lists(pages: World, count: int) -> int:
    """How many bytes of lists are in memory once all of them were fetched."""
    return sum(len(naive_bits(naive_subject(naive_page(pages, url))["encodedList"])) for url in addresses(count))


def test_a_naive_verifier_keeps_every_list() -> None:
    assert naive_lists(web(40), 40) == 40 * 131_072 // 8


def test_more_entries_than_anybody_has_are_not_looked_up() -> None:
    pages = web(17)
    assert unknown(judged(entries(17), web=pages)) == "status.malformed"
    assert pages.visits == []
    assert judged(entries(3), web=web(3)).verdict == "accepted"


def test_lists_beyond_what_there_is_room_for_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "_MAX_UNPACKED", 3 * 131_072 // 8)
    found = judged(entries(4), web=web(4))
    assert unknown(found) == "status.list-unusable"
    assert found["status"].pointer == "/credentialStatus/3"
