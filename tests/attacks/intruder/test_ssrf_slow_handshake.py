"""A TLS handshake that never ends.

Attack: a host accepts the connection, and then says nothing, or announces a long handshake of which one octet comes now
and then.

Naively: the time limit is for connecting and for reading the answer, and the handshake in between is bounded by no
more than the time of each single read.

Here: the handshake counts against the one deadline of the request: ``fetch.too-slow``.
"""

from __future__ import annotations

import socket
import ssl
import time

import pytest

from hostile_hosts import SECONDS, attack, drips, silence
from loopback import Authority, response, serving
from microcred.verification.fetch import HttpsFetcher, Request

#: The head of a TLS record that announces 16 000 octets of handshake, which then come one by one.
RECORD = b"\x16\x03\x03\x3e\x80"


def naive_handshake(port: int, seconds: float) -> None:
    """Speak TLS over a connection whose every read has a time limit."""
    context = ssl._create_unverified_context()  # noqa: S323 - what it says is never believed
    with socket.create_connection(("127.0.0.1", port), seconds) as connection:
        context.wrap_socket(connection)


def test_a_naive_time_limit_is_never_reached_in_a_handshake() -> None:
    with serving(drips(RECORD, b"\x02", 60), speaks_first=True) as server:
        begun = time.monotonic()
        # It ends when the host has had enough, and not before.
        with pytest.raises((ssl.SSLError, ConnectionError, TimeoutError)):
            naive_handshake(server.port, 5 * SECONDS)
        assert time.monotonic() - begun > 5 * SECONDS


def test_a_handshake_that_never_ends_is_not_waited_for() -> None:
    assert attack(silence, SECONDS, speaks_first=True, scheme="https").code == "fetch.too-slow"


def test_a_handshake_that_drips_ends_at_the_deadline() -> None:
    assert attack(drips(RECORD, b"\x02"), SECONDS, speaks_first=True, scheme="https").code == "fetch.too-slow"


def test_a_handshake_that_is_made_is_waited_for() -> None:
    authority = Authority()
    with serving(response(b"{}"), authority.server("127.0.0.1", "localhost")) as server:
        fetcher = HttpsFetcher(extra_authorities=authority.pem, dangerously_allow_plain_http_and_private_hosts=True)
        asked = Request(f"https://localhost:{server.port}/", "application/json", 1000, 5.0, 3)
        assert fetcher.fetch(asked).body == b"{}"
