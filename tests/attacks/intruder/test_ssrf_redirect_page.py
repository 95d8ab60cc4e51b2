"""A redirect with a long page to read.

Attack: each redirect has a body of any length, or one that never ends, which nobody needs.

Naively: the body of a redirect is read to its end, so that the connection can be used again; the bound on an answer is
held against the last one alone.

Here: the page of a redirect is not read, and the connection is closed.
"""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from loopback import response, serving
from microcred.verification.fetch import FetchLimits, FetchSession
from redirecting import URL, Web, asking, code_of, sent_to

PAGE = bytes(50_000)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with asking(monkeypatch) as running:
        yield running


def naive_get(url: str, limit: int) -> tuple[int, int]:
    """Follow redirects, and bound the last answer; returns the octets of the redirects, and of the answer."""
    answer = httpx.get(url, follow_redirects=True, trust_env=False)
    if len(answer.content) > limit:
        raise ValueError("too large")
    return sum(len(each.content) for each in answer.history), len(answer.content)


def test_a_naive_client_reads_the_pages_of_redirects() -> None:
    with serving(b"") as server:
        server.plays(response(PAGE, status="302 Found", location="/2"), response(b"{}"))
        assert naive_get(f"http://127.0.0.1:{server.port}/", 10) == (50_000, 2)


def test_the_page_of_a_redirect_is_not_read(web: Web) -> None:
    web.server.plays(response(PAGE, status="302 Found", location="http://127.0.0.1/"))
    assert code_of(FetchSession(web.fetcher, FetchLimits(response_bytes=10))) == "fetch.forbidden-scheme"


def test_a_long_page_on_the_way_costs_nothing_of_what_may_be_read(web: Web) -> None:
    web.server.plays(response(PAGE, status="302 Found", location="/2"), response(b"{}"))
    session = FetchSession(web.fetcher, FetchLimits(response_bytes=10))
    assert session.get(URL, accept="application/json").body == b"{}"


def test_a_long_page_at_the_end_is_refused(web: Web) -> None:
    web.server.plays(sent_to("/2"), response(PAGE))
    assert code_of(FetchSession(web.fetcher, FetchLimits(response_bytes=10))) == "fetch.too-large"
