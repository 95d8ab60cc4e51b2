"""Hosts that answer for ever, slowly or in floods, and a fetcher that asks them."""

from __future__ import annotations

import socket
from itertools import repeat

import pytest

from loopback import Loopback, Script, serving
from microcred.errors import FetchError
from microcred.verification.fetch import Fetched, HttpsFetcher, Request

__all__ = ["HEAD", "INTERIM", "LIMIT", "SECONDS", "attack", "drips", "fetch", "floods", "silence"]

# Long enough for a loaded machine to connect, and far below what one read at a time would let these attacks take.
SECONDS = 0.06
LIMIT = 10_000

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
INTERIM = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"


def fetch(port: int, seconds: float = 5.0, *, scheme: str = "http", redirects: int = 3) -> Fetched:
    """Ask a host on this machine, within bounds."""
    asked = Request(f"{scheme}://127.0.0.1:{port}/", "application/json", LIMIT, seconds, redirects)
    return HttpsFetcher(dangerously_allow_plain_http_and_private_hosts=True).fetch(asked)


def attack(
    script: Script | bytes, seconds: float = 5.0, *, speaks_first: bool = False, scheme: str = "http"
) -> FetchError:
    """How asking a host that plays a script failed."""
    with serving(script, speaks_first=speaks_first) as server, pytest.raises(FetchError) as refused:
        fetch(server.port, seconds, scheme=scheme)
    return refused.value


def drips(head: bytes, drop: bytes, drops: int = 500, tail: bytes = b"") -> Script:
    """Says the head at once, and then a drop now and then: each single read is answered well in time."""

    def script(server: Loopback, connection: socket.socket) -> None:
        connection.sendall(head)
        for _ in range(drops):
            connection.sendall(drop)
            if server.stopped.wait(SECONDS / 10):
                return
        connection.sendall(tail)

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
    """Says nothing."""
    server.stopped.wait(5)
