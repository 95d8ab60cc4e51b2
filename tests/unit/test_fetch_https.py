"""The fetcher of the real web, against servers on the loopback interface that stand in for it."""

from __future__ import annotations

import pickle
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import TypeAlias

import pytest

from loopback import PUBLIC, Authority, divert, response, serving
from microcred.errors import FetchError, UsageError
from microcred.verification.fetch import Fetched, HttpsFetcher, Request, system_resolver

JSON = "application/json"
HOST = "issuer.example"

Web: TypeAlias = Callable[..., list[str]]


def request(url: str, *, max_bytes: int = 1000, seconds: float = 5.0, redirects: int = 3) -> Request:
    return Request(url, JSON, max_bytes, seconds, redirects)


def unguarded() -> HttpsFetcher:
    return HttpsFetcher(dangerously_allow_plain_http_and_private_hosts=True)


def from_plain(octets: bytes, path: str = "/", **limits: int) -> Fetched:
    with serving(octets) as server:
        return unguarded().fetch(request(f"http://127.0.0.1:{server.port}{path}", **limits))


def refused(call: Callable[[], object]) -> FetchError:
    with pytest.raises(FetchError) as caught:
        call()
    return caught.value


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def fetcher(authority: Authority) -> HttpsFetcher:
    """The guarded fetcher, for which every host has one public address."""
    return HttpsFetcher(resolver=lambda host, port: [PUBLIC], extra_authorities=authority.pem)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Web:
    """Lets all connections end at the given servers; returns the addresses that were asked for."""
    return partial(divert, monkeypatch)


def test_a_document_is_fetched_over_tls_from_the_address_that_was_checked(
    fetcher: HttpsFetcher, web: Web, authority: Authority
) -> None:
    with serving(response(b"{}", content_type=JSON), authority.server(HOST)) as server:
        asked = web(server)
        fetched = fetcher.fetch(request(f"https://{HOST}/keys?a=b#key-1"))
    assert fetched == Fetched(f"https://{HOST}/keys?a=b", 200, JSON, b"{}")
    assert asked == [PUBLIC]


def test_nothing_is_sent_but_what_is_needed(fetcher: HttpsFetcher, web: Web, authority: Authority) -> None:
    with serving(response(b"{}"), authority.server(HOST)) as server:
        web(server)
        fetcher.fetch(request(f"https://{HOST}:8443/keys?a=b#key-1"))
    assert server.heads[0].decode().split("\r\n") == [
        "GET /keys?a=b HTTP/1.1",
        f"Host: {HOST}:8443",
        "Accept: application/json",
        "Accept-Encoding: identity",
        f"User-Agent: {HttpsFetcher().user_agent}",
        "Connection: close",
        "",
        "",
    ]


@pytest.mark.parametrize("name", ["other.example", PUBLIC, "127.0.0.1", "*.issuer.example"])
def test_a_certificate_of_anything_but_the_host_name_is_refused(
    fetcher: HttpsFetcher, web: Web, authority: Authority, name: str
) -> None:
    with serving(response(b"{}"), authority.server(name)) as server:
        web(server)
        error = refused(lambda: fetcher.fetch(request(f"https://{HOST}/")))
    assert error.code == "fetch.tls"
    assert "certificate" in str(error)
    assert server.heads == []


def test_a_certificate_of_an_unknown_authority_is_refused(fetcher: HttpsFetcher, web: Web) -> None:
    with serving(response(b"{}"), Authority().server(HOST)) as server:
        web(server)
        assert refused(lambda: fetcher.fetch(request(f"https://{HOST}/"))).code == "fetch.tls"
    assert server.heads == []


def test_the_certificate_is_checked_without_guard_as_well() -> None:
    with serving(response(b"{}"), Authority().server("localhost")) as server:
        error = refused(lambda: unguarded().fetch(request(f"https://localhost:{server.port}/")))
    assert error.code == "fetch.tls"


def test_tls_older_than_1_2_is_refused() -> None:
    assert HttpsFetcher()._tls.minimum_version is ssl.TLSVersion.TLSv1_2


def test_a_server_that_speaks_no_tls_is_refused(fetcher: HttpsFetcher, web: Web) -> None:
    with serving(b"220 mail.example ESMTP\r\n", speaks_first=True) as server:
        web(server)
        assert refused(lambda: fetcher.fetch(request(f"https://{HOST}/"))).code == "fetch.tls"


def test_the_media_type_is_told_without_parameters_in_lower_case() -> None:
    octets = response(b"{}", content_type="Application/LD+JSON; charset=utf-8")
    assert from_plain(octets).media_type == "application/ld+json"


