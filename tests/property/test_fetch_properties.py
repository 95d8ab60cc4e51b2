from __future__ import annotations

from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address
from typing import TypeVar
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loopback import Loopback, serving
from microcred.errors import FetchError
from microcred.verification.fetch import HttpsFetcher, Request
from microcred.verification.fetch.addresses import Place, check_url, forbidden

T = TypeVar("T")

WORDS = r"https http : // / \ @ # ? [ ] . % %2e 127 0x7f 1 ::1 a issuer example localhost 443 :8443 .. - _ é １ 。 xn--"
PIECES = st.sampled_from([*WORDS.split(), " ", "\t", "\r\n", "\x00"])
URLS = st.one_of(
    st.text(st.characters(max_codepoint=0x2FF), max_size=60),
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(PIECES, max_size=10).map(lambda pieces: "https://" + "".join(pieces)),
    st.lists(PIECES, max_size=10).map(lambda pieces: "https://issuer.example" + "".join(pieces)),
)


def result(call: Callable[[], T]) -> T | FetchError:
    try:
        return call()
    except FetchError as error:
        return error


@settings(max_examples=100)
@given(URLS, st.booleans())
def test_any_text_is_a_checked_url_or_a_fetch_error(text: str, unguarded: bool) -> None:
    place = result(lambda: check_url(text, unguarded=unguarded))
    if isinstance(place, FetchError):
        assert str(place).isprintable()
    else:
        assert check_url(place.url, unguarded=unguarded) == place


LABELS = st.text("abcXYZ019-", min_size=1, max_size=6)
DELIMITERS = st.sampled_from(["/", "?", "#", "@", ":", "[", "]", "a", ".", "..", "//", ";", "&", "%40", "%2f"])
PUBLIC_URLS = st.builds(
    "https://{}.example{}{}{}".format,
    st.lists(LABELS, min_size=1, max_size=3).map(".".join),
    st.sampled_from(["", ":443", ":8443", ":00443"]),
    st.sampled_from(["/", "?", "#", ""]),
    st.lists(DELIMITERS, max_size=8).map("".join),
)


@settings(max_examples=100)
@given(PUBLIC_URLS)
def test_another_parser_sees_the_same_host_in_a_checked_url(text: str) -> None:
    place = result(lambda: check_url(text))
    if isinstance(place, Place):
        parts = urlsplit(text)
        assert (parts.scheme, parts.hostname, parts.port or 443) == (place.scheme, place.host, place.port)
        assert parts.username is None
        assert parts.password is None


IPV4 = st.integers(0, 2**32 - 1).map(IPv4Address)
IPV6 = st.integers(0, 2**128 - 1).map(IPv6Address)
GLOBAL_UNICAST = st.integers(2**125, 2**126 - 1).map(IPv6Address)  # 2000::/3


@settings(max_examples=100)
@given(st.one_of(IPV4, IPV6, GLOBAL_UNICAST))
def test_an_address_that_may_be_visited_is_global_unicast(address: IPv4Address | IPv6Address) -> None:
    if forbidden(str(address)) is None:
        assert address.is_global
        assert not address.is_multicast


@pytest.fixture(scope="module")
def server() -> Iterator[Loopback]:
    with serving(b"") as running:
        yield running


OK = b"HTTP/1.1 200 OK\r\n"
HEADS = st.sampled_from(
    [
        b"",
        OK,
        OK + b"Content-Length: ",
        OK + b"Content-Type: ",
        OK + b"Cache-Control: max-age=",
        OK + b"Transfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: ",
        b"HTTP/1.1 103 Early Hints\r\n\r\n",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HEADS, st.binary(max_size=40))
def test_whatever_a_server_says_is_an_answer_or_an_expected_refusal(server: Loopback, head: bytes, tail: bytes) -> None:
    server.plays(head + tail + b"\r\n\r\n")
    fetcher = HttpsFetcher(
        dangerously_allow_plain_http_and_private_hosts=True, resolver=lambda host, port: ["127.0.0.1"]
    )
    asked = Request(f"http://127.0.0.1:{server.port}/", "*/*", 1000, 2.0, 0)
    # Not one of the exceptions that Fetcher.fetch wraps because nobody expected them.
    assert "could not be fetched" not in str(result(lambda: fetcher.fetch(asked)))
