from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from microcred.errors import FetchError
from microcred.verification.fetch import Fetched, Fetcher, FetchLimits, FetchSession, Offline, Request, Visit
from world import World

URL = "https://issuer.example/keys"
MORE = "https://issuer.example/more"
MOST = "https://issuer.example/most"
JSON = "application/json"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Slow(Fetcher):
    """A world in which everything takes its time."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock, self.seconds, self.asked = clock, seconds, list[Request]()

    def _fetch(self, request: Request) -> Fetched:
        self.asked.append(request)
        self.clock.now += self.seconds
        return Fetched(request.url, 200, JSON, b"{}")


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(FetchError) as refused:
        call()
    return refused.value.code


def test_a_document_is_fetched() -> None:
    world = World()
    world.serve(URL, {"id": "x"})
    assert json.loads(world.session().get(URL, accept=JSON).body) == {"id": "x"}


@pytest.mark.parametrize("status", [204, 299])
def test_any_2xx_is_an_answer(status: int) -> None:
    world = World({URL: (status, {}, b"{}")})
    assert world.session().get(URL, accept=JSON).status == status


@pytest.mark.parametrize("status", [199, 304, 404, 410, 500])
def test_any_other_status_is_refused(status: int) -> None:
    session = World({URL: (status, {}, b"{}")}).session()
    with pytest.raises(FetchError, match=f"was answered with HTTP status {status}; 2xx was wanted") as refused:
        session.get(URL, accept=JSON)
    assert refused.value.code == "fetch.http-status"
    assert session.log[0].status == status


def test_the_log_tells_what_was_fetched() -> None:
    world = World()
    world.serve(URL, b"{}")
    session = world.session()
    fetched = session.get(URL, accept=JSON)
    assert session.log == (Visit(URL, URL, 200, JSON, 2, fetched.sha256),)


def test_the_log_tells_what_was_refused() -> None:
    session = FetchSession(Offline())
    assert code_of(lambda: session.get(URL, accept=JSON)) == "fetch.offline"
    assert session.log == (Visit(URL, error="fetch.offline"),)


def test_the_log_tells_where_a_redirect_led() -> None:
    world = World()
    world.redirect(URL, "/moved")
    world.serve("https://issuer.example/moved", b"{}")
    session = world.session()
    session.get(URL, accept=JSON)
    assert session.log[0].final_url == "https://issuer.example/moved"


def test_a_visit_is_json_with_every_member_always_there() -> None:
    assert json.loads(json.dumps(Visit(URL, error="fetch.offline").to_dict())) == {
        "url": URL,
        "finalUrl": None,
        "status": None,
        "mediaType": None,
        "bytes": 0,
        "sha256": None,
        "age": None,
        "error": "fetch.offline",
    }


def test_the_log_holds_no_endless_url() -> None:
    session = World().session()
    assert code_of(lambda: session.get("https://issuer.example/" + "a" * 100_000, accept=JSON)) == "fetch.bad-url"
    assert len(session.log[0].url) < 3_000


def test_what_was_asked_for_once_is_not_asked_for_again() -> None:
    world = World({URL: b"{}"})
    session = world.session(FetchLimits(requests=1))
    assert session.get(URL, accept=JSON) is session.get(URL, accept=JSON)
    assert (len(world.visits), len(session.log)) == (1, 1)


def test_a_refusal_stands_for_the_whole_verification() -> None:
    world = World()
    session = world.session()
    assert code_of(lambda: session.get(URL, accept=JSON)) == "fetch.http-status"
    world.serve(URL, b"{}")
    assert code_of(lambda: session.get(URL, accept=JSON)) == "fetch.http-status"
    assert (len(world.visits), len(session.log)) == (1, 1)


def test_requests_are_counted_successful_or_not() -> None:
    world = World({URL: b"{}"})
    session = world.session(FetchLimits(requests=2))
    session.get(URL, accept=JSON)
    assert code_of(lambda: session.get("https://issuer.example/gone", accept=JSON)) == "fetch.http-status"
    assert code_of(lambda: session.get(MORE, accept=JSON)) == "fetch.too-many-requests"
    assert len(world.visits) == 2
    assert [visit.error for visit in session.log] == [None, "fetch.http-status", "fetch.too-many-requests"]


def test_a_redirect_is_a_request() -> None:
    world = World({"https://issuer.example/moved": b"{}"})
    world.redirect(URL, "/moved")
    world.redirect(MORE, "/moved")
    session = world.session(FetchLimits(requests=3))
    session.get(URL, accept=JSON)
    assert code_of(lambda: session.get(MORE, accept=JSON)) == "fetch.too-many-redirects"
    assert code_of(lambda: session.get(MOST, accept=JSON)) == "fetch.too-many-requests"


def test_redirects_of_an_answer_with_a_bad_status_are_counted() -> None:
    world = World()
    world.redirect(URL, "/gone")
    session = world.session(FetchLimits(requests=2))
    assert code_of(lambda: session.get(URL, accept=JSON)) == "fetch.http-status"
    assert code_of(lambda: session.get(MORE, accept=JSON)) == "fetch.too-many-requests"


def test_one_answer_may_have_as_many_octets_as_the_limit_says() -> None:
    world = World({URL: bytes(100), "https://issuer.example/more": bytes(101)})
    session = world.session(FetchLimits(response_bytes=100))
    session.get(URL, accept=JSON)
    assert code_of(lambda: session.get("https://issuer.example/more", accept=JSON)) == "fetch.too-large"


def test_all_answers_together_may_have_as_many_octets_as_the_limit_says() -> None:
    session = World(dict.fromkeys((URL, MORE, MOST), bytes(100))).session(FetchLimits(total_bytes=250))
    session.get(URL, accept=JSON)
    session.get(MORE, accept=JSON)
    assert code_of(lambda: session.get(MOST, accept=JSON)) == "fetch.too-large"
    assert code_of(lambda: session.get("https://issuer.example/last", accept=JSON)) == "fetch.budget"


def test_time_is_what_was_spent_waiting_for_answers() -> None:
    clock = Clock()
    slow = Slow(clock, 3.0)
    session = FetchSession(slow, FetchLimits(seconds=10.0), monotonic=clock)
    session.get(URL, accept=JSON)
    clock.now += 1_000_000
    session.get(MORE, accept=JSON)
    assert [asked.seconds for asked in slow.asked] == [10.0, 7.0]


def test_an_answer_that_comes_too_late_is_refused_whatever_the_fetcher_thinks_of_time() -> None:
    clock = Clock()
    slow = Slow(clock, 11.0)
    session = FetchSession(slow, FetchLimits(seconds=10.0), monotonic=clock)
    assert code_of(lambda: session.get(URL, accept=JSON)) == "fetch.too-slow"
    assert code_of(lambda: session.get(MORE, accept=JSON)) == "fetch.budget"
    assert len(slow.asked) == 1


def test_a_failure_costs_time_too() -> None:
    clock = Clock()

    def hang(request: Request) -> bytes:
        clock.now += 8
        raise TimeoutError

    world = World({URL: hang, MORE: hang})
    session = FetchSession(world, FetchLimits(seconds=10.0), monotonic=clock)
    assert code_of(lambda: session.get(URL, accept=JSON)) == "fetch.unreachable"
    assert code_of(lambda: session.get(MORE, accept=JSON)) == "fetch.unreachable"
    assert code_of(lambda: session.get(MOST, accept=JSON)) == "fetch.budget"


def test_a_session_that_may_make_no_request_asks_nobody() -> None:
    world = World({URL: b"{}"})
    session = world.session(FetchLimits(requests=0))
    assert code_of(lambda: session.get(URL, accept=JSON)) == "fetch.too-many-requests"
    assert world.visits == []


def test_a_failure_that_tells_nothing_of_octets_costs_none() -> None:
    class Mute(Fetcher):
        def __init__(self) -> None:
            self.asked: list[Request] = []

        def _fetch(self, request: Request) -> Fetched:
            self.asked.append(request)
            raise FetchError("fetch.unreachable", "nobody answers")

    mute = Mute()
    session = FetchSession(mute, FetchLimits(total_bytes=100, requests=2))
    for url in (URL, MORE):
        assert code_of(lambda url=url: session.get(url, accept=JSON)) == "fetch.unreachable"
    assert [asked.max_bytes for asked in mute.asked] == [100, 100]
    assert [visit.bytes for visit in session.log] == [0, 0]


def test_waiting_is_measured_from_question_to_answer() -> None:
    clock = Clock()
    slow = Slow(clock, 2.5)
    session = FetchSession(slow, FetchLimits(seconds=10.0), monotonic=clock)
    for url in (URL, MORE, MOST, "https://issuer.example/last"):
        session.get(url, accept=JSON)
    assert [asked.seconds for asked in slow.asked] == [10.0, 7.5, 5.0, 2.5]
    assert code_of(lambda: session.get("https://issuer.example/more-than-that", accept=JSON)) == "fetch.budget"
