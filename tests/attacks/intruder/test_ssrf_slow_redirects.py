"""A chain of redirects, each of them almost too slow.

Attack: a host answers each request just within the time, with a redirect to itself.

Naively: each request of a chain has the whole time again; a chain of twenty takes twenty times as long as was allowed.

Here: redirects do not renew the deadline: ``fetch.too-slow`` comes with the second answer.
"""

from __future__ import annotations

import socket
import time

import httpx
import pytest

from hostile_hosts import SECONDS, fetch
from loopback import Loopback, response, serving
from microcred.errors import FetchError

HOPS = 10


def late(server: Loopback, connection: socket.socket) -> None:
    """Sends on, after most of the time."""
    if not server.stopped.wait(SECONDS * 0.6):
        connection.sendall(response(status="302 Found", location="/"))


def naive_get(url: str, seconds: float) -> int:
    """Follow redirects, each request with the same time; returns how many were made."""
    with httpx.Client(timeout=seconds, trust_env=False) as client:
        return sum(client.get(url).is_redirect for _ in range(HOPS))


def test_a_naive_client_gives_each_hop_the_whole_time() -> None:
    with serving(late) as server:
        begun = time.monotonic()
        assert naive_get(f"http://127.0.0.1:{server.port}/", 5 * SECONDS) == HOPS
        assert time.monotonic() - begun > 5 * SECONDS


def test_redirects_do_not_renew_the_deadline() -> None:
    with serving(late) as server:
        with pytest.raises(FetchError) as refused:
            fetch(server.port, SECONDS, redirects=100)
        assert server.connections <= 2
    assert refused.value.code == "fetch.too-slow"


def test_a_redirect_in_good_time_is_followed() -> None:
    with serving(b"") as server:
        server.plays(response(status="302 Found", location="/"), response(b"{}"))
        assert fetch(server.port).body == b"{}"