@pytest.mark.parametrize("value", ["", "json", "a/b/c", "text/html, application/json", "text/h\x80ml"])
def test_what_is_not_a_media_type_is_told_as_none(value: str) -> None:
    assert from_plain(response(b"{}", content_type=value)).media_type is None


@pytest.mark.parametrize(
    ("headers", "max_age"),
    [
        ({}, None),
        ({"cache_control": "public"}, None),
        ({"cache_control": "max-age=60"}, 60.0),
        ({"cache_control": "public, MAX-AGE=60"}, 60.0),
        ({"cache_control": "max-age=60", "age": "45"}, 15.0),
        ({"cache_control": "max-age=60", "age": "90"}, 0.0),
        ({"cache_control": "max-age=60, max-age=9000"}, 60.0),
        ({"cache_control": "max-age=60, no-store"}, 0.0),
        ({"cache_control": "no-cache"}, 0.0),
        ({"cache_control": "max-age=-1"}, 0.0),
        ({"cache_control": "max-age=often"}, 0.0),
        ({"cache_control": "max-age=99999999999999999999"}, 0.0),
        ({"cache_control": "max-age=60", "age": "long"}, 0.0),
        ({"cache_control": "max-age=60", "vary": "*"}, 0.0),
    ],
)
def test_the_origin_says_how_long_its_answer_may_be_kept(headers: dict[str, str], max_age: float | None) -> None:
    assert from_plain(response(b"{}", **headers)).max_age == max_age


def test_a_chunked_body_is_put_together() -> None:
    octets = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
    assert from_plain(octets).body == b"{}"


def test_a_body_that_ends_with_the_connection_is_taken() -> None:
    assert from_plain(b"HTTP/1.1 200 OK\r\n\r\n{}").body == b"{}"


def test_interim_responses_are_passed_over() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
    assert from_plain(hints + response(b"{}")).body == b"{}"


def test_an_error_status_is_told_and_its_page_is_not_read() -> None:
    fetched = from_plain(response(bytes(5000), "404 Not Found"), max_bytes=10)
    assert (fetched.status, fetched.body) == (404, b"")


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_a_redirect_is_followed(fetcher: HttpsFetcher, web: Web, authority: Authority, status: str) -> None:
    tls = authority.server(HOST, "new.example")
    moved = response(status=status, location="https://new.example/keys#x")
    with serving(moved, tls) as old, serving(response(b"{}"), tls) as new:
        asked = web(old, new)
        fetched = fetcher.fetch(request(f"https://{HOST}/keys"))
    assert (fetched.url, fetched.redirects, fetched.body) == ("https://new.example/keys", 1, b"{}")
    assert asked == [PUBLIC, PUBLIC]
    assert b"Host: new.example\r\n" in new.heads[0]


@pytest.mark.parametrize(
    ("location", "target"),
    [("/b/c", b"GET /b/c "), ("c", b"GET /a/c "), ("?d", b"GET /a/b?d "), ("../x", b"GET /x ")],
)
def test_a_redirect_may_be_relative(location: str, target: bytes) -> None:
    with serving(response(b"{}")) as server:
        server.plays(response(status="302 Found", location=location), response(b"{}"))
        unguarded().fetch(request(f"http://127.0.0.1:{server.port}/a/b"))
    assert server.heads[1].startswith(target)


def test_a_redirect_from_https_to_http_is_refused_even_without_guard(authority: Authority) -> None:
    fetcher = HttpsFetcher(extra_authorities=authority.pem, dangerously_allow_plain_http_and_private_hosts=True)
    with serving(response(b"{}")) as plain, serving(b"", authority.server("localhost")) as secure:
        secure.plays(response(status="302 Found", location=f"http://localhost:{plain.port}/"))
        error = refused(lambda: fetcher.fetch(request(f"https://localhost:{secure.port}/")))
        assert plain.connections == 0
    assert error.code == "fetch.forbidden-scheme"


@pytest.mark.parametrize("headers", [b"", b"Location: /a\r\nLocation: /b\r\n"])
def test_a_redirect_without_one_place_to_go_is_an_answer(headers: bytes) -> None:
    assert from_plain(b"HTTP/1.1 302 Found\r\n" + headers + b"Content-Length: 0\r\n\r\n").status == 302


def test_a_host_with_several_addresses_is_reached_at_the_next_one_that_answers() -> None:
    with socket.socket() as unused, serving(response(b"{}")) as server:
        unused.bind(("127.0.0.2", server.port))  # bound but not listening: connections are refused
        fetcher = HttpsFetcher(
            resolver=lambda host, port: ["127.0.0.2", "127.0.0.1"],
            dangerously_allow_plain_http_and_private_hosts=True,
        )
        assert fetcher.fetch(request(f"http://{HOST}:{server.port}/")).body == b"{}"


