from __future__ import annotations

import pickle
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from microcred.errors import FetchError
from microcred.verification.fetch import Caching, Fetched, FetchLimits, FetchSession, HttpsFetcher, Offline, Request
from world import World

URL = "https://issuer.example/keys"
OTHER = "https://issuer.example/other"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def ask(fetcher: Caching, url: str = URL, accept: str = "application/json", max_bytes: int = 1000) -> Fetched:
    return fetcher.fetch(Request(url, accept, max_bytes, 5.0, 3))


def test_a_second_question_is_answered_from_the_cache() -> None:
    world = World({URL: b"{}"})
    caching = Caching(world)
    assert ask(caching).body == ask(caching).body == b"{}"
    assert world.visits == [URL]


def test_an_answer_tells_its_age() -> None:
    clock = Clock()
    caching = Caching(World({URL: b"{}"}), monotonic=clock)
    assert ask(caching).age is None
    clock.now += 12.5
    assert ask(caching).age == 12.5


def test_an_answer_is_not_used_beyond_its_age() -> None:
    clock = Clock()
    world = World({URL: b"1"})
    caching = Caching(world, max_age=300, monotonic=clock)
    ask(caching)
    clock.now += 299.9
    world.serve(URL, b"2")
    assert ask(caching).body == b"1"
    clock.now += 0.1
    assert ask(caching).body == b"2"
    assert ask(caching).age == 0


def test_the_age_counts_from_before_the_question() -> None:
    clock = Clock()

    def slow(request: Request) -> bytes:
        clock.now += 200
        return b"{}"

    world = World({URL: slow})
    caching = Caching(world, max_age=300, monotonic=clock)
    ask(caching)
    clock.now += 99
    assert ask(caching).age == 299
    clock.now += 1
    ask(caching)
    assert len(world.visits) == 2


def test_a_clock_that_runs_backwards_makes_nothing_fresh() -> None:
    clock = Clock()
    world = World({URL: b"{}"})
    caching = Caching(world, monotonic=clock)
    ask(caching)
    clock.now -= 5
    ask(caching)
    assert len(world.visits) == 2


@pytest.mark.parametrize(("origin", "lifetime"), [(60.0, 60), (1e12, 300), (None, 300)])
def test_the_origin_may_shorten_the_age_but_not_lengthen_it(origin: float | None, lifetime: int) -> None:
    clock = Clock()
    world = World({URL: Fetched(URL, 200, None, b"{}", max_age=origin)})
    caching = Caching(world, max_age=300, monotonic=clock)
    ask(caching)
    clock.now += lifetime - 1
    ask(caching)
    assert len(world.visits) == 1
    clock.now += 1
    ask(caching)
    assert len(world.visits) == 2


def test_what_the_origin_forbids_to_keep_is_not_kept() -> None:
    world = World({URL: Fetched(URL, 200, None, b"{}", max_age=0.0)})
    caching = Caching(world)
    ask(caching)
    ask(caching)
    assert len(world.visits) == 2


def test_other_media_types_are_another_question() -> None:
    world = World({URL: lambda request: request.accept.encode()})
    caching = Caching(world)
    assert ask(caching, accept="text/html").body == b"text/html"
    assert ask(caching, accept="application/json").body == b"application/json"


def test_an_answer_is_kept_under_the_url_that_was_asked_for_not_where_a_redirect_led() -> None:
    world = World({OTHER: b"of the victim"})
    evil = world.answer("https://evil.example/", Fetched(OTHER, 200, None, b"poison", redirects=1))
    caching = Caching(world)
    assert ask(caching, evil).body == b"poison"
    assert ask(caching, OTHER).body == b"of the victim"


@pytest.mark.parametrize("status", [301, 404, 500])
def test_an_error_status_is_not_kept(status: int) -> None:
    world = World({URL: Fetched(URL, status, None, b"")})
    caching = Caching(world)
    ask(caching)
    world.serve(URL, b"{}")
    assert ask(caching).status == 200


def test_a_failure_is_not_kept_as_it_may_be_the_fault_of_who_asked() -> None:
    world = World({URL: bytes(500)})
    caching = Caching(world)
    with pytest.raises(FetchError, match="has 500 octets; at most 10 were wanted"):
        ask(caching, max_bytes=10)
    assert len(ask(caching).body) == 500


