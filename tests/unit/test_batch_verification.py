"""Verifying many: in order, bounded, each for itself, and nothing lost or doubled whatever becomes of the workers."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from badges import AT, sealed
from batches import (
    COLLEGE,
    EXPIRED,
    GOOD,
    NOT_JSON,
    TAMPERED,
    AtOnce,
    Hand,
    Killed,
    listed_badge,
    name_of,
    told,
    verifier,
    web_of,
)
from microcred import Report, TrustedIssuers, Verdict
from microcred.batch import Candidate, Progress, Verified, processes, verify_many
from microcred.errors import DocumentError, UsageError
from microcred.verification.fetch import Caching, FetchLimits
from status_lists import LIST
from world import World

MIXED = [GOOD, TAMPERED, EXPIRED, NOT_JSON, GOOD]
DID_DOCUMENT = "https://college.example/.well-known/did.json"


@pytest.fixture
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(3) as pool:
        yield pool


def verdicts(found: Iterator[Verified[Any]]) -> list[str]:
    return [str(one.verdict or (one.error and one.error.code)) for one in found]


def reports(found: Iterable[Verified[Report]]) -> list[Report]:
    return [one.report for one in found if one.report is not None]


# --- what comes out


def test_the_reports_are_those_of_one_after_the_other(threads: Executor) -> None:
    expected = [verifier().verify(source).to_dict() for source in MIXED]
    for executor in (None, threads, lambda: ThreadPoolExecutor(2), processes(2)):
        found = list(verify_many(MIXED, verifier(), executor=executor, chunk=2))
        assert [one.number for one in found] == [0, 1, 2, 3, 4]
        assert [report.to_dict() for report in reports(found)] == expected
        assert [one.verdict for one in found] == ["accepted", "rejected", "rejected", "rejected", "accepted"]


def test_what_is_kept_of_a_report_comes_back_in_its_place() -> None:
    found = list(verify_many(MIXED, verifier(), keep=told, executor=processes(1)))
    assert [one.report and one.report["verdict"] for one in found] == [one.verdict for one in found]


def test_a_candidate_has_a_name_and_a_recipient_of_its_own() -> None:
    sources = [Candidate(GOOD, "first", "did:example:learner"), Candidate(GOOD, "second", "did:example:tom"), GOOD]
    found = list(verify_many(sources, verifier(), recipient="did:example:jerry"))
    assert [report.source for report in reports(found)] == ["first", "second", "(bytes)"]
    assert [report.recipient for report in reports(found)] == [True, False, False]


def test_nothing_in_is_nothing_out(threads: Executor) -> None:
    assert list(verify_many([], verifier())) == list(verify_many([], verifier(), executor=threads)) == []


@pytest.mark.parametrize("executor", [None, AtOnce()])
def test_one_that_cannot_be_read_keeps_its_place(executor: Executor | None, tmp_path: Path) -> None:
    unread = DocumentError("document.too-large", "too large")
    sources = [GOOD, tmp_path / "missing.json", GOOD, Candidate(unread, "line 4"), 17, GOOD]
    found = list(verify_many(sources, verifier(), executor=executor, chunk=4))  # type: ignore[arg-type]
    assert [one.error and one.error.code for one in found] == [
        None,
        "usage.unreadable-file",
        None,
        "document.too-large",
        "usage.not-a-badge",
        None,
    ]
    assert [one.verdict for one in found if one.error] == [None] * 3
    assert found[3].name == "line 4"


@pytest.mark.parametrize("executor", [None, processes(1)])
def test_an_exception_in_a_worker_is_the_result_of_one(executor: Any) -> None:
    found = list(verify_many([GOOD, TAMPERED], verifier(), executor=executor, keep=fail_if_rejected))
    assert verdicts(iter(found)) == ["accepted", "batch.failed-inside"]
    assert "ZeroDivisionError" in str(found[1].error)


def fail_if_rejected(report: Report) -> float:
    return 1 / bool(report)


def test_what_the_source_raises_comes_after_what_it_gave(threads: Executor) -> None:
    def broken_off() -> Iterator[bytes]:
        yield from [GOOD, TAMPERED, GOOD]
        raise OSError("the disk is gone")

    for executor in (None, threads):
        found: list[Verified[Report]] = []
        with pytest.raises(OSError, match="disk"):
            found.extend(verify_many(broken_off(), verifier(), executor=executor, chunk=2))
        assert verdicts(iter(found)) == ["accepted", "rejected", "accepted"]


# --- the moment, and wrong calls


def test_the_clock_is_read_once_for_all() -> None:
    moments = itertools.count()

    def clock() -> datetime:
        return AT.replace(second=next(moments))

    found = list(verify_many(MIXED, replace(verifier(), clock=clock)))
    assert {report.at for report in reports(found)} == {AT}
    assert next(moments) == 1


def test_a_moment_can_be_said() -> None:
    late = AT.replace(year=2040)
    assert verdicts(verify_many([GOOD], verifier(), at=late)) == ["rejected"]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"at": datetime(2026, 1, 1)}, "usage.naive-datetime"),
        ({"chunk": 0}, "batch.bad-number"),
        ({"window": -1}, "batch.bad-number"),
        ({"window": 1.5}, "batch.bad-number"),
        ({"chunk": True}, "batch.bad-number"),
        ({"recipient": ""}, "usage.no-recipient"),
    ],
)
def test_a_wrong_call_is_raised_at_once(options: dict[str, Any], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        verify_many([GOOD], verifier(), **options)
    assert caught.value.code == code


def test_what_no_other_process_can_be_given_says_so() -> None:
    found = list(verify_many([GOOD] * 3, verifier(), executor=processes(1), keep=lambda report: report.verdict))
    assert verdicts(iter(found)) == ["batch.not-picklable"] * 3
    assert verdicts(verify_many([GOOD] * 3, verifier(), keep=lambda report: report.verdict)) == ["accepted"] * 3


# --- progress, and bounds


def test_progress_counts_by_verdict(tmp_path: Path) -> None:
    seen: list[Progress] = []
    undetermined = listed_badge(1)
    sources = [*MIXED, undetermined, tmp_path / "missing.json"]
    list(verify_many(sources, verifier(), executor=AtOnce(), chunk=3, progress=seen.append))
    assert [one.done for one in seen] == [3, 6, 7]
    assert seen[-1] == Progress(done=7, accepted=2, rejected=3, undetermined=1, failed=1)


def test_an_endless_source_is_pulled_only_as_far_as_the_window_allows() -> None:
    pulled = itertools.count(1)
    last = 0

    def endless() -> Iterator[bytes]:
        nonlocal last
        while True:
            last = next(pulled)
            yield GOOD

    hand = Hand()
    results = verify_many(endless(), verifier(), keep=name_of, executor=hand, chunk=2, window=3)
    arrived: list[Verified[str]] = []
    puller = threading.Thread(target=lambda: arrived.extend(itertools.islice(results, 2)))
    done_when(lambda: puller.start(), lambda: len(hand.sent) == 3)
    assert last == 6
    assert arrived == []
    hand.do(2)
    hand.do(0)
    puller.join(10)
    assert [one.number for one in arrived] == [0, 1]
    assert last <= 8
    results.close()  # type: ignore[attr-defined]
    assert hand.sent[1][0].cancelled()
    assert not hand.is_shut, "the executor is the caller's"


def done_when(act: Any, is_done: Any) -> None:
    """Act, and wait for what comes of it in another thread."""
    act()
    waited = threading.Event()
    for _ in range(10_000):
        if is_done():
            return
        waited.wait(0.001)
    pytest.fail("it did not happen")


def test_without_an_executor_one_is_pulled_at_a_time() -> None:
    pulled: list[int] = []
    sources = (pulled.append(number) or GOOD for number in itertools.count())
    results = verify_many(sources, verifier(), keep=name_of)
    for _ in range(3):
        next(results)
    assert pulled == [0, 1, 2]


def test_large_sources_travel_in_small_chunks() -> None:
    hand = AtOnce()
    large = b"[" + b" " * 600_000
    assert len(list(verify_many([large] * 6, verifier(), executor=hand))) == 6
    assert hand.done == 3


def test_who_stops_early_leaves_nothing_behind() -> None:
    before = threading.active_count()
    results = verify_many(itertools.repeat(GOOD), verifier(), keep=name_of, executor=lambda: ThreadPoolExecutor(2))
    assert [one.number for one in itertools.islice(results, 5)] == [0, 1, 2, 3, 4]
    results.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


# --- one look-up


@pytest.mark.parametrize("kind", ["alone", "threads", "processes"])
def test_an_issuer_and_its_list_are_looked_up_once_for_all(kind: str) -> None:
    world = web_of(revoked=7)
    executor: Any = {"alone": None, "threads": lambda: ThreadPoolExecutor(3), "processes": processes(2)}[kind]
    sources = [listed_badge(number) for number in range(20)]
    found = list(verify_many(sources, verifier(world), executor=executor, chunk=4))
    assert [one.number for one in found if one.verdict is not Verdict.ACCEPTED] == [7]
    assert Counter(world.visits) == {DID_DOCUMENT: 1, LIST: 1}
    expected = [verifier(web_of(revoked=7)).verify(source).to_dict() for source in sources]
    assert [report.to_dict() for report in reports(found)] == expected


def test_a_host_that_is_down_is_asked_once_and_leaves_its_badges_undetermined() -> None:
    world = web_of(revoked=7)
    world.down(DID_DOCUMENT)
    sources = [listed_badge(number) for number in range(10)]
    found = verify_many([*sources, GOOD], verifier(world), executor=lambda: ThreadPoolExecutor(2), chunk=2)
    assert verdicts(found) == ["undetermined"] * 10 + ["accepted"]
    assert world.visits == [DID_DOCUMENT]


def test_an_issuer_whom_nobody_trusts_causes_no_request() -> None:
    world = web_of(revoked=7)
    careful = replace(verifier(world), trust=TrustedIssuers("did:web:somebody.example"))
    assert set(verdicts(verify_many([listed_badge(1)] * 3, careful, executor=AtOnce()))) == {"rejected"}
    assert world.visits == []


def test_what_a_list_says_of_its_life_reaches_the_cache_behind_the_batch() -> None:
    world = web_of(revoked=7)
    subject = {"encodedList": status_bits(), "ttl": 60_000}
    world.serve(LIST, listed(subject))
    seconds = itertools.count(0, 0)
    clock = [0.0]
    cache = Caching(world, monotonic=lambda: clock[0] + next(seconds))
    for moment in (0.0, 59.0, 61.0):
        clock[0] = moment
        assert verdicts(verify_many([listed_badge(1)], verifier(cache), executor=AtOnce())) == ["accepted"]
    assert Counter(world.visits) == {DID_DOCUMENT: 1, LIST: 2}


def status_bits() -> str:
    from status_lists import encoded

    return encoded()


def listed(subject: dict[str, Any]) -> bytes:
    from badges import SIGNER
    from status_lists import status_list

    return status_list(subject, SIGNER.with_verification_method(f"{COLLEGE}#key-1"))


def test_a_url_is_a_source_as_well() -> None:
    world = World({"https://wallet.example/badge.json": GOOD})
    sources = ["https://wallet.example/badge.json"] * 3 + ["https://wallet.example/none.json"]
    found = list(verify_many(sources, verifier(world), executor=processes(1)))
    assert verdicts(iter(found)) == ["accepted", "accepted", "accepted", "undetermined"]
    assert len(world.visits) == 2


def test_one_that_asks_for_more_and_more_is_judged_here_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("microcred.batch.dispatch._MAX_ROUNDS", 0)
    world = web_of(revoked=7)
    assert verdicts(verify_many([listed_badge(7), listed_badge(8)], verifier(world), executor=AtOnce())) == [
        "rejected",
        "accepted",
    ]
    assert len(world.visits) == 2


def test_what_does_not_fit_into_memory_is_asked_for_again_and_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("microcred.batch.look_ups._MAX_SENT", 1)
    monkeypatch.setattr("microcred.batch.look_ups.Answers.__init__.__defaults__", (1,), raising=False)
    world = web_of(revoked=7)
    found = verify_many([listed_badge(number) for number in range(6, 9)], verifier(world), executor=processes(1))
    assert verdicts(found) == ["accepted", "rejected", "accepted"]


def test_the_budget_of_one_verification_holds_in_a_batch() -> None:
    tight = replace(verifier(web_of(revoked=7)), limits=FetchLimits(requests=1))
    alone = replace(verifier(web_of(revoked=7)), limits=FetchLimits(requests=1)).verify(listed_badge(1))
    for executor in (None, AtOnce()):
        [found] = verify_many([listed_badge(1)], tight, executor=executor)
        assert found.report is not None
        assert found.report.to_dict() == alone.to_dict()
        assert found.report["status"].code == "fetch.too-many-requests"


# --- workers that die


def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    sources = [Candidate(GOOD, f"badge-{number}") for number in range(30)]
    keep = Killed(tmp_path, {"badge-7": 1, "badge-23": 1})
    found = list(verify_many(sources, verifier(), executor=processes(2), keep=keep, chunk=4, window=4))
    assert [one.report for one in found] == [source.name for source in sources]
    assert [one.number for one in found] == list(range(30))
    assert keep.deaths() == 2


def test_one_that_kills_every_worker_is_given_up_and_the_others_are_not(tmp_path: Path) -> None:
    sources = [Candidate(GOOD, f"badge-{number}") for number in range(12)]
    keep = Killed(tmp_path, {"badge-5": 1_000})
    found = list(verify_many(sources, verifier(), executor=processes(2), keep=keep, chunk=4))
    assert [one.number for one in found if one.error] == [5]
    assert found[5].error is not None
    assert found[5].error.code == "batch.worker-lost"
    assert [one.report for one in found if not one.error] == [s.name for s in sources if s.name != "badge-5"]
    assert keep.deaths() == 3


def test_a_broken_executor_of_the_caller_is_said_of_all_that_are_left() -> None:
    class Broken(AtOnce):
        def submit(self, work: Any, /, *arguments: Any, **options: Any) -> Any:
            if self.done == 1:
                raise BrokenProcessPool("a process ended abruptly")
            return super().submit(work, *arguments, **options)

    found = list(verify_many([GOOD] * 6, verifier(), executor=Broken(), chunk=2, window=2))
    assert verdicts(iter(found)) == ["accepted"] * 2 + ["batch.pool-broken"] * 4
    assert found[2].error is not None
    assert "processes(4)" in str(found[2].error.hint)


def test_an_executor_that_was_shut_down_is_a_broken_one() -> None:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    assert verdicts(verify_many([GOOD], verifier(), executor=pool)) == ["batch.pool-broken"]


def test_a_factory_that_makes_only_broken_pools_comes_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("microcred.batch.dispatch._MAX_BROKEN_POOLS", 5)
    made: list[AtOnce] = []

    def make() -> Executor:
        made.append(AtOnce(*(BrokenExecutor("no such interpreter") for _ in range(100))))
        return made[-1]

    found = list(verify_many([GOOD] * 9, verifier(), executor=make, chunk=3))
    assert {one.error.code for one in found if one.error} <= {"batch.worker-lost", "batch.pool-broken"}
    assert len(found) == 9
    assert all(one.error for one in found)
    assert len(made) == 6


def test_a_factory_that_makes_no_second_pool_leaves_results_for_all() -> None:
    pools = iter([AtOnce(BrokenExecutor("killed"))])
    found = list(verify_many([GOOD] * 4, verifier(), executor=partial(next, pools), chunk=2))
    assert verdicts(iter(found)) == ["batch.pool-broken"] * 4


def test_why_there_is_no_second_pool_is_told_with_every_result() -> None:
    pools = [AtOnce(BrokenExecutor("killed"))]

    def make() -> Executor:
        if not pools:
            raise OSError("too many processes")
        return pools.pop()

    found = list(verify_many([GOOD] * 4, verifier(), executor=make, chunk=2))
    assert len(found) == 4
    assert all(one.error and "too many processes" in one.error.message for one in found)


def test_work_that_fails_in_the_executor_is_tried_again_one_by_one() -> None:
    hand = AtOnce(MemoryError("worker 3"))
    assert verdicts(verify_many(MIXED, verifier(), executor=hand)) == [
        "accepted",
        "rejected",
        "rejected",
        "rejected",
        "accepted",
    ]
    assert hand.done == 5
    hand = AtOnce(*(ConnectionError(f"worker {number}\n is gone") for number in range(3)))
    [found] = verify_many([GOOD], verifier(), executor=hand)
    assert found.error is not None
    assert found.error.code == "batch.worker-lost"
    assert "worker 2 is gone" in found.error.message


def test_what_cannot_come_back_is_the_result_of_one() -> None:
    found = list(verify_many([GOOD, TAMPERED], verifier(), executor=processes(1), keep=unsendable_if_rejected))
    assert verdicts(iter(found)) == ["accepted", "batch.worker-lost"]
    assert found[0].report == "good"


def unsendable_if_rejected(report: Report) -> Any:
    return "good" if report else threading.Lock()


def test_a_document_is_sent_as_it_is() -> None:
    document = sealed()
    [found] = verify_many([document], verifier(), executor=processes(1))
    assert found.report is not None
    assert found.report.document == document
