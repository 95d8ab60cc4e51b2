"""Verifying thousands: the same reports as one after the other, in the same order, by as many workers as there are."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar, cast, overload

from microcred.batch.dispatch import ExecutorOrFactory, Returned, dispatched, one_by_one
from microcred.batch.look_ups import Answer, Answers, Asked, Known, LookUps, Wanted
from microcred.batch.workers import arrived, check_numbers, failed_inside, packed
from microcred.document import Document
from microcred.errors import MicrocredError
from microcred.verification.claims import Recipient
from microcred.verification.fetch import Fetcher, Offline
from microcred.verification.intake import Source
from microcred.verification.report import Report, Verdict
from microcred.verification.verifier import Verifier

__all__ = ["Candidate", "Progress", "Verified", "verify_many"]

_Kept = TypeVar("_Kept")
_Outcome: TypeAlias = "tuple[Verdict, _Kept]"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source with what to call it in its report, and whom it should be about, if that differs from one to the next.

    ``source`` may be an error: what could not be read at all keeps its place, and its name, in the results.
    """

    source: Source | MicrocredError
    name: str | None = None
    recipient: Recipient | str | None = None

    @property
    def size(self) -> int:
        """How much there is to send, in bytes, as far as that is known."""
        content = self.source.raw if isinstance(self.source, Document) else self.source
        return len(content) if isinstance(content, bytes | str) else 0


@dataclass(frozen=True, slots=True)
class Verified(Generic[_Kept]):
    """What became of the source with this ``number``, counted from 0.

    Either there are ``verdict`` and ``report`` (or what was kept of the report), or there is the ``error`` that says
    why it was not verified at all: a file that cannot be read, a worker that did not come back.
    """

    number: int
    name: str | None
    verdict: Verdict | None
    report: _Kept | None
    error: MicrocredError | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many are done, and with which verdict; ``failed`` are those that were not verified at all."""

    done: int = 0
    accepted: int = 0
    rejected: int = 0
    undetermined: int = 0
    failed: int = 0

    def and_one(self, verdict: Verdict | None) -> Progress:
        """The same with one more."""
        name = "failed" if verdict is None else str(verdict)
        return replace(self, done=self.done + 1, **{name: getattr(self, name) + 1})


@overload
def verify_many(
    sources: Iterable[Source | Candidate | MicrocredError],
    verifier: Verifier,
    *,
    executor: ExecutorOrFactory | None = ...,
    at: datetime | None = ...,
    recipient: Recipient | str | None = ...,
    refresh: bool = ...,
    chunk: int = ...,
    window: int = ...,
    progress: Callable[[Progress], None] | None = ...,
) -> Generator[Verified[Report], None, None]: ...


@overload
def verify_many(
    sources: Iterable[Source | Candidate | MicrocredError],
    verifier: Verifier,
    *,
    keep: Callable[[Report], _Kept],
    executor: ExecutorOrFactory | None = ...,
    at: datetime | None = ...,
    recipient: Recipient | str | None = ...,
    refresh: bool = ...,
    chunk: int = ...,
    window: int = ...,
    progress: Callable[[Progress], None] | None = ...,
) -> Generator[Verified[_Kept], None, None]: ...


def verify_many(
    sources: Iterable[Source | Candidate | MicrocredError],
    verifier: Verifier,
    *,
    keep: Callable[[Report], Any] | None = None,
    executor: ExecutorOrFactory | None = None,
    at: datetime | None = None,
    recipient: Recipient | str | None = None,
    refresh: bool = False,
    chunk: int = 32,
    window: int = 32,
    progress: Callable[[Progress], None] | None = None,
) -> Generator[Verified[Any], None, None]:
    """Verify one source after the other, each as :meth:`Verifier.verify` does, and give the results in their order.

    ``executor`` is where the work is done: any ``concurrent.futures.Executor``, or a function that makes one, such as
    ``processes(4)``; it is closed at the end, and made anew if its workers die. Without one the work is done here.
    ``keep`` is called with each report where it was made, and what it returns (a verdict, a text) comes back in its
    place: whole reports cost more to send than to make. ``chunk`` sources travel together, and ``window`` chunks are
    under way at most, so ``sources`` may be endless. ``progress`` is called whenever a chunk is done.

    All are judged as of one moment, ``at`` or the verifier's clock now, and each URL is asked for once. One that cannot
    be read or fails is a :class:`Verified` with an ``error``; what ``sources`` itself raises comes after the results of
    what it gave before. Raises :class:`~microcred.errors.UsageError` for a wrong call, at once.
    """
    check_numbers(chunk, window)
    still = replace(verifier, clock=_Still(verifier.clock()), fetcher=Offline())
    still.verify(b"", at=at, recipient=recipient, refresh=refresh)  # a wrong call is wrong for all, and says so here
    at_hand = isinstance(verifier.fetcher, Offline)  # which says the same everywhere, and at once
    work = _Verification(
        still, verifier.fetcher if at_hand else None, verifier.fetcher.unguarded, at, recipient, refresh, keep
    )
    look_ups = LookUps(verifier.fetcher, verifier.limits)
    return _results(sources, work, executor, chunk, window, look_ups, progress)


def _results(
    sources: Iterable[Source | Candidate | MicrocredError],
    work: _Verification,
    executor: ExecutorOrFactory | None,
    chunk: int,
    window: int,
    look_ups: LookUps,
    progress: Callable[[Progress], None] | None,
) -> Generator[Verified[Any], None, None]:
    candidates = (_candidate(source) for source in sources)
    if executor is None:
        done = one_by_one(candidates, work, _readable, chunk=1, look_ups=look_ups)
    else:
        done = dispatched(candidates, work, _readable, executor, chunk=chunk, window=window, look_ups=look_ups)
    counts = Progress()
    try:
        for pairs in done:
            first = counts.done
            for _, outcome in pairs:
                counts = counts.and_one(None if isinstance(outcome, MicrocredError) else outcome[0])
            if progress is not None:
                progress(counts)
            for number, (candidate, outcome) in enumerate(pairs, first):
                if isinstance(outcome, MicrocredError):
                    yield Verified(number, candidate.name, None, None, outcome)
                else:
                    yield Verified(number, candidate.name, *outcome)
    finally:
        done.close()
        look_ups.close()


def _candidate(source: Source | Candidate | MicrocredError) -> Candidate:
    return source if isinstance(source, Candidate) else Candidate(source)


def _readable(candidates: Sequence[Candidate]) -> Sequence[Candidate | MicrocredError]:
    return [one.source if isinstance(one.source, MicrocredError) else one for one in candidates]


@dataclass(frozen=True, slots=True)
class _Still:
    """A clock that was read once."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment


