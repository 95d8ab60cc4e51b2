"""A name with a hundred dead addresses.

Attack: the attacker's name server answers with a hundred public addresses at which nobody is, so that each attempt to
connect takes as long as it may.

Naively: every address is tried, each with the time for a whole request; one badge holds a worker for hours, and a
hundred strangers are knocked at.

Here: four are tried, and all of them share the time of the one request.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence

import pytest

from resolvers import PUBLIC_V4, attempt, refusing

DEAD = [f"93.184.215.{number}" for number in range(100)]


def naive_connect(addresses: Sequence[str], seconds: float = 5.0) -> float:
    """Try every address; returns how many seconds that may take at the most."""
    allowed = 0.0
    for address in addresses:
        allowed += seconds
        try:
            socket.create_connection((address, 443), seconds)
        except OSError:
            continue
        break
    return allowed


def test_a_naive_fetcher_knocks_at_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    connected = refusing(monkeypatch)
    assert naive_connect(DEAD) == 500
    assert len(connected) == 100


def test_a_hundred_dead_addresses_are_not_all_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    _, connected = attempt(monkeypatch, DEAD)
    assert len(connected) == 4


def test_one_dead_address_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    error, connected = attempt(monkeypatch, [PUBLIC_V4])
    assert error.code == "fetch.unreachable"
    assert connected == [(PUBLIC_V4, 443)]
