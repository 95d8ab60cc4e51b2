"""A status list that only one badge has.

Attack: an issuer who wants to know when and where a badge is looked at gives each badge a list of its own, or a list of
eight entries.

Naively: every list is fetched, whatever it tells its host.

Here: the standard wants 131 072 entries, so that a look-up tells nobody whose badge it is (Bitstring Status List 1.0,
6.1). A verifier that insists, with `BitstringStatusList(min_entries=131_072)`, does not use a shorter one
(`status.list-unusable`, STATUS_LIST_LENGTH_ERROR); `Caching` makes the look-ups rarer, and the report shows every
address that was asked.
"""

from __future__ import annotations

from hosted_lists import CLEAN, judged, unknown
from microcred.verification.fetch import Caching
from microcred.verification.status import STATUS_CHECKERS, BitstringStatusList
from naive_hosts import naive_bit, naive_page
from status_lists import LIST, encoded, entry, status_list
from world import World

ALONE = status_list({"encodedList": encoded(size=8)})
OWN = entry(statusListIndex="0")
STRICT = {**STATUS_CHECKERS, "BitstringStatusListEntry": BitstringStatusList(min_entries=131_072)}


def naive_is_fine(web: World) -> bool:
    """The bit at the index is zero."""
    return naive_bit(naive_page(web), 0) == 0


def test_a_naive_verifier_tells_the_issuer_about_each_look() -> None:
    web = World({LIST: ALONE})
    assert [naive_is_fine(web) for _ in range(3)] == [True, True, True]
    assert len(web.visits) == 3


def test_who_insists_does_not_use_a_list_of_one() -> None:
    found = judged(OWN, ALONE, status_checkers=STRICT)
    assert unknown(found) == "status.list-unusable"
    assert found["status"].problem == "https://www.w3.org/ns/credentials/status-list#STATUS_LIST_LENGTH_ERROR"
    assert judged(OWN, CLEAN, status_checkers=STRICT).verdict == "accepted"


def test_a_cache_asks_once() -> None:
    web = World({LIST: ALONE})
    cache = Caching(web, monotonic=lambda: 0.0)
    assert [judged(OWN, web=cache).verdict for _ in range(3)] == ["accepted"] * 3
    assert web.visits == [LIST]
