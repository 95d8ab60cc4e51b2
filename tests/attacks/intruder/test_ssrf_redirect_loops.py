"""Redirects that lead in circles.

Attack: a host redirects to itself for ever, or each document of a badge leads into such a circle.

Naively: redirects are followed for as long as there are any; or twenty for each document, which a badge with many
documents multiplies.

Here: a request is redirected a few times at the most, ``fetch.too-many-redirects``, and each hop counts as one of the
requests of the whole verification: ``fetch.too-many-requests``.
"""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from loopback import response, serving
from microcred.verification.fetch import FetchLimits, FetchSession
from redirecting import URL, Web, asking, code_of, sent_to


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with asking(monkeypatch) as running:
        yield running


def naive_get(port: int, patience: int) -> int:
    """Follow every redirect; returns how many, as the test loses its patience before the host does."""
    path, hops = "/", 0
    while hops < patience:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        answer = connection.getresponse()
        connection.close()
        if (location := answer.headers["location"]) is None:
            break
        path, hops = location, hops + 1
    return hops


def test_a_naive_client_goes_round_in_circles() -> None:
    with serving(sent_to("/")) as server:
        assert naive_get(server.port, 50) == 50
        assert server.connections == 50


def test_a_loop_of_redirects_ends(web: Web) -> None:
    web.server.plays(sent_to("/"))
    assert code_of(FetchSession(web.fetcher, FetchLimits(redirects=3))) == "fetch.too-many-redirects"
    assert web.server.connections == 4


def test_loops_of_redirects_spend_the_requests_of_a_verification(web: Web) -> None:
    web.server.plays(sent_to("/"))
    session = FetchSession(web.fetcher, FetchLimits(requests=6, redirects=3))
    assert [code_of(session, f"?{number}") for number in range(3)] == [
        "fetch.too-many-redirects",
        "fetch.too-many-redirects",
        "fetch.too-many-requests",
    ]
    assert web.server.connections == 6


def test_as_many_redirects_as_are_allowed_are_followed(web: Web) -> None:
    web.server.plays(sent_to("/2"), sent_to("/3"), sent_to("/4"), response(b"{}"))
    session = FetchSession(web.fetcher, FetchLimits(redirects=3))
    assert session.get(URL, accept="application/json").body == b"{}"
