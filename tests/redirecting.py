"""A public host that redirects, and a guarded fetcher that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from loopback import PUBLIC, Authority, Loopback, divert, response, serving
from microcred.errors import FetchError
from microcred.verification.fetch import FetchSession, HttpsFetcher

__all__ = ["URL", "Web", "asking", "code_of", "sent_to"]

URL = "https://issuer.example/"


class Web:
    """One public host, whatever the name, and a private one called inside.example."""

    def __init__(self, server: Loopback, fetcher: HttpsFetcher) -> None:
        self.server = server
        self.fetcher = fetcher


@contextmanager
def asking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """Let every public name lead to one server, which answers as it is told to."""
    authority = _authority()
    with serving(response(b"{}"), authority.server("issuer.example")) as server:
        divert(monkeypatch, server)
        yield Web(server, HttpsFetcher(resolver=_resolve, extra_authorities=authority.pem))


def code_of(session: FetchSession, query: str = "") -> str:
    """The code with which fetching from the host fails."""
    with pytest.raises(FetchError) as refused:
        session.get(URL + query, accept="application/json")
    return refused.value.code


def sent_to(location: str, **headers: str) -> bytes:
    """A redirect."""
    return response(status="302 Found", location=location, **headers)


def _resolve(host: str, port: int) -> list[str]:
    return ["10.0.0.1"] if host == "inside.example" else [PUBLIC]


_AUTHORITIES: list[Authority] = []


def _authority() -> Authority:
    if not _AUTHORITIES:
        _AUTHORITIES.append(Authority())
    return _AUTHORITIES[0]
