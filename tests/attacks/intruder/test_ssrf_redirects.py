"""A public host that sends the verifier on, to where it could not be sent directly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from loopback import PUBLIC, Authority, Loopback, divert, response, serving
from microcred.errors import FetchError
from microcred.verification.fetch import FetchLimits, FetchSession, HttpsFetcher

URL = "https://issuer.example/"

LOCATIONS = {
    "http://issuer.example/": "fetch.forbidden-scheme",
    "http://127.0.0.1/": "fetch.forbidden-scheme",
    "file:///etc/passwd": "fetch.forbidden-scheme",
    "gopher://127.0.0.1:6379/_FLUSHALL": "fetch.forbidden-scheme",
    "data:application/json,{}": "fetch.bad-url",
    "https://127.0.0.1/": "fetch.forbidden-address",
    "https://2130706433/": "fetch.forbidden-address",
    "https://[::1]/": "fetch.forbidden-address",
    "https://[::1": "fetch.bad-url",
    "https://localhost/": "fetch.forbidden-address",
    "//localhost/": "fetch.forbidden-address",
    "//169.254.169.254/latest/meta-data/": "fetch.forbidden-address",
    "https://issuer.example:22/": "fetch.forbidden-port",
    "https://user:password@issuer.example/": "fetch.bad-url",
    "\\\\127.0.0.1\\": "fetch.bad-url",
    "https://issuer.example\\@127.0.0.1/": "fetch.bad-url",
    "/a b": "fetch.bad-url",
    "/caf\xe9": "fetch.bad-url",
    "https://inside.example/": "fetch.forbidden-address",
}


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def fetcher(authority: Authority) -> HttpsFetcher:
    def resolve(host: str, port: int) -> list[str]:
        return ["10.0.0.1"] if host == "inside.example" else [PUBLIC]

    return HttpsFetcher(resolver=resolve, extra_authorities=authority.pem)


@pytest.fixture
def server(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    with serving(response(b"{}"), authority.server("issuer.example")) as running:
        divert(monkeypatch, running)
        yield running


def code_of(session: FetchSession, query: str = "") -> str:
    with pytest.raises(FetchError) as refused:
        session.get(URL + query, accept="application/json")
    return refused.value.code


@pytest.mark.parametrize("location", LOCATIONS, ids=ascii)
def test_a_redirect_into_the_inner_network_ends_there(location: str, fetcher: HttpsFetcher, server: Loopback) -> None:
    server.plays(response(status="302 Found", location=location))
    session = FetchSession(fetcher)
    assert code_of(session) == LOCATIONS[location]
    assert server.connections == 1


def test_a_loop_of_redirects_ends(fetcher: HttpsFetcher, server: Loopback) -> None:
    server.plays(response(status="302 Found", location="/"))
    assert code_of(FetchSession(fetcher, FetchLimits(redirects=3))) == "fetch.too-many-redirects"
    assert server.connections == 4


def test_loops_of_redirects_spend_the_requests_of_a_verification(fetcher: HttpsFetcher, server: Loopback) -> None:
    server.plays(response(status="302 Found", location="/"))
    session = FetchSession(fetcher, FetchLimits(requests=6, redirects=3))
    assert [code_of(session, f"?{number}") for number in range(3)] == [
        "fetch.too-many-redirects",
        "fetch.too-many-redirects",
        "fetch.too-many-requests",
    ]
    assert server.connections == 6


def test_a_redirect_that_carries_a_header_along_sends_none(fetcher: HttpsFetcher, server: Loopback) -> None:
    server.plays(response(status="302 Found", location="/x%0d%0aX-Injected:%20yes"))
    assert code_of(FetchSession(fetcher, FetchLimits(redirects=1))) == "fetch.too-many-redirects"
    assert server.heads[1].startswith(b"GET /x%0d%0aX-Injected:%20yes HTTP/1.1\r\n")
    assert b"\r\nX-Injected" not in server.heads[1]


def test_the_page_of_a_redirect_is_not_read(fetcher: HttpsFetcher, server: Loopback) -> None:
    server.plays(response(bytes(50_000), status="302 Found", location="http://127.0.0.1/"))
    assert code_of(FetchSession(fetcher, FetchLimits(response_bytes=10))) == "fetch.forbidden-scheme"
