"""A header without an end.

Attack: a host answers with one header that goes on for ever, a status line without an end, or such a trailer.

Naively: the size of a body is bounded, and the lines before and after it are read to their end, whatever it takes.

Here: a head that is too long is ``fetch.bad-response`` or ``fetch.too-large``, and no more than a bounded part of it
was read.
"""

from __future__ import annotations

import socket

import pytest

from hostile_hosts import HEAD, attack, drips, fetch, floods
from loopback import response, serving


def naive_head(port: int) -> bytes:
    """Read until the empty line that ends a head."""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        head = bytearray()
        while b"\r\n\r\n" not in head and (octets := connection.recv(65_536)):
            head += octets
        return bytes(head)


def test_a_naive_reader_takes_the_whole_head() -> None:
    with serving(drips(HEAD + b"X: ", b"a" * 100_000, 5, b"\r\n\r\n")) as server:
        assert len(naive_head(server.port)) > 500_000


@pytest.mark.parametrize(
    "head",
    [HEAD + b"X: ", b"", HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: "],
    ids=["header", "status", "trailer"],
)
def test_an_endless_head_is_cut_off(head: bytes) -> None:
    error = attack(floods(head, b"a" * 5000))
    assert error.code in {"fetch.bad-response", "fetch.too-large"}
    assert error.evidence["received"] < 400_000


def test_a_long_header_is_read() -> None:
    with serving(response(b"{}", x="a" * 5000)) as server:
        assert fetch(server.port).body == b"{}"
