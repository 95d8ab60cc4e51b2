"""A fetcher that remembers, so that a thousand badges of one issuer ask for its key once."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import Any, Final

from microcred.verification.fetch.addresses import check_url
from microcred.verification.fetch.fetcher import Fetcher
from microcred.verification.fetch.request import Fetched, Request

__all__ = ["Caching"]

# What an entry weighs besides its texts and its body: enough that empty answers fill the cache too.
_ENTRY_BYTES: Final = 512


@dataclass(frozen=True, slots=True)
class _Entry:
    fetched: Fetched
    asked_at: float
    lifetime: float
    weight: int


class Caching(Fetcher):
    """Another fetcher, its answers used again for up to ``max_age`` seconds, or less where their origin says so.

    A status list says so as well, with its ``ttl`` and its ``validUntil``; who has read it tells :meth:`limit_reuse`.

    The key is the URL asked for (never the one that a redirect led to) with the media types asked for. Answers with a
    status other than 2xx and failures are not kept at all: a failure may be the fault of who asked, whose budget was
    almost spent, and one badge must not make the next one undetermined. The age counts from before the question
    was sent (RFC 9111, 4.2.3). At most ``entries`` answers and ``total_bytes`` octets are kept, the longest unused go
    first. ``max_age`` is also how long a revocation may go unseen.

    Thread-safe: the lock is never held while something is fetched, so two threads may ask for one URL at once. A copy
    made by pickling begins empty.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        *,
        max_age: float = 300.0,
        entries: int = 256,
        total_bytes: int = 32_000_000,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetcher = fetcher
        self._max_age = max_age
        self._max_entries = entries
        self._max_bytes = total_bytes
        self._monotonic = monotonic
        self._lock = Lock()
        self._entries: OrderedDict[tuple[str, str], _Entry] = OrderedDict()
        self._bytes = 0

    def __reduce__(self) -> tuple[Any, ...]:
        empty = partial(
            Caching,
            self._fetcher,
            max_age=self._max_age,
            entries=self._max_entries,
            total_bytes=self._max_bytes,
            monotonic=self._monotonic,
        )
        return empty, ()

    @property
    def unguarded(self) -> bool:
        """As the fetcher inside."""
        return self._fetcher.unguarded

    def limit_reuse(self, url: str, *, accept: str, seconds: float) -> None:
        """Use the answer that is kept of a URL no longer than it says of itself, counted from when it was asked for."""
        self._fetcher.limit_reuse(url, accept=accept, seconds=seconds)
        key = check_url(url, unguarded=self.unguarded).url, accept
        with self._lock:
            if (entry := self._entries.get(key)) is not None and seconds < entry.lifetime:
                self._entries[key] = replace(entry, lifetime=seconds)

    def _fetch(self, request: Request) -> Fetched:
        key = request.url, request.accept
        asked_at = self._monotonic()
        if (kept := self._recall(key, asked_at)) is not None:
            return kept
        fetched = self._fetcher.fetch(request)
        self._keep(key, fetched, asked_at)
        return fetched

    def _recall(self, key: tuple[str, str], now: float) -> Fetched | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            age = now - entry.asked_at
            if not 0 <= age < entry.lifetime:
                self._forget(key)
                return None
            self._entries.move_to_end(key)
        return replace(entry.fetched, age=age + (entry.fetched.age or 0.0))

    def _keep(self, key: tuple[str, str], fetched: Fetched, asked_at: float) -> None:
        lifetime = self._max_age if fetched.max_age is None else min(self._max_age, fetched.max_age)
        weight = len(fetched.body) + len(fetched.url) + sum(map(len, key)) + _ENTRY_BYTES
        if not 200 <= fetched.status < 300 or lifetime <= 0 or weight > self._max_bytes:
            return
        with self._lock:
            self._forget(key)
            self._entries[key] = _Entry(fetched, asked_at, lifetime, weight)
            self._bytes += weight
            while len(self._entries) > self._max_entries or self._bytes > self._max_bytes:
                self._forget(next(iter(self._entries)))

    def _forget(self, key: tuple[str, str]) -> None:
        if (entry := self._entries.pop(key, None)) is not None:
            self._bytes -= entry.weight
