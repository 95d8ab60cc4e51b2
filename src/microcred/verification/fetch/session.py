"""What one verification may spend on the network, and what it spent it on."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from microcred.errors import Fault, FetchError
from microcred.verification.fetch.refusals import bounded, refusal

if TYPE_CHECKING:
    from microcred.verification.fetch.fetcher import Fetcher
    from microcred.verification.fetch.request import Fetched, Request, Visit

__all__ = ["FetchLimits", "FetchSession"]


class FetchLimits(NamedTuple):
    """The budget of one verification; a redirect is a request, and ``seconds`` are those spent waiting for answers."""

    response_bytes: int = 2_000_000
    total_bytes: int = 16_000_000
    requests: int = 20
    seconds: float = 20.0
    redirects: int = 5


class FetchSession:
    """The budget and the log of one verification, for use by one thread.

    What was asked for once is not asked for again: within one verification a URL says the same to everybody. An answer
    from a cache costs as many requests and octets as a fresh one, so that no verdict depends on what
    somebody else fetched before; only seconds are saved.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        limits: FetchLimits = FetchLimits(),  # noqa: B008 - it cannot be changed
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetcher = fetcher
        self._limits = limits
        self._monotonic = monotonic
        self._requests = 0
        self._bytes = 0
        self._seconds = 0.0
        self._log: list[Visit] = []
        self._answers: dict[tuple[str, str], Fetched | tuple[Fault, ...]] = {}

    @property
    def log(self) -> tuple[Visit, ...]:
        """Every attempt in order, successful or refused."""
        return tuple(self._log)

    def get(self, url: str, *, accept: str) -> Fetched:
        """Fetch one URL within what is left of the budget; any status but 2xx is ``fetch.http-status``."""
        key = url, accept
        if key not in self._answers:
            try:
                self._answers[key] = self._get(url, accept)
            except FetchError as error:
                self._answers[key] = error.faults
                raise
        answer = self._answers[key]
        if isinstance(answer, tuple):
            raise FetchError.of(answer)
        return answer

    def _get(self, url: str, accept: str) -> Fetched:
        from microcred.verification.fetch.request import Visit

        begun = self._monotonic()
        try:
            request = self._afford(url, accept)
            self._requests += 1
            fetched = self._fetcher.fetch(request)
            self._check_answer(url, fetched, begun)
        except FetchError as error:
            spent = error.evidence
            self._charge(spent.get("received", 0), spent.get("redirects", 0), begun)
            self._log.append(
                Visit(
                    bounded(url),
                    spent.get("finalUrl"),
                    spent.get("status"),
                    bytes=spent.get("received", 0),
                    error=error.code,
                )
            )
            raise
        size = len(fetched.body)
        self._charge(size, fetched.redirects, begun)
        self._log.append(Visit(url, fetched.url, fetched.status, fetched.media_type, size, fetched.sha256, fetched.age))
        return fetched

    def limit_reuse(self, url: str, *, accept: str, seconds: float) -> None:
        """Tell a cache that what it keeps of this URL says of itself how many seconds it is good for.

        It only ever shortens what the cache allows. Raises nothing: an answer was had from this URL.
        """
        self._fetcher.limit_reuse(url, accept=accept, seconds=seconds)

    def _afford(self, url: str, accept: str) -> Request:
        from microcred.verification.fetch.request import Request

        limits = self._limits
        requests = limits.requests - self._requests
        octets = limits.total_bytes - self._bytes
        seconds = limits.seconds - self._seconds
        if requests <= 0:
            why = f"was not fetched: this verification has made all its {limits.requests} requests"
            raise refusal("fetch.too-many-requests", url, why)
        if octets <= 0:
            why = f"was not fetched: this verification has read all its {limits.total_bytes} octets"
            raise refusal("fetch.budget", url, why)
        if not seconds > 0:
            why = f"was not fetched: this verification has waited all its {limits.seconds:g} seconds"
            raise refusal("fetch.budget", url, why)
        redirects = min(limits.redirects, requests - 1)
        return Request(url, accept, min(limits.response_bytes, octets), seconds, redirects)

    def _check_answer(self, url: str, fetched: Fetched, begun: float) -> None:
        if not 200 <= fetched.status < 300:
            why = f"was answered with HTTP status {fetched.status}; 2xx was wanted"
            raise refusal("fetch.http-status", url, why, **fetched.evidence)
        if self._seconds + self._monotonic() - begun > self._limits.seconds:
            why = f"came after the {self._limits.seconds:g} seconds that this verification may wait"
            raise refusal("fetch.too-slow", url, why, **fetched.evidence)

    def _charge(self, octets: int, redirects: int, begun: float) -> None:
        self._bytes += octets
        self._requests += redirects
        self._seconds += max(0.0, self._monotonic() - begun)
