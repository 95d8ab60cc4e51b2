"""RDF Dataset Canonicalization (RDFC-1.0): one text for each RDF dataset, whatever its blank nodes are called.

A statement is a tuple of four N-Quads terms, ready to be written: IRIs in angle brackets, literals quoted and escaped
as section 5 asks, blank nodes beginning with ``_:``, and ``""`` for the default graph. Datasets can be built whose
canonical form takes exponential work, so every hash is counted against a budget.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import permutations
from typing import Final, TypeAlias

from microcred.errors import UnsupportedError

__all__ = ["MAX_HASHES", "CanonicalDataset", "Statement", "canonicalize_dataset", "nquads"]

Statement: TypeAlias = tuple[str, str, str, str]

# Each hash of the n-degree algorithm costs a few microseconds: a budget of this size is spent in a fraction of a
# second, and is an order of magnitude above what any test of the standard's own suite needs.
MAX_HASHES: Final = 20_000
_LONG: Final = 4_096


@dataclass(frozen=True, slots=True)
class CanonicalDataset:
    """The canonical form: its statements, and the canonical label that each of their blank nodes was given."""

    statements: frozenset[Statement]
    labels: Mapping[str, str]

    @property
    def text(self) -> str:
        """The canonical N-Quads, a line for each statement."""
        return "".join(nquads(self.statements, self.labels))


def nquads(statements: Iterable[Statement], labels: Mapping[str, str]) -> list[str]:
    """The lines of canonical N-Quads, in code point order, with the blank nodes called by ``labels`` (RDFC-1.0, 5)."""
    names = {node: f"_:{label}" for node, label in labels.items()}
    return sorted(
        f"{names.get(s, s)} {p} {names.get(o, o)} {names.get(g, g)} .\n"
        if g
        else f"{names.get(s, s)} {p} {names.get(o, o)} .\n"
        for s, p, o, g in statements
    )


def canonicalize_dataset(
    statements: Iterable[Statement], *, algorithm: str = "sha256", max_hashes: int = MAX_HASHES
) -> CanonicalDataset:
    """Canonicalize a dataset (RDFC-1.0, 4.4.3) with the hash function ``algorithm``: ``sha256`` or ``sha384``.

    Raises :class:`~microcred.errors.UnsupportedError` with code ``canonical.too-much-work`` once ``max_hashes``
    hashes have been computed: a poisoned dataset (RDFC-1.0, 7.1), or one too tangled to be worth the time.
    """
    try:
        return _Canonicalization(set(statements), algorithm, max_hashes).run()
    except RecursionError:
        # A long chain of nodes that only their neighbours tell apart.
        raise _too_much_work("follows more nodes than can be followed") from None


class _Issuer:
    """Identifier issuer (RDFC-1.0, 4.5): gives labels in order, and remembers the order."""

    __slots__ = ("issued", "prefix")

    def __init__(self, prefix: str, issued: dict[str, str] | None = None) -> None:
        self.prefix = prefix
        self.issued = dict(issued or {})

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, self.issued)

    def issue(self, node: str) -> str:
        return self.issued.setdefault(node, f"{self.prefix}{len(self.issued)}")


class _Canonicalization:
    """The canonicalization state (RDFC-1.0, 4.2) of one dataset."""

    def __init__(self, statements: set[Statement], algorithm: str, max_hashes: int) -> None:
        self.statements = statements
        self.new_hash = getattr(hashlib, algorithm)
        self.hashes_left = self.max_hashes = max_hashes
        self.mentions: dict[str, list[Statement]] = {}
        for statement in statements:
            for node in {statement[0], statement[2], statement[3]}:
                if node.startswith("_:"):
                    self.mentions.setdefault(node, []).append(statement)
        self.first_degree: dict[str, str] = {}
        self.canonical = _Issuer("_:c14n")

    def run(self) -> CanonicalDataset:
        # Steps 3 and 4: label the nodes that their first degree hash alone tells apart.
        by_hash: dict[str, list[str]] = {}
        for node in self.mentions:
            by_hash.setdefault(self.hash_first_degree(node), []).append(node)
        shared = [nodes for _, nodes in sorted(by_hash.items()) if not self._label_if_unique(nodes)]
        # Step 5: the others by their n-degree hash.
        for nodes in shared:
            self._label_by_neighbourhood(nodes)
        # Step 6.
        labels = {node: label[2:] for node, label in self.canonical.issued.items()}
        return CanonicalDataset(frozenset(self.statements), labels)

    def _label_if_unique(self, nodes: list[str]) -> bool:
        if len(nodes) == 1:
            self.canonical.issue(nodes[0])
        return len(nodes) == 1

    def _label_by_neighbourhood(self, nodes: list[str]) -> None:
        results: list[tuple[str, _Issuer]] = []
        for node in nodes:
            if node not in self.canonical.issued:
                issuer = _Issuer("_:b")
                issuer.issue(node)
                results.append(self.hash_n_degree(node, issuer))
        for _, issuer in sorted(results, key=lambda result: result[0]):
            for node in issuer.issued:
                self.canonical.issue(node)

    def digest(self, text: str) -> str:
        # A long text takes as long as many short ones.
        self.hashes_left -= 1 + len(text) // _LONG
        if self.hashes_left < 0:
            raise _too_much_work(f"takes more than {self.max_hashes} hashes")
        return str(self.new_hash(text.encode()).hexdigest())

    def hash_first_degree(self, node: str) -> str:
        """Hash First Degree Quads (RDFC-1.0, 4.6)."""
        known = self.first_degree.get(node)
        if known is None:
            lines = sorted(
                f"{_veiled(s, node)} {p} {_veiled(o, node)} {_veiled(g, node)} .\n"
                if g
                else f"{_veiled(s, node)} {p} {_veiled(o, node)} .\n"
                for s, p, o, g in self.mentions[node]
            )
            known = self.first_degree[node] = self.digest("".join(lines))
        return known

    def hash_related(self, node: str, statement: Statement, issuer: _Issuer, position: str) -> str:
        """Hash Related Blank Node (RDFC-1.0, 4.7)."""
        predicate = "" if position == "g" else statement[1]
        label = self.canonical.issued.get(node) or issuer.issued.get(node) or self.hash_first_degree(node)
        return self.digest(f"{position}{predicate}{label}")

    def hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """Hash N-Degree Quads (RDFC-1.0, 4.8)."""
        # Step 3: the related nodes, as a list for each hash: one node may stand in it more than once.
        related: dict[str, list[str]] = {}
        for statement in self.mentions[node]:
            for position, other in zip("sog", (statement[0], statement[2], statement[3]), strict=True):
                if other != node and other.startswith("_:"):
                    related.setdefault(self.hash_related(other, statement, issuer, position), []).append(other)
        data: list[str] = []
        # Step 5.
        for related_hash, nodes in sorted(related.items()):
            data.append(related_hash)
            path, issuer = self._shortest_path(nodes, issuer)
            data.append(path)
        return self.digest("".join(data)), issuer

    def _shortest_path(self, nodes: list[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        """Step 5.4: of all orders of the related nodes, the one with the least path."""
        chosen: tuple[str, _Issuer] | None = None
        for permutation in permutations(nodes):
            found = self._path(permutation, issuer.copy(), chosen[0] if chosen else None)
            if found is not None and (chosen is None or found[0] < chosen[0]):
                chosen = found
        if chosen is None:
            raise AssertionError("the first permutation always gives a path")
        return chosen

    def _path(self, nodes: tuple[str, ...], issuer: _Issuer, least: str | None) -> tuple[str, _Issuer] | None:
        path, recursion = "", []
        # Steps 5.4.1 to 5.4.4.
        for node in nodes:
            if node in self.canonical.issued:
                path += self.canonical.issued[node]
            else:
                if node not in issuer.issued:
                    recursion.append(node)
                path += issuer.issue(node)
            if _beaten(path, least):
                self._count()
                return None
        # Step 5.4.5.
        for node in recursion:
            result, issuer = self.hash_n_degree(node, issuer)
            path += f"{issuer.issue(node)}<{result}>"
            if _beaten(path, least):
                return None
        return path, issuer

    def _count(self) -> None:
        # A permutation that is given up early costs time as well.
        self.digest("")


def _too_much_work(what: str) -> UnsupportedError:
    return UnsupportedError(
        "canonical.too-much-work",
        f"telling the blank nodes apart {what}",
        hint="give the objects of the credential an id of their own",
    )


def _veiled(term: str, node: str) -> str:
    if not term.startswith("_:"):
        return term
    return "_:a" if term == node else "_:z"


def _beaten(path: str, least: str | None) -> bool:
    return least is not None and len(path) >= len(least) and path > least
