"""A status list that wants to be remembered for ever.

Attack: a list says, with a `ttl` or in the headers of its host, that it may be used again for a thousand years. Who has
read it once never sees a revocation.

Naively: a cache keeps what it is told to keep, for as long as it is told.

Here: what a host or a list says can only shorten what the verifier itself allows: `Caching` asks again after `max_age`,
five minutes unless it is set otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from hosted_lists import REVOKING, judged
from microcred.verification.fetch import Caching
from naive_hosts import naive_bit, naive_page, naive_subject
from status_lists import LIST, status_list
from world import World

YEARS = 1000 * 365 * 86_400


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class NaiveCache:
    """Keeps a list for as long as the list says."""

    web: World
    clock: Callable[[], float]
    kept: dict[str, tuple[float, bytes]] = field(default_factory=dict)

    def get(self, url: str) -> bytes:
        until, page = self.kept.get(url, (-1.0, b""))
        if self.clock() >= until:
            page = naive_page(self.web, url)
            self.kept[url] = self.clock() + naive_subject(page)["ttl"] / 1000, page
        return page


ENDLESS = status_list({"ttl": YEARS * 1000})


def test_a_naive_cache_never_sees_the_revocation() -> None:
    web, clock = World({LIST: ENDLESS}), Clock()
    cache = NaiveCache(web, clock)
    assert naive_bit(cache.get(LIST)) == 0
    web.serve(LIST, REVOKING)
    clock.now = YEARS - 1
    assert naive_bit(cache.get(LIST)) == 0


@pytest.mark.parametrize("said", [{}, {"max-age": str(YEARS)}], ids=["by the list", "by its host"])
def test_a_list_is_asked_for_again_after_the_verifiers_own_time(said: dict[str, str]) -> None:
    web, clock = World({LIST: (200, said, ENDLESS)}), Clock()
    cache = Caching(web, monotonic=clock)
    assert judged(web=cache).verdict == "accepted"
    web.serve(LIST, REVOKING)
    clock.now = 299.0
    assert judged(web=cache).verdict == "accepted"
    clock.now = 301.0
    assert judged(web=cache)["status"].code == "status.revoked"


@pytest.mark.parametrize("ttl", [-1, True, "300000", 1.5])
def test_a_ttl_that_is_none_prolongs_nothing(ttl: object) -> None:
    web, clock = World({LIST: status_list({"ttl": ttl})}), Clock()
    cache = Caching(web, monotonic=clock)
    judged(web=cache)
    clock.now = 301.0
    judged(web=cache)
    assert web.visits == [LIST, LIST]
