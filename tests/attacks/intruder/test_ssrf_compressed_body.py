"""A compressed body that bursts.

Attack: a host answers in the content coding gzip, though none was asked for; a thousand octets become a million, and a
million a billion.

Naively: the library that fetches unpacks what comes, and the bound on the size is held against what came over the wire,
or is looked at when everything is unpacked.

Here: ``identity`` alone is asked for, and an answer in any other coding is refused before its first octet is unpacked:
``fetch.encoded``.
"""

from __future__ import annotations

import gzip

import httpx
import pytest

from hostile_hosts import LIMIT, attack, fetch
from loopback import response, serving

BOMB = gzip.compress(bytes(1_000_000))


def naive_get(url: str) -> bytes | None:
    """Fetch, unless more than the limit comes over the wire."""
    with httpx.stream("GET", url, trust_env=False) as answer:
        if int(answer.headers.get("content-length", 0)) > LIMIT:
            return None
        return answer.read()


def test_a_naive_bound_on_the_wire_lets_a_hundred_times_as_much_through() -> None:
    with serving(response(BOMB, content_encoding="gzip")) as server:
        unpacked = naive_get(f"http://127.0.0.1:{server.port}/")
    assert unpacked is not None
    assert len(BOMB) < LIMIT < 100 * LIMIT == len(unpacked)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "x-gzip", "gzip, gzip", "identity, gzip", "odd"])
def test_a_compressed_body_is_refused_so_that_it_cannot_burst(coding: str) -> None:
    assert attack(response(BOMB, content_encoding=coding)).code == "fetch.encoded"


@pytest.mark.parametrize("headers", [{}, {"content_encoding": "identity"}])
def test_a_body_as_it_is_comes_through(headers: dict[str, str]) -> None:
    with serving(response(BOMB, **headers)) as server:
        assert fetch(server.port).body == BOMB
