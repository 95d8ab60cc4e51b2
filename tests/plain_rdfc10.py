"""RDFC-1.0 as its sections 4.4 to 4.8 are written, step by step, with none of the short cuts of the library.

Good for datasets of a dozen statements. ``once`` is a way to read the standard wrongly: the related nodes of one hash
kept as a set, where 4.8 keeps a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import permutations

from microcred.canonical.dataset import Statement


@dataclass
class Issuer:
    prefix: str
    issued: dict[str, str] = field(default_factory=dict)

    def issue(self, node: str) -> str:
        return self.issued.setdefault(node, f"_:{self.prefix}{len(self.issued)}")

    def copy(self) -> Issuer:
        return Issuer(self.prefix, dict(self.issued))


def plainly_canonical(statements: Sequence[Statement], *, once: bool = False) -> str:
    """The canonical N-Quads of a small dataset."""
    return _Plain(list(dict.fromkeys(statements)), once).canonical()


def is_related_twice(statements: Sequence[Statement]) -> bool:
    """Whether some blank node stands twice in one relation to another: in several graphs, or in one named by it."""
    found: set[tuple[str, str, str]] = set()
    for s, p, o, g in set(statements):
        others = {(at, term) for at, term in ((f"s{p}", s), (f"o{p}", o), ("g", g)) if term.startswith("_:")}
        views = {(node, at, other) for _, node in others for at, other in others if node != other}
        if found & views:
            return True
        found |= views
    return False


class _Plain:
    def __init__(self, statements: list[Statement], once: bool) -> None:
        self.once = once
        self.statements = statements
        self.quads: dict[str, list[Statement]] = {}
        for statement in statements:
            for term in dict.fromkeys(statement):
                if term.startswith("_:"):
                    self.quads.setdefault(term, []).append(statement)
        self.issuer = Issuer("c14n")

    def canonical(self) -> str:
        by_hash: dict[str, list[str]] = {}
        for node in self.quads:
            by_hash.setdefault(self.first_degree(node), []).append(node)
        for _, nodes in sorted(by_hash.items()):
            if len(nodes) == 1:
                self.issuer.issue(nodes[0])
        for _, nodes in sorted(by_hash.items()):
            paths: list[tuple[str, Issuer]] = []
            for node in nodes:
                if node not in self.issuer.issued:
                    temporary = Issuer("b")
                    temporary.issue(node)
                    paths.append(self.n_degree(node, temporary))
            for _, found in sorted(paths, key=lambda path: path[0]):
                for node in found.issued:
                    self.issuer.issue(node)
        names = self.issuer.issued
        return "".join(sorted(_line(*(names.get(term, term) for term in quad)) for quad in self.statements))

    def first_degree(self, node: str) -> str:
        lines = (
            _line(*("_:a" if term == node else "_:z" if term.startswith("_:") else term for term in quad))
            for quad in self.quads[node]
        )
        return _hash("".join(sorted(lines)))

    def related(self, node: str, position: str, predicate: str, issuer: Issuer) -> str:
        found = self.issuer.issued.get(node) or issuer.issued.get(node) or self.first_degree(node)
        return _hash(f"{position}{'' if position == 'g' else predicate}{found}")

    def n_degree(self, node: str, issuer: Issuer) -> tuple[str, Issuer]:
        related: dict[str, list[str]] = {}
        for s, p, o, g in self.quads[node]:
            for position, other in (("s", s), ("o", o), ("g", g)):
                if other.startswith("_:") and other != node:
                    related.setdefault(self.related(other, position, p, issuer), []).append(other)
        data = ""
        for hashed, nodes in sorted(related.items()):
            chosen: tuple[str, Issuer] | None = None
            for order in permutations(dict.fromkeys(nodes) if self.once else nodes):
                found = self.path(order, issuer.copy())
                chosen = found if chosen is None or found[0] < chosen[0] else chosen
            assert chosen is not None
            data += hashed + chosen[0]
            issuer = chosen[1]
        return _hash(data), issuer

    def path(self, order: Sequence[str], issuer: Issuer) -> tuple[str, Issuer]:
        path, recursion = "", []
        for node in order:
            if node in self.issuer.issued:
                path += self.issuer.issued[node]
            else:
                if node not in issuer.issued:
                    recursion.append(node)
                path += issuer.issue(node)
        for node in recursion:
            result, found = self.n_degree(node, issuer)
            path += f"{issuer.issue(node)}<{result}>"
            issuer = found
        return path, issuer


def _line(s: str, p: str, o: str, g: str) -> str:
    return f"{s} {p} {o} {g} .\n" if g else f"{s} {p} {o} .\n"


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