@dataclass(frozen=True)
class _Verification:
    """The question that is asked about every candidate, in this process or wherever it was sent."""

    verifier: Verifier
    fetcher: Fetcher | None
    unguarded: bool
    at: datetime | None
    recipient: Recipient | str | None
    refresh: bool
    keep: Callable[[Report], Any] | None
    answers: Answers = field(default_factory=Answers, repr=False, compare=False)

    @cached_property
    def _packed(self) -> bytes:
        settings = self.verifier, self.fetcher, self.unguarded, self.at, self.recipient, self.refresh, self.keep
        return packed(_Verification, *settings)

    def __reduce__(self) -> tuple[Any, ...]:
        return arrived, (self._packed,)

    def __call__(self, candidates: Sequence[Candidate], answers: dict[Asked, Answer]) -> Returned[_Outcome[Any]]:
        self.answers.keep(answers)
        returned: Returned[_Outcome[Any]] = Returned([])
        for candidate in candidates:
            known = Known(self.answers, unguarded=self.unguarded)
            outcome = self._judged(candidate, self.fetcher or known)
            returned.outcomes.append(Wanted(frozenset(known.missing)) if known.missing else outcome)
            returned.reuse.update(known.reuse)
        return returned

    def here(self, candidate: Candidate, look_ups: LookUps) -> _Outcome[Any] | MicrocredError:
        return self._judged(candidate, look_ups)

    def _judged(self, candidate: Candidate, fetcher: Fetcher) -> _Outcome[Any] | MicrocredError:
        expected = self.recipient if candidate.recipient is None else candidate.recipient
        try:
            report = replace(self.verifier, fetcher=fetcher).verify(
                cast("Source", candidate.source), at=self.at, recipient=expected, refresh=self.refresh
            )
            if candidate.name is not None:
                report = replace(report, source=candidate.name)
            return report.verdict, report if self.keep is None else self.keep(report)
        except MicrocredError as error:
            return error
        except Exception as error:
            return failed_inside(error)
