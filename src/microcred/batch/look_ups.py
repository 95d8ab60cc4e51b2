"""What a batch asks the network, it asks once: within one batch, a URL says the same to every credential.

Workers have no network. One that lacks an answer says which one it wants, the batch looks it up, and the credential
goes out again together with the answer, which the worker then remembers. Failures are answers as well: a host that is
down is not asked again for each of its ten thousand badges.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from threading import Lock
from typing import Final, TypeAlias

from microcred.errors import FetchError
from microcred.verification.fetch import Fetched, Fetcher, FetchLimits, Request

__all__ = ["Answer", "Answers", "Asked", "Known", "LookUps", "Wanted"]

Asked: TypeAlias = tuple[str, str]
"""A URL and the media types that were asked for."""
Answer: TypeAlias = Fetched | FetchError

#: What a batch, and each worker, remembers of the network; beyond it, the longest unused is forgotten.
_MAX_REMEMBERED: Final = 64_000_000
#: What one chunk brings along to a worker; what has no room is wanted once more.
_MAX_SENT: Final = 4_000_000
# What an answer weighs besides its texts and its body.
_ANSWER_BYTES: Final = 512
_CONNECTIONS: Final = 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """What has to be looked up before a credential can be judged."""

    asked: frozenset[Asked]


class Answers:
    """Answers of the network by what was asked, bounded by their size; safe to share between threads."""

    def __init__(self, max_bytes: int = _MAX_REMEMBERED) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._kept: OrderedDict[Asked, Answer] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, asked: Asked) -> bool:
        return asked in self._kept

    def get(self, asked: Asked) -> Answer | None:
        """The answer, if it is remembered."""
        with self._lock:
            if asked in self._kept:
                self._kept.move_to_end(asked)
            return self._kept.get(asked)

    def keep(self, answers: Mapping[Asked, Answer]) -> None:
        """Remember answers, and forget what was not used for longest if there are too many."""
        with self._lock:
            for asked, answer in answers.items():
                if asked not in self._kept:
                    self._kept[asked] = answer
                    self._bytes += _weight(asked, answer)
            while self._bytes > self._max_bytes and len(self._kept) > 1:
                self._bytes -= _weight(*self._kept.popitem(last=False))

    def chosen(self, wanted: Iterable[Asked]) -> dict[Asked, Answer]:
        """Those that are remembered of what is wanted: the first one, and as many more as may be sent with it."""
        found: dict[Asked, Answer] = {}
        room = _MAX_SENT
        for asked in wanted:
            answer = self.get(asked)
            if answer is not None and (not found or _weight(asked, answer) <= room):
                found[asked] = answer
                room -= _weight(asked, answer)
        return found


class Known(Fetcher):
    """Answers that are at hand, for one verification; what is missing is noted, and refused for now.

    ``reuse`` notes for how long an answer is good, for those who keep answers beyond the batch.
    """

    def __init__(self, answers: Answers, *, unguarded: bool) -> None:
        self.missing: set[Asked] = set()
        self.reuse: dict[Asked, float] = {}
        self._answers = answers
        self._unguarded = unguarded

    @property
    def unguarded(self) -> bool:
        """As the fetcher that looks things up."""
        return self._unguarded

    def limit_reuse(self, url: str, *, accept: str, seconds: float) -> None:
        """Note it: the fetcher that may remember the answer is elsewhere."""
        self.reuse[url, accept] = seconds

    def _fetch(self, request: Request) -> Fetched:
        asked = request.url, request.accept
        answer = self._answers.get(asked)
        if answer is None:
            self.missing.add(asked)
            raise FetchError("fetch.not-recorded", f"{request.url!r:.200} is looked up by the batch, and was not yet")
        return _told(answer)


class LookUps(Fetcher):
    """A fetcher behind which each URL is asked for once; :meth:`ask` does it aside, :meth:`fetch` here and now.

    A look-up has the whole budget of one verification, whoever asked for it, so its answer is the same for all.
    """

    def __init__(self, fetcher: Fetcher, limits: FetchLimits) -> None:
        self.answers = Answers()
        self._fetcher = fetcher
        self._limits = limits
        self._under_way: dict[Asked, Future[None]] = {}
        self._lock = Lock()
        self._threads = ThreadPoolExecutor(_CONNECTIONS, "microcred-look-up")  # which starts them when it needs them

    @property
    def unguarded(self) -> bool:
        """As the fetcher inside."""
        return self._fetcher.unguarded

    def limit_reuse(self, url: str, *, accept: str, seconds: float) -> None:
        """As the fetcher inside: it may be one that remembers answers beyond this batch."""
        self._fetcher.limit_reuse(url, accept=accept, seconds=seconds)

    def ask(self, wanted: Iterable[Asked], then: Callable[[], None]) -> None:
        """Look up what is not known yet, and call ``then`` when all of it is, from some thread."""
        pending = [self._pending(asked) for asked in wanted if asked not in self.answers]
        last = _Countdown(len(pending) + 1, then)
        for future in pending:
            future.add_done_callback(last.count)
        last.count()

    def close(self) -> None:
        """Wait for what is under way, and start nothing more."""
        self._threads.shutdown(cancel_futures=True)

    def _fetch(self, request: Request) -> Fetched:
        asked = request.url, request.accept
        self._look_up(asked)
        answer = self.answers.get(asked)
        return self._fetcher.fetch(request) if answer is None else _told(answer)

    def _pending(self, asked: Asked) -> Future[None]:
        with self._lock:
            if asked not in self._under_way:
                self._under_way[asked] = self._threads.submit(self._look_up, asked)
            return self._under_way[asked]

    def _look_up(self, asked: Asked) -> None:
        if asked not in self.answers:
            limits = self._limits
            redirects = min(limits.redirects, limits.requests - 1)
            request = Request(*asked, limits.response_bytes, limits.seconds, redirects)
            try:
                answer: Answer = self._fetcher.fetch(request)
            except FetchError as error:
                answer = copy(error).with_traceback(None)  # which would keep frames alive
            self.answers.keep({asked: answer})
        with self._lock:
            self._under_way.pop(asked, None)


class _Countdown:
    """Calls back when it has counted down, from whichever thread that is."""

    def __init__(self, number: int, then: Callable[[], None]) -> None:
        self._number = number
        self._then = then
        self._lock = Lock()

    def count(self, _: object = None) -> None:
        with self._lock:
            self._number -= 1
            done = not self._number
        if done:
            self._then()


def _told(answer: Answer) -> Fetched:
    if isinstance(answer, FetchError):
        raise copy(answer)
    return answer


def _weight(asked: Asked, answer: Answer) -> int:
    body = len(answer.body) if isinstance(answer, Fetched) else 0
    return body + sum(map(len, asked)) + _ANSWER_BYTES
