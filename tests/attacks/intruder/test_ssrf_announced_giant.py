"""An answer that announces to be a giant.

Attack: a host answers with a ``Content-Length`` of a terabyte, or of more than any integer of a C library.

Naively: room is made for what was announced, or all of it is read before anybody asks how much it is.

Here: an announced length beyond the bound is refused before anything of the body is read: ``fetch.too-large``.
"""

from __future__ import annotations

import http.client

import pytest

from hostile_hosts import HEAD, LIMIT, attack, fetch
from loopback import response, serving


def naive_read(port: int) -> bytes:
    """Read as much as the answer says that there is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/")
    body = connection.getresponse().read()
    connection.close()
    return body


def test_a_naive_client_reads_what_is_announced() -> None:
    with serving(response(bytes(20 * LIMIT))) as server:
        assert len(naive_read(server.port)) == 20 * LIMIT


@pytest.mark.parametrize("length", [LIMIT + 1, 10**12, 10**19])
def test_an_announced_giant_is_refused_before_it_is_read(length: int) -> None:
    error = attack(HEAD + b"Content-Length: %d\r\n\r\n" % length)
    assert error.code == "fetch.too-large"
    assert error.evidence["received"] < 1000


def test_an_answer_of_the_largest_size_is_read() -> None:
    with serving(response(bytes(LIMIT))) as server:
        assert len(fetch(server.port).body) == LIMIT
