"""A header that says who asks, or for what.

Attack: ``X-Forwarded-For: 127.0.0.1``, ``X-Original-URL: /health``, ``X-HTTP-Method-Override: GET`` and their like, by
which proxies tell an application what it cannot see, written by whoever asks.

Naively: an application trusts who comes from its own machine, and believes the header that says so.

Here: no such header decides anything; without a token it is 401.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from servers import Client, serving
from strangers import issuance, stranger

HEADERS = [
    "x-http-method-override",
    "x-original-url",
    "x-rewrite-url",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-forwarded-user",
    "x-real-ip",
    "x-client-ip",
    "true-client-ip",
    "forwarded",
    "remote-user",
    "x-authenticated",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("access"))


def naive_lets_in(headers: Mapping[str, str], peer: str) -> bool:
    """Let in who asks from this machine."""
    return headers.get("x-forwarded-for", peer).split(",")[0].strip() in ("127.0.0.1", "::1", "localhost")


def test_a_naive_guard_believes_who_says_to_be_near() -> None:
    assert not naive_lets_in({}, "198.51.100.7")
    assert naive_lets_in({"x-forwarded-for": "127.0.0.1"}, "198.51.100.7")


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_says_who_asks_or_for_what(client: Client, name: str) -> None:
    for value in ("127.0.0.1", "localhost", "GET", "/health", "admin", "for=127.0.0.1;host=localhost"):
        assert stranger(client, **{name: value}).post(*issuance(client)).status_code == 401


def test_a_token_counts_whatever_stands_beside_it(client: Client) -> None:
    told = {**client.headers, "x-forwarded-for": "198.51.100.7", "x-original-url": "/health"}
    assert Client(client.app, client.clock, told).post(*issuance(client)).status_code == 201
