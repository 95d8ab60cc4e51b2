"""A page that gets into the cache under the name of another one.

Attack: a badge of the attacker's own refers to a list on their own host. What is served there calls itself by the URL
of the victim's list, or the host redirects there and answers for it.

Naively: the cache files a document under the id that the document gives itself. The next badge, of the victim's issuer,
gets it from there.

Here: an answer is kept under the URL that was asked for, with the media types that were asked for, and under no other.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from hosted_lists import CLEAN, REVOKING, judged
from microcred.verification.fetch import Caching
from naive_hosts import naive_bit, naive_page
from status_lists import LIST, entry
from world import World

ELSEWHERE = "https://attacker.example/list"


@dataclass
class NaiveCache:
    """Files every document under its own name."""

    web: World
    kept: dict[str, bytes] = field(default_factory=dict)

    def get(self, url: str) -> bytes:
        if url not in self.kept:
            page = naive_page(self.web, url)
            self.kept[json.loads(page)["id"]] = page
            return page
        return self.kept[url]


def test_a_naive_cache_gives_out_what_another_host_said() -> None:
    cache = NaiveCache(World({LIST: REVOKING, ELSEWHERE: CLEAN}))
    cache.get(ELSEWHERE)
    assert naive_bit(cache.get(LIST)) == 0


def test_an_answer_is_kept_under_the_url_that_was_asked_for() -> None:
    web = World({LIST: REVOKING, ELSEWHERE: CLEAN})
    cache = Caching(web)
    elsewhere = entry(id=f"{ELSEWHERE}#94567", statusListCredential=ELSEWHERE)
    assert judged(elsewhere, web=cache).verdict == "accepted"
    assert judged(web=cache)["status"].code == "status.revoked"
    assert judged(elsewhere, web=cache).verdict == "accepted"
    assert web.visits == [ELSEWHERE, LIST]


def test_a_redirect_fills_only_the_place_where_it_began() -> None:
    web = World({LIST: REVOKING})
    web.redirect(ELSEWHERE, LIST)
    cache = Caching(web)
    judged({**entry(), "id": "urn:x:1", "statusListCredential": ELSEWHERE}, web=cache)
    web.serve(LIST, CLEAN)
    assert judged(web=cache).verdict == "accepted"
