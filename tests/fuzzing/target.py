"""One door through which the words of strangers come in, and how inputs for it are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from random import Random
from typing import Final, TypeAlias

__all__ = ["TARGETS", "Mutator", "Target", "load"]

Mutator: TypeAlias = Callable[[bytes, Random], bytes]

TARGETS: Final = (
    "gate",
    "png",
    "svg",
    "token",
    "keys",
    "status",
    "canonical",
    "documents",
    "datasets",
    "show",
    "verify",
    "resign",
    "present",
    "older",
    "lint",
    "disclosure",
    "explain",
    "schema",
    "server",
)
"""The name of each target, which is that of its module in :mod:`fuzzing.targets`."""


@dataclass(frozen=True)
class Target:
    """``run`` puts one input through the code and through what has to be so of its outcome; it raises for a finding.

    ``seeds`` are the inputs to begin with. ``mutate`` changes one in a way that keeps its form; it is given inputs of
    every form. ``corpus`` names files of the shared collection that are seeds too, as globs below its folder.
    Each call that a target makes is bounded by itself; ``seconds`` is the time of all of
    them together.
    """

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    mutate: Mutator
    max_length: int = 12_000
    corpus: tuple[str, ...] = ()
    seconds: float = 8.0

    @cached_property
    def beginnings(self) -> tuple[bytes, ...]:
        """The seeds that are not too long, each once."""
        return tuple(dict.fromkeys(seed for seed in self.seeds() if len(seed) <= self.max_length))

    def examine(self, data: bytes) -> None:
        """One input, within the bounds of time and memory."""
        from fuzzing.oracle import within_bounds

        with within_bounds(self.seconds):
            self.run(data)


def load(name: str) -> Target:
    """The target of this name, whose module is imported now: not before whoever counts coverage is ready."""
    target: Target = import_module(f"fuzzing.targets.{name}").TARGET
    return target
