"""Badges with a status list that cannot be had, for each way in which a fetch can fail.

What goes wrong within a connection (TLS, half an answer, …) is told by an answer that says so: no socket is opened.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from microcred.errors import FetchError
from microcred.testing.badge_case import BadgeCase
from microcred.testing.workbench import STATUS_LIST, Recipe, Workbench
from microcred.verification.fetch import Fetched, FetchLimits, Offline, Replay

__all__ = ["CASES"]


def _at(url: str) -> Recipe:
    """The list is said to be at this URL."""
    return lambda bench: bench.with_status(entry={"/statusListCredential": url})


def _failing(code: str, why: str) -> Recipe:
    """Whoever asks for the list gets this failure."""
    return lambda bench: bench.with_status(FetchError(code, f"{STATUS_LIST!r} {why}", evidence={"url": STATUS_LIST}))


def _with(**settings: Any) -> Recipe:
    return lambda bench: bench.with_status(**settings)


def _redirected(bench: Workbench) -> BadgeCase:
    return bench.with_status(Fetched(STATUS_LIST, 200, "application/json", bench.status_list(), redirects=6))


CASES: Final = MappingProxyType[str, Recipe](
    {
        "fetch.bad-response": _failing("fetch.bad-response", "gave an answer that breaks off"),
        "fetch.bad-url": _at("https://college.example./status/1"),
        "fetch.budget": _with(limits=FetchLimits(total_bytes=0)),
        "fetch.encoded": _failing("fetch.encoded", "is compressed, which nobody asked for"),
        "fetch.forbidden-address": _at("https://169.254.169.254/latest/meta-data/"),
        "fetch.forbidden-port": _at("https://college.example:25/status/1"),
        "fetch.forbidden-scheme": _at("http://college.example/status/1"),
        "fetch.http-status": lambda bench: bench.with_status(Fetched(STATUS_LIST, 404, None, b"")),
        "fetch.not-recorded": _with(fetcher=Replay({})),
        "fetch.offline": _with(fetcher=Offline()),
        "fetch.tls": _failing("fetch.tls", "has no certificate for its name"),
        "fetch.too-large": _with(limits=FetchLimits(response_bytes=10)),
        "fetch.too-many-redirects": _redirected,
        "fetch.too-many-requests": _with(limits=FetchLimits(requests=0)),
        "fetch.too-slow": _failing("fetch.too-slow", "gave no whole answer in time"),
        "fetch.unreachable": _failing("fetch.unreachable", "refuses the connection"),
    }
)
