"""A name server that never answers.

Attack: the name in a badge is served by a name server that takes minutes, or keeps the question for ever.

Naively: time is measured from the connection on; looking up the name, which the library leaves to the operating system,
knows no limit.

Here: looking up counts against the one deadline of the request: ``fetch.too-slow``. What looks up is left to end on its
own.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from threading import Event

import pytest

from hostile_hosts import SECONDS
from microcred.errors import FetchError
from microcred.verification.fetch import HttpsFetcher, Request
from microcred.verification.fetch.https import Resolver


class Slow:
    """A resolver that answers when it is allowed to, or after so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.allowed = Event()

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.allowed.wait(self.seconds)
        raise OSError("no such name")


def naive_seconds(resolver: Resolver, limit: float) -> float:
    """Look up, and begin to count then; returns how long it really took."""
    begun = time.monotonic()
    with suppress(OSError):
        resolver("issuer.example", 443)
    deadline = time.monotonic() + limit
    assert time.monotonic() < deadline
    return time.monotonic() - begun


def test_a_naive_limit_does_not_cover_the_look_up() -> None:
    assert naive_seconds(Slow(3 * SECONDS), SECONDS) > 2 * SECONDS


def test_a_look_up_without_an_end_is_not_waited_for() -> None:
    slow = Slow(10)
    with pytest.raises(FetchError) as refused:
        HttpsFetcher(resolver=slow).fetch(Request("https://issuer.example/", "application/json", 1000, SECONDS, 3))
    slow.allowed.set()
    assert refused.value.code == "fetch.too-slow"


def test_a_look_up_that_fails_at_once_is_told_as_that() -> None:
    with pytest.raises(FetchError) as refused:
        HttpsFetcher(resolver=Slow(0)).fetch(Request("https://issuer.example/", "application/json", 1000, 5.0, 3))
    assert refused.value.code == "fetch.unreachable"
