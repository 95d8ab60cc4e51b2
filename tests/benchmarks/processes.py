"""What a second process brings: the same credentials through pools of one and of two."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from statistics import median
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from benchmarks.peers.with_microcred import Microcred

_CHUNK = 25


def throughput(sealed: Sequence[str], *, seconds: float, rounds: int) -> dict[str, Any]:
    """Credentials a second with one process and with two, and the same for nothing but signatures.

    The second tells what the machine has to give: two cores may be two threads of one.
    """
    chunks = [sealed[start : start + _CHUNK] for start in range(0, len(sealed), _CHUNK)]
    context = get_context("spawn")
    with ProcessPoolExecutor(1, context) as one, ProcessPoolExecutor(2, context) as two:
        return {
            "microcred": _compared(verify_all, (one, two), chunks, seconds, rounds),
            "raw Ed25519": _compared(verify_signatures, (one, two), chunks, seconds, rounds),
        }


def _compared(
    work: Any, pools: tuple[ProcessPoolExecutor, ProcessPoolExecutor], chunks: list[Any], seconds: float, rounds: int
) -> dict[str, float]:
    one, two = pools
    warm = min(_rate(work, pool, chunks) for pool in (two, two, one))
    passes = 1 + int(seconds * warm / sum(map(len, chunks)))
    rates = [(_rate(work, one, chunks * passes), _rate(work, two, chunks * 2 * passes)) for _ in range(rounds)]
    return {
        "one_per_second": median(alone for alone, _ in rates),
        "two_per_second": median(together for _, together in rates),
        "ratio": median(together / alone for alone, together in rates),
    }


def _rate(work: Any, pool: ProcessPoolExecutor, chunks: list[Any]) -> float:
    begun = time.perf_counter()
    done = sum(pool.map(work, chunks))
    return done / (time.perf_counter() - begun)


def verify_all(texts: Sequence[str]) -> int:
    """Verify some credentials, in a process that keeps its canonicalizer."""
    return sum(_microcred().verify(text) for text in texts)


def verify_signatures(texts: Sequence[str]) -> int:
    """A signature for each text, verified ten times, so that it is not the pool that is measured."""
    key, signature, message = _signature()
    for _ in range(10 * len(texts)):
        key.verify(signature, message)
    return len(texts)


@cache
def _microcred() -> Microcred:
    return Microcred()


@cache
def _signature() -> tuple[Ed25519PublicKey, bytes, bytes]:
    key, message = Ed25519PrivateKey.generate(), bytes(64)
    return key.public_key(), key.sign(message), message
