"""What a fetcher is: the question, the answer, and the rules that hold whoever gives the answer."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import Any, final

from microcred.errors import FetchError
from microcred.verification.fetch.addresses import check_url
from microcred.verification.fetch.refusals import refusal, shown

__all__ = ["Fetched", "Fetcher", "Offline", "Request"]


@dataclass(frozen=True, slots=True)
class Request:
    """One thing that is wanted: its URL, the media types for ``Accept``, and the most that it may cost."""

    url: str
    accept: str
    max_bytes: int
    seconds: float
    redirects: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back. ``body`` is empty unless ``status`` is 2xx: nothing is read from the page of an error.

    ``url`` is the final one, after ``redirects`` hops; ``media_type`` is in lower case without parameters; ``age`` is
    how many seconds the answer lay in a cache here, None if it is fresh; ``max_age`` is how many seconds its origin
    lets it be used again (RFC 9111, 4.2), None if the origin says nothing, 0 if not at all.
    """

    url: str
    status: int
    media_type: str | None
    body: bytes = field(repr=False)
    age: float | None = None
    max_age: float | None = None
    redirects: int = 0

    @property
    def sha256(self) -> str:
        """The SHA-256 of the body, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def evidence(self) -> dict[str, Any]:
        """What a refusal of this answer tells of it: what it cost, and where it came from."""
        return {
            "finalUrl": self.url,
            "status": self.status,
            "redirects": self.redirects,
            "received": len(self.body),
        }


class Fetcher(ABC):
    """Gives the octets behind a URL: an extension point, of which implementers write :meth:`_fetch` alone.

    :meth:`fetch` holds every implementation to the same rules: which URLs, how many octets and redirects, and that
    nothing but a :class:`~microcred.errors.FetchError` comes out.
    """

    __slots__ = ()

    @final
    def fetch(self, request: Request) -> Fetched:
        """Fetch what is wanted, whatever its status, or raise :class:`~microcred.errors.FetchError`."""
        try:
            place = check_url(request.url, unguarded=self.unguarded)
            fetched = self._fetch(replace(request, url=place.url))
            check_url(fetched.url, unguarded=self.unguarded)
            _check_cost(request, fetched)
        except FetchError:
            raise
        except Exception as error:
            why = f"could not be fetched: {type(error).__name__}: {shown(str(error))}"
            raise refusal("fetch.unreachable", request.url, why) from error
        return fetched

    @abstractmethod
    def _fetch(self, request: Request) -> Fetched:
        """Fetch a URL that has been checked and put into its one spelling; :meth:`fetch` wraps every exception."""

    def limit_reuse(self, url: str, *, accept: str, seconds: float) -> None:  # noqa: B027 - most remember nothing
        """Learn for how long an answer is good; it is for those who remember answers, and only shortens."""

    @property
    def unguarded(self) -> bool:
        """Whether plain http and private hosts may be asked for: no, unless somebody said so aloud."""
        return False


@dataclass(frozen=True, slots=True)
class Offline(Fetcher):
    """Refuses everything with ``fetch.offline``: what is not at hand stays undetermined."""

    def _fetch(self, request: Request) -> Fetched:
        raise refusal("fetch.offline", request.url, "was not fetched, as this verification is offline")


def _check_cost(request: Request, fetched: Fetched) -> None:
    if len(fetched.body) > request.max_bytes:
        why = f"has {len(fetched.body)} octets; at most {request.max_bytes} were wanted"
        raise refusal("fetch.too-large", request.url, why, **fetched.evidence)
    if fetched.redirects > request.redirects:
        why = f"was redirected {fetched.redirects} times; at most {request.redirects} were wanted"
        raise refusal("fetch.too-many-redirects", request.url, why, **fetched.evidence)