def test_a_kept_answer_is_held_to_the_limits_of_who_asks_now() -> None:
    caching = Caching(World({URL: bytes(500)}))
    ask(caching)
    with pytest.raises(FetchError) as refused:
        ask(caching, max_bytes=499)
    assert refused.value.code == "fetch.too-large"


def test_a_kept_answer_costs_a_session_as_much_as_a_fresh_one() -> None:
    more = "https://issuer.example/more"
    caching = Caching(World({URL: bytes(100), more: b"{}"}))
    ask(caching)
    session = FetchSession(caching, FetchLimits(total_bytes=100))
    session.get(URL, accept="application/json")
    assert session.log[0].age is not None
    with pytest.raises(FetchError) as refused:
        session.get(more, accept="application/json")
    assert refused.value.code == "fetch.budget"


def test_the_longest_unused_answer_makes_room() -> None:
    world = World({f"https://issuer.example/{n}": b"{}" for n in range(3)})
    caching = Caching(world, entries=2)
    for n in (0, 1, 0, 2, 0, 1):
        ask(caching, f"https://issuer.example/{n}")
    assert [url[-1] for url in world.visits] == ["0", "1", "2", "1"]


def test_the_octets_kept_are_bounded() -> None:
    world = World({f"https://issuer.example/{n}": bytes(1000) for n in range(10)})
    caching = Caching(world, total_bytes=5_000)
    for n in range(10):
        ask(caching, f"https://issuer.example/{n}")
    world.visits.clear()
    for n in reversed(range(10)):
        ask(caching, f"https://issuer.example/{n}")
    assert 6 <= len(world.visits) < 10


def test_an_answer_larger_than_the_cache_is_not_kept_and_drives_nothing_out() -> None:
    world = World({URL: b"{}", OTHER: bytes(900)})
    caching = Caching(world, total_bytes=1_000)
    ask(caching)
    ask(caching, OTHER)
    ask(caching)
    assert world.visits == [URL, OTHER]


def test_a_cache_in_a_cache_adds_the_ages() -> None:
    inner_clock, outer_clock = Clock(), Clock()
    inner = Caching(World({URL: b"{}"}), monotonic=inner_clock)
    ask(inner)
    inner_clock.now += 10
    outer = Caching(inner, monotonic=outer_clock)
    assert ask(outer).age == 10
    outer_clock.now += 5
    assert ask(outer).age == 15


def test_many_threads_may_ask_at_once() -> None:
    world = World({f"https://issuer.example/{n}": str(n).encode() for n in range(40)})
    caching = Caching(world, entries=8, total_bytes=6_000)
    with ThreadPoolExecutor(8) as pool:
        urls = [f"https://issuer.example/{n * 7 % 40}" for n in range(400)]
        answers = list(pool.map(lambda url: ask(caching, url).body.decode(), urls))
    assert answers == [url.rpartition("/")[2] for url in urls]
    # Whatever the threads did to each other, the books are balanced.
    entries = caching._entries.values()
    assert len(entries) <= 8
    assert caching._bytes == sum(entry.weight for entry in entries) <= 6_000


def test_a_pickled_cache_begins_empty_with_the_same_options() -> None:
    caching = Caching(World({URL: b"{}"}), max_age=60, entries=3, total_bytes=9_999)
    ask(caching)
    copy = pickle.loads(pickle.dumps(caching))
    assert ask(copy).age is None
    assert ask(copy).age is not None
    assert (copy._max_age, copy._max_entries, copy._max_bytes, copy._monotonic) == (60, 3, 9_999, time.monotonic)


def test_a_cache_lets_through_what_the_fetcher_inside_does() -> None:
    assert not Caching(Offline()).unguarded
    assert Caching(HttpsFetcher(dangerously_allow_plain_http_and_private_hosts=True)).unguarded


def test_what_is_asked_again_and_again_fills_no_more_than_its_own_place() -> None:
    clock = Clock()
    world = World({URL: bytes(500), OTHER: bytes(500)})
    caching = Caching(world, max_age=10, total_bytes=3_000, monotonic=clock)
    ask(caching, OTHER)
    for _ in range(20):
        clock.now += 1
        ask(caching, OTHER)
        ask(caching, URL)
        clock.now += 1
        ask(caching, URL)
    assert world.visits.count(URL) == world.visits.count(OTHER) == 4
