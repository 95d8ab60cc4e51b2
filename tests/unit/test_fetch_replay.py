from __future__ import annotations

import pickle
from contextlib import suppress

import pytest

from microcred.errors import FetchError, UsageError
from microcred.verification.fetch import Fetched, FetchLimits, FetchSession, Recording, Replay, Visit
from world import World

URL = "https://issuer.example/keys"
GONE = "https://issuer.example/gone"
DOWN = "https://down.example/"
JSON = "application/json"


def log_of(session: FetchSession, *urls: str) -> tuple[Visit, ...]:
    for url in urls:
        with suppress(FetchError):
            session.get(url, accept=JSON)
    return session.log


def test_octets_are_answered_as_they_are() -> None:
    fetched = FetchSession(Replay({URL: b"{}"})).get(URL, accept=JSON)
    assert (fetched.body, fetched.status, fetched.media_type, fetched.url) == (b"{}", 200, None, URL)


def test_a_recorded_answer_is_given_again() -> None:
    answer = Fetched(URL, 200, "text/html", b"x")
    assert FetchSession(Replay({URL: answer})).get(URL, accept=JSON) is answer


def test_what_is_not_recorded_is_refused() -> None:
    with pytest.raises(FetchError) as refused:
        FetchSession(Replay({URL: b"{}"})).get(GONE, accept=JSON)
    assert refused.value.code == "fetch.not-recorded"


def test_urls_are_compared_in_their_one_spelling() -> None:
    replay = Replay({"https://ISSUER.example:443/keys#key-1": b"{}"})
    assert FetchSession(replay).get(URL, accept=JSON).body == b"{}"


def test_later_changes_of_what_was_given_change_nothing() -> None:
    recorded: dict[str, bytes] = {URL: b"1"}
    replay = Replay(recorded)
    recorded[URL] = b"2"
    assert FetchSession(replay).get(URL, accept=JSON).body == b"1"


def test_an_answer_for_a_url_that_is_never_fetched_is_a_wrong_call() -> None:
    with pytest.raises(UsageError) as wrong:
        Replay({"http://issuer.example/": b"{}"})
    assert wrong.value.code == "fetch.bad-recording"


def test_a_recorded_failure_is_raised_again_and_anew_each_time() -> None:
    error = FetchError("fetch.tls", "no", hint="a hint", evidence={"status": 1})
    session = FetchSession(Replay({URL: error}))
    raised = []
    for _ in range(2):
        with pytest.raises(FetchError) as refused:
            session.get(URL, accept=JSON)
        raised.append(refused.value)
    assert raised[0] is not raised[1]
    assert all(one.faults == error.faults for one in raised)


def test_a_replayed_session_has_the_log_of_the_recorded_one() -> None:
    world = World({URL: (200, {"content-type": JSON}, b"{}")})
    world.redirect("https://old.example/", URL)
    world.down(DOWN)
    urls = (URL, GONE, DOWN, "https://old.example/", "http://forbidden.example/")
    recording = Recording(world)
    lived = log_of(FetchSession(recording), *urls)
    assert log_of(FetchSession(Replay(recording.recorded)), *urls) == lived
    assert [visit.error for visit in lived] == [
        None,
        "fetch.http-status",
        "fetch.unreachable",
        None,
        "fetch.forbidden-scheme",
    ]


def test_a_recording_keeps_no_traceback_alive() -> None:
    world = World()
    world.down(DOWN)
    recording = Recording(world)
    log_of(FetchSession(recording), DOWN)
    error = recording.recorded[DOWN]
    assert isinstance(error, FetchError)
    assert error.__traceback__ is None


def test_a_recording_is_bounded() -> None:
    world = World({URL: bytes(600), GONE: bytes(600)})
    recording = Recording(world, total_bytes=1_000)
    session = FetchSession(recording, FetchLimits())
    session.get(URL, accept=JSON)
    with pytest.raises(FetchError) as refused:
        session.get(GONE, accept=JSON)
    assert refused.value.code == "fetch.budget"
    assert list(recording.recorded) == [URL]


def test_a_replay_can_be_pickled() -> None:
    replay = pickle.loads(pickle.dumps(Replay({URL: b"{}"})))
    assert FetchSession(replay).get(URL, accept=JSON).body == b"{}"


def test_a_recording_counts_the_addresses_with_the_answers() -> None:
    size = len(URL) + len(GONE) + 1_000
    for spare in (0, -1):
        recording = Recording(World({URL: bytes(500), GONE: bytes(500)}), total_bytes=size + spare)
        session = FetchSession(recording, FetchLimits())
        session.get(URL, accept=JSON)
        if spare < 0:
            with pytest.raises(FetchError):
                session.get(GONE, accept=JSON)
        else:
            session.get(GONE, accept=JSON)
            assert list(recording.recorded) == [URL, GONE]
