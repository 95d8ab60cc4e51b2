"""From the start of a process to its verdict on one badge: microcred's command, and each peer's shortest script."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from operator import truediv
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.contenders import Command, UnavailableError

_LIMIT = 60


@dataclass(frozen=True)
class Start:
    """A command that ends with 0 for ``badge``, and with 1 for ``tampered``; a floor has neither, and does nothing."""

    command: Command
    badge: Path | None = None
    tampered: Path | None = None
    arguments: tuple[str, ...] = ()

    def run(self, badge: Path | None) -> int:
        """The exit code for a badge."""
        given = (str(badge), *self.arguments) if badge else ()
        return subprocess.run(
            [*self.command.words, *given],
            env=self.command.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_LIMIT,
        ).returncode

    def check(self) -> None:
        """See to it that the verdict is one; raises :class:`UnavailableError`."""
        codes = [self.run(self.badge), self.run(self.tampered) if self.tampered else 1]
        if codes != [0, 1]:
            raise UnavailableError(f"it ended with {codes}, wanted 0, and 1 for a badge that was changed")

    def milliseconds(self) -> float:
        """How long one run takes."""
        begun = time.perf_counter()
        self.run(self.badge)
        return (time.perf_counter() - begun) * 1e3


def compare_starts(starts: Mapping[str, Start], runs: int) -> dict[str, Any]:
    """Milliseconds of each command, in rounds; the first one is what the others are compared with.

    Another one that gives no verdict is named with the reason; for the first one :class:`UnavailableError` is raised.
    """
    results: dict[str, Any] = {}
    for name, start in starts.items():
        try:
            start.check()
        except UnavailableError as error:
            if not results:
                raise
            results[name] = {"unavailable": str(error)}
        else:
            results[name] = {}
    times: dict[str, list[float]] = {name: [] for name, found in results.items() if not found}
    shuffled = random.Random(0)
    for _ in range(runs):
        for name in shuffled.sample(list(times), len(times)):
            times[name].append(starts[name].milliseconds())
    first = next(iter(times.values()))
    for name, found in times.items():
        results[name] = {
            "median_ms": median(found),
            "least_ms": min(found),
            "times": median(map(truediv, found, first)),
        }
    return results
