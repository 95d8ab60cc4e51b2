"""An answer without an end.

Attack: a host sends octets, chunks, extensions of chunks or interim responses for as long as anybody listens.

Naively: everything is read into memory, and looked at once it is there; only the body is counted, if anything is.

Here: whatever comes over a connection is counted as it comes, and cut off: ``fetch.too-large``.
"""

from __future__ import annotations

import httpx
import pytest

from hostile_hosts import HEAD, INTERIM, LIMIT, attack, drips, fetch, floods
from loopback import serving

CHUNK = b"1388\r\n" + b"a" * 5000 + b"\r\n"


def naive_get(url: str) -> bytes:
    """Fetch, and see how much it is once it is there."""
    return httpx.get(url, trust_env=False).content


def test_a_naive_client_takes_whatever_comes() -> None:
    with serving(drips(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", CHUNK * 20, 5, b"0\r\n\r\n")) as server:
        assert len(naive_get(f"http://127.0.0.1:{server.port}/")) == 50 * LIMIT


@pytest.mark.parametrize(
    ("head", "drops"),
    [
        (HEAD + b"\r\n", b"a" * 5000),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", CHUNK),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 5000 + b"\r\na\r\n"),
        (b"", INTERIM * 100),
    ],
    ids=["close", "chunks", "chunk-extensions", "interim"],
)
def test_an_endless_flood_is_cut_off(head: bytes, drops: bytes) -> None:
    error = attack(floods(head, drops))
    assert error.code == "fetch.too-large"
    assert error.evidence["received"] < 2 * LIMIT + 400_000


def test_a_body_in_chunks_is_read() -> None:
    with serving(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + CHUNK + b"0\r\n\r\n") as server:
        assert len(fetch(server.port).body) == 5000
