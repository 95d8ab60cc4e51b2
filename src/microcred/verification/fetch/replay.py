"""Answers kept from an earlier run: the same report again, without a network."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from threading import Lock

from microcred.errors import FetchError, UsageError
from microcred.verification.fetch.addresses import check_url
from microcred.verification.fetch.fetcher import Fetcher
from microcred.verification.fetch.refusals import refusal
from microcred.verification.fetch.request import Fetched, Request

__all__ = ["Recording", "Replay"]


class Replay(Fetcher):
    """Answers from what is given, by URL; anything else is ``fetch.not-recorded``.

    Octets stand for a 200 answer of unknown media type, a :class:`~microcred.errors.FetchError` is raised again.
    Raises :class:`~microcred.errors.UsageError` for a URL that no fetcher would be asked for.
    """

    __slots__ = ("_recorded",)

    def __init__(self, recorded: Mapping[str, Fetched | bytes | FetchError]) -> None:
        self._recorded = {_key(url): answer for url, answer in recorded.items()}

    def _fetch(self, request: Request) -> Fetched:
        match self._recorded.get(request.url):
            case None:
                raise refusal("fetch.not-recorded", request.url, "is not among the recorded answers")
            case bytes() as body:
                return Fetched(request.url, 200, None, body)
            case Fetched() as fetched:
                return fetched
            case FetchError() as error:
                raise copy(error)


class Recording(Fetcher):
    """Another fetcher, of which every answer and every failure is kept, to be given to :class:`Replay`.

    For tests and investigations: it grows with what it sees, and refuses with ``fetch.budget`` beyond ``total_bytes``.
    Where one URL is asked for twice, the later answer stays. Thread-safe.
    """

    def __init__(self, fetcher: Fetcher, *, total_bytes: int = 64_000_000) -> None:
        self._fetcher = fetcher
        self._max_bytes = total_bytes
        self._lock = Lock()
        self._bytes = 0
        self._recorded: dict[str, Fetched | FetchError] = {}

    @property
    def recorded(self) -> dict[str, Fetched | FetchError]:
        """What came back so far, by the URL that was asked for."""
        with self._lock:
            return dict(self._recorded)

    @property
    def unguarded(self) -> bool:
        """As the fetcher inside."""
        return self._fetcher.unguarded

    def limit_reuse(self, url: str, *, accept: str, seconds: float) -> None:
        """As the fetcher inside."""
        self._fetcher.limit_reuse(url, accept=accept, seconds=seconds)

    def _fetch(self, request: Request) -> Fetched:
        try:
            fetched = self._fetcher.fetch(request)
        except FetchError as error:
            # Without its traceback it keeps no frames alive; libraries that pickle tracebacks make copies have one.
            self._record(request.url, copy(error).with_traceback(None), 0)
            raise
        self._record(request.url, fetched, len(fetched.body))
        return fetched

    def _record(self, url: str, answer: Fetched | FetchError, size: int) -> None:
        with self._lock:
            self._bytes += size + len(url)
            if self._bytes > self._max_bytes:
                why = f"has no place in the recording, which is full at {self._max_bytes} octets"
                raise refusal("fetch.budget", url, why)
            self._recorded[url] = answer


def _key(url: str) -> str:
    try:
        return check_url(url).url
    except FetchError as error:
        raise UsageError(
            "fetch.bad-recording", f"an answer is given for a URL that is never fetched: {error}"
        ) from error
