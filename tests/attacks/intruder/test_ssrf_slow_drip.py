"""A host that answers a drop at a time.

Attack: the host of a key or a status list answers each single read in time, with one octet, one header, one interim
response or one chunk, and never comes to an end.

Naively: a library is given a time limit, which is one for each single read; a thousand badges that point to such a host
hold a thousand workers for as long as the host likes.

Here: connecting, TLS, headers, body and redirects share one deadline, to which each read is held: ``fetch.too-slow``,
which leaves the check undetermined.
"""

from __future__ import annotations

import time

import httpx
import pytest

from hostile_hosts import HEAD, INTERIM, SECONDS, attack, drips, fetch, silence
from loopback import response, serving


def naive_get(url: str, seconds: float) -> bytes:
    """Fetch with a time limit, which the library takes for one of each step."""
    return httpx.get(url, timeout=seconds, trust_env=False).content


def test_a_naive_time_limit_is_never_reached() -> None:
    with serving(drips(HEAD + b"Content-Length: 60\r\n\r\n", b"a", 60)) as server:
        begun = time.monotonic()
        assert naive_get(f"http://127.0.0.1:{server.port}/", 5 * SECONDS) == b"a" * 60
        assert time.monotonic() - begun > 5 * SECONDS


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


def test_a_host_that_answers_at_once_is_read() -> None:
    with serving(response(b"{}")) as server:
        assert fetch(server.port).body == b"{}"