def test_a_host_that_refuses_connections_is_unreachable() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        assert refused(lambda: unguarded().fetch(request(url))).code == "fetch.unreachable"


@pytest.mark.parametrize("found", [[], (), OSError("Name or service not known"), UnicodeError("label")])
def test_a_host_without_an_address_is_unreachable(found: list[str] | Exception) -> None:
    def resolve(host: str, port: int) -> list[str]:
        if isinstance(found, Exception):
            raise found
        return list(found)

    error = refused(lambda: HttpsFetcher(resolver=resolve).fetch(request(f"https://{HOST}/")))
    assert error.code == "fetch.unreachable"


def test_the_resolver_is_asked_for_the_host_and_port_of_the_url() -> None:
    asked: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return []

    refused(lambda: HttpsFetcher(resolver=resolve).fetch(request(f"https://{HOST}:8443/")))
    assert asked == [(HOST, 8443)]


def test_a_slow_resolver_is_not_waited_for() -> None:
    released = Event()

    def resolve(host: str, port: int) -> list[str]:
        released.wait(0.5)
        return []

    error = refused(lambda: HttpsFetcher(resolver=resolve).fetch(request(f"https://{HOST}/", seconds=0.05)))
    released.set()
    assert error.code == "fetch.too-slow"


def test_the_system_resolver_knows_this_machine() -> None:
    assert "127.0.0.1" in system_resolver("127.0.0.1", 443)


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"+OK POP3 ready\r\n",
        b"HTTP/1.1 200\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}",
    ],
)
def test_what_is_not_one_complete_http_response_is_refused(octets: bytes) -> None:
    assert refused(lambda: from_plain(octets)).code == "fetch.bad-response"


def test_a_refusal_tells_where_the_redirects_had_led() -> None:
    with serving(response(b"", "302 Found", location="/next")) as server:
        here = f"http://127.0.0.1:{server.port}"
        error = refused(lambda: unguarded().fetch(request(f"{here}/", redirects=1)))
    assert str(error) == f"'{here}/' led to '{here}/next', which is redirected more than 1 times"
    assert error.evidence["finalUrl"] == f"{here}/next"
    assert error.evidence["redirects"] == 1
    assert error.evidence["received"] > 0


def test_many_threads_may_use_one_fetcher() -> None:
    with serving(response(b"{}")) as server, ThreadPoolExecutor(8) as pool:
        fetcher = unguarded()
        urls = [f"http://127.0.0.1:{server.port}/{n}" for n in range(40)]
        bodies = list(pool.map(lambda url: fetcher.fetch(request(url)), urls))
    assert [fetched.url for fetched in bodies] == urls
    assert sorted(head.split()[1] for head in server.heads) == sorted(f"/{n}".encode() for n in range(40))


def test_a_fetcher_can_be_pickled_after_use(authority: Authority) -> None:
    fetcher = HttpsFetcher(extra_authorities=authority.pem, user_agent="test/1")
    copy = pickle.loads(pickle.dumps(fetcher))
    assert copy == fetcher
    assert copy._tls is not fetcher._tls


def test_a_fetcher_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        HttpsFetcher().dangerously_allow_plain_http_and_private_hosts = True  # type: ignore[misc]


@pytest.mark.parametrize("pem", ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"])
def test_extra_authorities_that_are_no_certificates_are_a_wrong_call(pem: str) -> None:
    with pytest.raises(UsageError) as wrong:
        HttpsFetcher(extra_authorities=pem)
    assert wrong.value.code == "fetch.bad-option"


@pytest.mark.parametrize("agent", ["a\r\nX: y", "caf\xe9", "a\x00"])
def test_a_user_agent_that_is_no_header_value_is_a_wrong_call(agent: str) -> None:
    with pytest.raises(UsageError) as wrong:
        HttpsFetcher(user_agent=agent)
    assert wrong.value.code == "fetch.bad-option"


def test_an_answer_may_have_exactly_the_octets_that_were_wanted_at_most() -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n"
    for octets in (response(bytes(10)), chunked):
        assert len(from_plain(octets, max_bytes=10).body) == 10
        assert refused(lambda octets=octets: from_plain(octets, max_bytes=9)).code == "fetch.too-large"


def test_directives_of_several_headers_count_together_and_the_first_of_each() -> None:
    lines = "Cache-Control: public\r\nCache-Control: max-age=60\r\nCache-Control: max-age=999\r\nAge: 5\r\n"
    octets = f"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n{lines}\r\n{{}}".encode()
    assert from_plain(octets).max_age == 55.0
    assert from_plain(octets.replace(b"public", b"no-store")).max_age == 0.0
