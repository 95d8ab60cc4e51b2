"""A fetcher with a resolver that answers as a test says, and a network in which every connection is refused."""

from __future__ import annotations

import socket
from collections.abc import Sequence

import pytest

from microcred.errors import FetchError
from microcred.verification.fetch import HttpsFetcher, Request

__all__ = ["PUBLIC_V4", "PUBLIC_V6", "attempt", "refusing"]

PUBLIC_V4, PUBLIC_V6 = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


def refusing(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Refuse every connection; returned are the addresses that were tried, as they come."""
    connected: list[object] = []

    def connect(address: object, *rest: object, **options: object) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    return connected


def attempt(monkeypatch: pytest.MonkeyPatch, answers: Sequence[str]) -> tuple[FetchError, list[object]]:
    """Fetch from a name that leads to these addresses; how it failed, and where it tried to connect."""
    connected = refusing(monkeypatch)
    fetcher = HttpsFetcher(resolver=lambda host, port: answers)
    with pytest.raises(FetchError) as refused:
        fetcher.fetch(Request("https://issuer.example/", "application/json", 1000, 5.0, 3))
    return refused.value, connected
