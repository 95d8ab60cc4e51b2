"""A host that answers for ever, slowly or in floods, to hold the verifier up or to fill its memory."""

from __future__ import annotations

import gzip
import socket
from itertools import repeat

import pytest

from loopback import Loopback, Script, response, serving
from microcred.errors import FetchError
from microcred.verification.fetch import HttpsFetcher, Request

# Long enough for a loaded machine to connect, and far below what one read at a time would let these attacks take.
SECONDS = 0.06
LIMIT = 10_000

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
INTERIM = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"


def attack(
    script: Script | bytes, seconds: float = 5.0, *, speaks_first: bool = False, scheme: str = "http"
) -> FetchError:
    with serving(script, speaks_first=speaks_first) as server:
        asked = Request(f"{scheme}://127.0.0.1:{server.port}/", "application/json", LIMIT, seconds, 3)
        with pytest.raises(FetchError) as refused:
            HttpsFetcher(dangerously_allow_plain_http_and_private_hosts=True).fetch(asked)
    return refused.value


def drips(head: bytes, drop: bytes) -> Script:
    """Says the head at once, and then a drop now and then: each single read is answered well in time."""

    def script(server: Loopback, connection: socket.socket) -> None:
        connection.sendall(head)
        for _ in range(500):
            connection.sendall(drop)
            if server.stopped.wait(SECONDS / 10):
                return

    return script


def floods(head: bytes, drops: bytes) -> Script:
    """Says the head, and then the same for as long as anybody listens."""

    def script(server: Loopback, connection: socket.socket) -> None:
        connection.sendall(head)
        for octets in repeat(drops):
            connection.sendall(octets)
            if server.stopped.is_set():
                return

    return script


def silence(server: Loopback, connection: socket.socket) -> None:
    server.stopped.wait(5)


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"", b"H"),
        (HEAD, b"X-Slow: yes\r\n"),
        (HEAD + b"X-Slow: ", b"y"),
        (b"", INTERIM),
        (HEAD + b"Content-Length: 9999\r\n\r\n", b"a"),
        (HEAD + b"\r\n", b"a"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;a=", b"b"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailer: a\r\n"),
    ],
    ids=["status", "headers", "header", "interim", "length", "close", "chunks", "chunk", "trailers"],
)
def test_a_slow_drip_ends_at_the_deadline(head: bytes, drop: bytes) -> None:
    assert attack(drips(head, drop), SECONDS).code == "fetch.too-slow"


def test_a_host_that_says_nothing_is_not_waited_for() -> None:
    assert attack(silence, SECONDS).code == "fetch.too-slow"


def test_a_handshake_that_never_ends_is_not_waited_for() -> None:
    assert attack(silence, SECONDS, speaks_first=True, scheme="https").code == "fetch.too-slow"


def test_a_handshake_that_drips_ends_at_the_deadline() -> None:
    # The head of a TLS record that announces 16 000 octets of handshake, which then come one by one.
    script = drips(b"\x16\x03\x03\x3e\x80", b"\x02")
    assert attack(script, SECONDS, speaks_first=True, scheme="https").code == "fetch.too-slow"


def test_redirects_do_not_renew_the_deadline() -> None:
    def late(server: Loopback, connection: socket.socket) -> None:
        if not server.stopped.wait(SECONDS * 0.6):
            connection.sendall(response(status="302 Found", location="/"))

    with serving(late) as server:
        asked = Request(f"http://127.0.0.1:{server.port}/", "application/json", LIMIT, SECONDS, 100)
        with pytest.raises(FetchError) as refused:
            HttpsFetcher(dangerously_allow_plain_http_and_private_hosts=True).fetch(asked)
        assert server.connections <= 2
    assert refused.value.code == "fetch.too-slow"


@pytest.mark.parametrize("length", [LIMIT + 1, 10**12, 10**19])
def test_an_announced_giant_is_refused_before_it_is_read(length: int) -> None:
    error = attack(HEAD + b"Content-Length: %d\r\n\r\n" % length)
    assert error.code == "fetch.too-large"
    assert error.evidence["received"] < 1000


@pytest.mark.parametrize(
    ("head", "drops"),
    [
        (HEAD + b"\r\n", b"a" * 5000),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1388\r\n" + b"a" * 5000 + b"\r\n"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 5000 + b"\r\na\r\n"),
        (b"", INTERIM * 100),
    ],
    ids=["close", "chunks", "chunk-extensions", "interim"],
)
def test_an_endless_flood_is_cut_off(head: bytes, drops: bytes) -> None:
    error = attack(floods(head, drops))
    assert error.code == "fetch.too-large"
    assert error.evidence["received"] < 2 * LIMIT + 400_000


@pytest.mark.parametrize(
    "head",
    [HEAD + b"X: ", b"", HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: "],
    ids=["header", "status", "trailer"],
)
def test_an_endless_head_is_cut_off(head: bytes) -> None:
    error = attack(floods(head, b"a" * 5000))
    assert error.code in {"fetch.bad-response", "fetch.too-large"}
    assert error.evidence["received"] < 400_000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "x-gzip", "gzip, gzip", "identity, gzip", "odd"])
def test_a_compressed_body_is_refused_so_that_it_cannot_burst(coding: str) -> None:
    bomb = gzip.compress(bytes(1_000_000))
    assert len(bomb) < LIMIT
    assert attack(response(bomb, content_encoding=coding)).code == "fetch.encoded"
