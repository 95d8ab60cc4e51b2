"""What a fetcher is, and the rules that hold whoever gives the answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, final

from microcred.errors import FetchError
from microcred.verification.fetch.refusals import refusal, shown

if TYPE_CHECKING:
    from microcred.verification.fetch.request import Fetched, Request

__all__ = ["Fetcher", "Offline"]


class Fetcher(ABC):
    """Gives the octets behind a URL: an extension point, of which implementers write :meth:`_fetch` alone.

    :meth:`fetch` holds every implementation to the same rules: which URLs, how many octets and redirects, and that
    nothing but a :class:`~microcred.errors.FetchError` comes out.
    """

    __slots__ = ()

    @final
    def fetch(self, request: Request) -> Fetched:
        """Fetch what is wanted, whatever its status, or raise :class:`~microcred.errors.FetchError`."""
        from microcred.verification.fetch.addresses import check_url

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
