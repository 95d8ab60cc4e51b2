"""A revoked key that lives on in a cache.

Attack: The victim revokes a stolen key. The thief sees to it that the verifier goes on with the document that it
remembers: they have it asked for again and again, and the host, or whoever stands in between, says that it is good for
a year.

Naively: A verifier remembers a document for as long as its origin says, or for as long as somebody asks for it.

Here: A remembered answer is used for ``max_age`` seconds at most, counted from when it was asked for, whatever its
origin says and however often it is used; the origin can only shorten that (RFC 9111, 4.2). The report says how old an
answer was.
"""

from __future__ import annotations

import json
from typing import Any

from badges import AT, CANONICALIZER
from microcred.verification.fetch import Caching, Fetcher
from microcred.verification.report import Report
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from naive import document_at
from published_keys import ISSUER, document, method
from victim import badge
from world import World

REVOKED = document(verificationMethod=[method(revoked="2026-05-01T00:00:00Z")])


def publish(world: World, content: Any, **headers: str) -> None:
    world.answer(ISSUER, (200, {"content-type": "application/json", **headers}, json.dumps(content).encode()))


class NaiveCache:
    """An entry lives for ten minutes after it was last used."""

    def __init__(self, world: World) -> None:
        self.world, self.now = world, 0.0
        self.entries: dict[str, tuple[float, Any]] = {}

    def get(self, url: str) -> Any:
        used, found = self.entries.get(url, (-1e9, None))
        if self.now - used > 600:
            found = document_at(url, self.world)
        self.entries[url] = (self.now, found)
        return found


def test_a_naive_cache_keeps_what_is_asked_for_alive() -> None:
    world = World()
    publish(world, document())
    cache = NaiveCache(world)
    cache.get(ISSUER)
    publish(world, REVOKED)
    for cache.now in range(500, 100_000, 500):
        assert "revoked" not in cache.get(ISSUER)["verificationMethod"][0]


def report(fetcher: Fetcher) -> Report:
    verifier = Verifier(trust=TrustedIssuers(ISSUER), fetcher=fetcher, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return verifier.verify(badge())


def test_a_remembered_key_lasts_as_long_as_the_cache_says_and_no_longer() -> None:
    world, now = World(), [0.0]
    publish(world, document(), **{"max-age": "31536000"})
    fetcher = Caching(world, max_age=300, monotonic=lambda: now[0])
    assert report(fetcher)
    publish(world, REVOKED)
    for now[0] in (100.0, 200.0, 299.0):
        found = report(fetcher)
        assert found
        assert [visit.age for visit in found.network] == [now[0]]
    now[0] = 300.0
    assert report(fetcher)["issuer_key"].code == "key.revoked-since"


def test_an_origin_can_shorten_it() -> None:
    world, now = World(), [0.0]
    publish(world, document(), **{"max-age": "10"})
    fetcher = Caching(world, max_age=300, monotonic=lambda: now[0])
    assert report(fetcher)
    publish(world, REVOKED)
    now[0] = 10.0
    assert report(fetcher)["issuer_key"].code == "key.revoked-since"


def test_a_clock_that_is_set_back_prolongs_nothing() -> None:
    world, now = World(), [1000.0]
    publish(world, document())
    fetcher = Caching(world, max_age=300, monotonic=lambda: now[0])
    assert report(fetcher)
    publish(world, REVOKED)
    now[0] = 500.0
    assert report(fetcher)["issuer_key"].code == "key.revoked-since"
