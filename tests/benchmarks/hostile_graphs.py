"""Datasets that take much work to canonicalize: those of the RDFC-1.0 test suite, and cliques."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from pathlib import Path
from statistics import median
from typing import Any

from corpus import CORPUS
from microcred.canonical.rdfc10 import Statement, canonicalize_dataset
from microcred.errors import MicrocredError
from nquads import parse_nquads

ACCEPTED = ("044", "045", "046", "054", "063", "064", "065")
REFUSED = ("074",)
CLIQUES = range(8, 13)


@dataclass(frozen=True)
class HostileGraph:
    """A dataset in N-Quads; ``canonical`` is what becomes of it, or None where it has to be refused."""

    name: str
    text: str
    canonical: str | None

    @cached_property
    def statements(self) -> list[Statement]:
        return parse_nquads(self.text)

    def outcome(self) -> str:
        """What becomes of it: accepted, refused with which code, or wrong."""
        try:
            found = canonicalize_dataset(self.statements).text
        except MicrocredError as error:
            return f"refused ({error.code})"
        return "accepted" if found == self.canonical else "wrong"

    def measured(self, repetitions: int) -> dict[str, Any]:
        """What becomes of it, and in how many milliseconds."""
        outcomes, times = set(), []
        assert self.statements
        for _ in range(repetitions):
            begun = time.perf_counter()
            outcomes.add(self.outcome())
            times.append((time.perf_counter() - begun) * 1e3)
        return {"outcome": " or ".join(sorted(outcomes)), "milliseconds": median(times)}


def hostile_graphs() -> Iterator[HostileGraph]:
    """The graphs of the test suite, where it is at hand, and cliques of our own."""
    if CORPUS is not None:
        folder = CORPUS / "rdf" / "rdf-canon" / "rdfc10"
        for number in ACCEPTED:
            yield HostileGraph(f"rdf-canon test{number}", _text(folder, number, "in"), _text(folder, number, "rdfc10"))
        for number in REFUSED:
            yield HostileGraph(f"rdf-canon test{number}", _text(folder, number, "in"), None)
    for nodes in CLIQUES:
        yield HostileGraph(f"clique of {nodes} nodes", clique(nodes), None)


def clique(nodes: int) -> str:
    """Blank nodes of which each knows every other, so that nothing tells them apart."""
    return "".join(f"_:e{one} <urn:knows> _:e{other} .\n" for one, other in permutations(range(nodes), 2))


def _text(folder: Path, number: str, part: str) -> str:
    return (folder / f"test{number}-{part}.nq").read_text(encoding="utf-8")
