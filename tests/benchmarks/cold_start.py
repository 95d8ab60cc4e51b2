"""From the start of a process to its verdict on one badge: microcred's command, and each peer's shortest script."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.contenders import Command

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
        """See to it that the verdict is a verdict."""
        codes = [self.run(self.badge), self.run(self.tampered) if self.tampered else 1]
        if codes != [0, 1]:
            raise RuntimeError(
                f"{' '.join(self.command.words)} ended with {codes}, wanted 0, and 1 for a changed badge"
            )

    def milliseconds(self) -> float:
        """How long one run takes."""
        begun = time.perf_counter()
        self.run(self.badge)
        return (time.perf_counter() - begun) * 1e3


def compare_starts(starts: Mapping[str, Start], runs: int) -> dict[str, Any]:
    """Milliseconds of each command, in rounds; the first one is what the others are compared with."""
    for start in starts.values():
        start.check()
    times: dict[str, list[float]] = {name: [] for name in starts}
    shuffled = random.Random(0)
    for _ in range(runs):
        for name in shuffled.sample(list(starts), len(starts)):
            times[name].append(starts[name].milliseconds())
    first: Sequence[float] = next(iter(times.values()))
    return {
        name: {
            "median_ms": median(found),
            "least_ms": min(found),
            "times": median(one / other for one, other in zip(found, first, strict=True)),
        }
        for name, found in times.items()
    }
