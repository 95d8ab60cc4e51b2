"""Chunks go out to workers, and what they make of them comes back in order: each item once, whatever happens.

Only a window of chunks is under way at any time, so a source without an end needs no more memory than a short one.

A worker that dies takes down its pool, and nobody says which item it was at. So all that were under way are suspects,
and go out one chunk at a time: the chunk that takes down a pool alone is sent item by item, and the item that does it
again is given up, with an error of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, field
from itertools import islice
from queue import Empty, SimpleQueue
from typing import Any, Final, Generic, Protocol, TypeAlias, TypeVar

from microcred.batch.look_ups import Answer, Asked, LookUps, Wanted
from microcred.errors import MicrocredError, Undetermined

__all__ = ["ExecutorOrFactory", "Returned", "Work", "dispatched", "one_by_one"]


class Sized(Protocol):
    """Something whose size in bytes is known, more or less."""

    @property
    def size(self) -> int:
        """How much there is to send."""


_Item = TypeVar("_Item", bound=Sized)
_Worked = TypeVar("_Worked", bound=Sized, contravariant=True)
_Result = TypeVar("_Result")

ExecutorOrFactory: TypeAlias = Executor | Callable[[], Executor]

#: In how many dying pools an item may have been before it is given up.
_MAX_LOSSES: Final = 3
#: How many pools may break one after the other without a single result.
_MAX_BROKEN_POOLS: Final = 100
#: How often an item may come back for want of an answer; then it is worked on here, where the network is.
_MAX_ROUNDS: Final = 6
#: What a chunk may hold, beyond its first item.
_MAX_CHUNK_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Returned(Generic[_Result]):
    """What a worker made of some items, in their order; ``reuse`` is for how long which answers are good."""

    outcomes: list[_Result | MicrocredError | Wanted]
    reuse: dict[Asked, float] = field(default_factory=dict)


class Work(Protocol[_Worked, _Result]):
    """What is done with items, in whichever process: picklable, and it raises nothing."""

    def __call__(self, items: Sequence[_Worked], answers: dict[Asked, Answer], /) -> Returned[_Result]:
        """Work on some items, with answers of the network."""

    def here(self, item: _Worked, look_ups: LookUps, /) -> _Result | MicrocredError:
        """Work on one item in this process, with the network at hand."""


def one_by_one(
    items: Iterable[_Item],
    work: Work[_Item, _Result],
    prepare: Callable[[Sequence[_Item]], Sequence[_Item | MicrocredError]],
    *,
    chunk: int,
    look_ups: LookUps,
) -> Generator[list[tuple[_Item, _Result | MicrocredError]], None, None]:
    """The same as :func:`dispatched` without anybody else: in this process, one item after the other."""
    for taken in _chunks(iter(items), chunk):
        for item, ready in zip(taken, prepare(taken), strict=True):
            yield [(item, ready if isinstance(ready, MicrocredError) else work.here(ready, look_ups))]


def dispatched(
    items: Iterable[_Item],
    work: Work[_Item, _Result],
    prepare: Callable[[Sequence[_Item]], Sequence[_Item | MicrocredError]],
    executor: ExecutorOrFactory,
    *,
    chunk: int,
    window: int,
    look_ups: LookUps,
) -> Generator[list[tuple[_Item, _Result | MicrocredError]], None, None]:
    """Chunk by chunk, each item with what became of it.

    ``prepare`` sees each chunk once, here, before it goes out: what it returns is sent, and an error is the outcome. If
    ``items`` itself raises, all that came before is returned first. An executor that was made here is closed here.
    """
    pool = _Pool(executor)
    course = _Course(work, pool, look_ups)
    chunks = _chunks(iter(items), chunk)
    line: deque[_Chunk[_Item, _Result]] = deque()
    ending: BaseException | None = None
    pulling = True
    try:
        while line or pulling:
            course.settle(block=False)
            if line and line[0].is_done:
                yield line.popleft().pairs()
            elif pulling and len(line) < window and course.is_calm:
                try:
                    taken = next(chunks, None)
                except Exception as error:
                    ending, taken = error, None
                pulling = taken is not None
                if taken is not None:
                    line.append(_Chunk(taken, prepare(taken)))
                    course.send(_Job(line[-1], tuple(line[-1].missing())))
            elif line:
                course.settle(block=True)
    finally:
        course.cancel()
        pool.close()
    if ending is not None:
        raise ending


class _Chunk(Generic[_Item, _Result]):
    """Some items that belong together, and what is known of each of them so far."""

    __slots__ = ("items", "outcomes", "ready")

    def __init__(self, items: Sequence[_Item], ready: Sequence[_Item | MicrocredError]) -> None:
        self.items = items
        self.ready = ready
        self.outcomes: dict[int, _Result | MicrocredError] = {
            place: item for place, item in enumerate(ready) if isinstance(item, MicrocredError)
        }

    @property
    def is_done(self) -> bool:
        return len(self.outcomes) == len(self.items)

    def missing(self) -> list[int]:
        return [place for place in range(len(self.items)) if place not in self.outcomes]

    def pairs(self) -> list[tuple[_Item, _Result | MicrocredError]]:
        return [(item, self.outcomes[place]) for place, item in enumerate(self.items)]


@dataclass(slots=True, eq=False)
class _Job(Generic[_Item, _Result]):
    """Some places of a chunk that are worked on together."""

    chunk: _Chunk[_Item, _Result]
    places: tuple[int, ...]
    losses: int = 0
    rounds: int = 0
    wanted: dict[Asked, None] = field(default_factory=dict)
    pool: int = 0
    alone: bool = False

    @property
    def items(self) -> list[Any]:
        return [self.chunk.ready[place] for place in self.places]

    def apart(self) -> list[_Job[_Item, _Result]]:
        return [_Job(self.chunk, (place,), self.losses, self.rounds, self.wanted) for place in self.places]

    def give_up(self, error: MicrocredError) -> None:
        self.chunk.outcomes.update(dict.fromkeys(self.places, error))


class _Course(Generic[_Item, _Result]):
    """What is under way, what waits to be sent, and who is suspected to have killed a worker."""

    def __init__(self, work: Work[_Item, _Result], pool: _Pool, look_ups: LookUps) -> None:
        self._work = work
        self._pool = pool
        self._look_ups = look_ups
        self._under_way: dict[_Job[_Item, _Result], Future[Returned[_Result]]] = {}
        self._waiting: deque[_Job[_Item, _Result]] = deque()
        self._suspects: deque[_Job[_Item, _Result]] = deque()
        self._events: SimpleQueue[_Job[_Item, _Result]] = SimpleQueue()

    @property
    def is_calm(self) -> bool:
        """Whether new work may go out: not while suspects are looked at one by one."""
        return not self._suspects and not any(job.alone for job in self._under_way)

    def send(self, job: _Job[_Item, _Result]) -> None:
        """Let a job go out as soon as it may."""
        if job.places:
            self._waiting.append(job)
            self._send_waiting()

    def settle(self, *, block: bool) -> None:
        """Take in what has come back; with ``block`` wait until something has."""
        try:
            while True:
                job = self._events.get(block)
                block = False
                if job in self._under_way:
                    self._take(job, self._under_way.pop(job))
                else:
                    self._waiting.append(job)  # its answers are there
        except Empty:
            self._send_waiting()

    def cancel(self) -> None:
        """Want nothing more of what is under way."""
        for future in self._under_way.values():
            future.cancel()

    def _send_waiting(self) -> None:
        while self._suspects and not self._under_way:
            self._submit(self._suspects.popleft(), alone=True)
        while self._waiting and self.is_calm:
            self._submit(self._waiting.popleft(), alone=False)

    def _submit(self, job: _Job[_Item, _Result], *, alone: bool) -> None:
        job.alone, job.pool = alone, self._pool.number
        answers = self._look_ups.answers.chosen(job.wanted)
        try:
            future = self._pool.submit(self._work, job.items, answers)
        except Exception as error:
            future = Future()
            # What is shut down says so with a RuntimeError.
            future.set_exception(BrokenExecutor(str(error)) if isinstance(error, RuntimeError) else error)
        self._under_way[job] = future
        future.add_done_callback(lambda _: self._events.put(job))

    def _take(self, job: _Job[_Item, _Result], future: Future[Returned[_Result]]) -> None:
        try:
            returned = future.result()
        except BrokenExecutor as error:
            self._pool_broke(job, error)
        except Exception as error:
            self._work_failed(job, error)
        else:
            self._pool.has_worked()
            self._sort(job, returned)

    def _sort(self, job: _Job[_Item, _Result], returned: Returned[_Result]) -> None:
        for (url, accept), seconds in returned.reuse.items():
            self._look_ups.limit_reuse(url, accept=accept, seconds=seconds)
        again, wanted = [], dict(job.wanted)
        for place, outcome in zip(job.places, returned.outcomes, strict=True):
            if isinstance(outcome, Wanted):
                again.append(place)
                wanted.update(dict.fromkeys(sorted(outcome.asked)))
            else:
                job.chunk.outcomes[place] = outcome
        if not again:
            return
        if job.rounds == _MAX_ROUNDS:
            for place in again:
                job.chunk.outcomes[place] = self._work.here(job.chunk.ready[place], self._look_ups)  # type: ignore[arg-type]
            return
        following = _Job(job.chunk, tuple(again), job.losses, job.rounds + 1, wanted)
        self._look_ups.ask(wanted, lambda: self._events.put(following))

    def _pool_broke(self, job: _Job[_Item, _Result], error: BrokenExecutor) -> None:
        if not self._pool.renewed(job.pool):
            job.give_up(_broken(self._pool.failure or error))
            return
        job.losses += 1
        if not job.alone:
            self._suspects.append(job)
        elif len(job.places) > 1:
            self._suspects.extendleft(reversed(job.apart()))
        elif job.losses < _MAX_LOSSES:
            self._suspects.appendleft(job)
        else:
            job.give_up(_lost(error))

    def _work_failed(self, job: _Job[_Item, _Result], error: Exception) -> None:
        """This job came to nothing, and the executor still works: it says by itself whose fault it was."""
        job.losses += 1
        if isinstance(error, MicrocredError):
            job.give_up(error)
        elif len(job.places) > 1:
            self._waiting.extend(job.apart())
        elif job.losses < _MAX_LOSSES:
            self._waiting.append(job)
        else:
            job.give_up(_lost(error))


class _Pool:
    """The caller's executor, or one after the other that are made as the caller says; ``number`` counts them."""

    def __init__(self, executor: ExecutorOrFactory) -> None:
        self.number = 0
        self._make = None if isinstance(executor, Executor) else executor
        self._executor = executor if isinstance(executor, Executor) else executor()
        self.failure: Exception | None = None
        self._broken_in_a_row = 0

    def submit(self, work: Callable[..., Any], *arguments: Any) -> Future[Any]:
        return self._executor.submit(work, *arguments)

    def has_worked(self) -> None:
        self._broken_in_a_row = 0

    def renewed(self, broken: int) -> bool:
        """Whether there is another pool instead of the one with this number, which broke."""
        if self._make is None or self._broken_in_a_row == _MAX_BROKEN_POOLS:
            return False
        if broken == self.number:
            self._executor.shutdown(wait=True)
            try:
                self._executor = self._make()
            except Exception as error:
                # What was shut down refuses all that comes, and whatever is given up hears why.
                self._make, self.failure = None, error
                return False
            self.number += 1
            self._broken_in_a_row += 1
        return True

    def close(self) -> None:
        if self._make is not None:
            self._executor.shutdown(wait=True)


def _chunks(items: Iterator[_Item], length: int) -> Iterator[list[_Item]]:
    """So many items, or as many as a chunk may hold by their size; what came before an error comes before it here."""
    ending: Exception | None = None
    while ending is None:
        taken: list[_Item] = []
        size = 0
        try:
            for item in islice(items, length):
                taken.append(item)
                size += item.size
                if size > _MAX_CHUNK_BYTES:
                    break
        except Exception as error:
            ending = error
        if taken:
            yield taken
        elif ending is None:
            return
    raise ending


def _lost(error: Exception) -> Undetermined:
    return Undetermined(
        "batch.worker-lost",
        f"no worker came back with this credential, the last of {_MAX_LOSSES} times: {_in_words(error)}",
        hint="verify it alone, with enough memory, to see what it does",
    )


def _broken(error: Exception) -> Undetermined:
    return Undetermined(
        "batch.pool-broken",
        f"the executor takes no more work: {_in_words(error)}",
        hint="pass a function that makes the executor, such as processes(4): then another one takes its place",
    )


def _in_words(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
