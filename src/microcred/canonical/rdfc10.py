"""RDF Dataset Canonicalization (RDFC-1.0): one text for each RDF dataset, whatever its blank nodes are called.

Most blank nodes of a credential are told apart by what is said of them alone, which takes one hash each. Datasets can
be built whose canonical form takes exponential work, so every hash that follows from node to node is counted against a
budget.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import permutations
from typing import Final

from microcred.canonical.dataset import Dataset, Statement
from microcred.errors import UnsupportedError

__all__ = ["MAX_CHARACTERS", "MAX_HASHES", "CanonicalDataset", "canonicalize_dataset", "nquads"]

# Each hash of the n-degree algorithm costs a few microseconds: a budget of this size is spent in a fraction of a
# second, and is an order of magnitude above what any test of the standard's own suite needs.
MAX_HASHES: Final = 20_000
MAX_CHARACTERS: Final = 50_000_000
_LONG: Final = 4_096


@dataclass(frozen=True)
class CanonicalDataset:
    """The canonical form: its N-Quads, a line for each statement, and the label that each blank node was given."""

    text: str
    labels: Mapping[str, str]
    dataset: Dataset = field(repr=False, compare=False)

    @cached_property
    def statements(self) -> frozenset[Statement]:
        """The statements, with their blank nodes called as they were before."""
        return frozenset(self.dataset)


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
    statements: Dataset | Iterable[Statement], *, algorithm: str = "sha256", max_hashes: int = MAX_HASHES
) -> CanonicalDataset:
    """Canonicalize a dataset (RDFC-1.0, 4.4.3) with the hash function ``algorithm``: ``sha256`` or ``sha384``.

    Raises :class:`~microcred.errors.UnsupportedError` with code ``canonical.too-much-work`` once ``max_hashes``
    hashes have been computed to follow nodes that nothing else tells apart: a poisoned dataset (RDFC-1.0, 7.1), or one
    too tangled to be worth the time.
    """
    dataset = statements if isinstance(statements, Dataset) else Dataset.of(statements)
    try:
        return _Canonicalization(dataset, algorithm, max_hashes).run()
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

    def __init__(self, dataset: Dataset, algorithm: str, max_hashes: int) -> None:
        self.dataset = dataset
        self.new_hash = getattr(hashlib, algorithm)
        self.max_hashes = max_hashes
        self.hashes = 0
        self.first_degree: dict[str, str] = {}
        self.canonical = _Issuer("_:c14n")

    def run(self) -> CanonicalDataset:
        self.dataset.drop_duplicates()
        mentions = self._mentions()
        if len(mentions) == 1:
            self.canonical.issue(next(iter(mentions)))
        elif mentions:
            self._label(mentions)
        labels = {node: label[2:] for node, label in self.canonical.issued.items()}
        return CanonicalDataset(self._text(), labels, self.dataset)

    def _mentions(self) -> dict[str, list[str]]:
        """The statements with each blank node, written as Hash First Degree Quads has it (4.6, step 3).

        The node itself is called ``_:a`` there, and every other one ``_:z``.
        """
        mentions: dict[str, list[str]] = {}
        for name, graph in self.dataset.graphs.items():
            if name.startswith("_:"):
                for statement in graph:
                    for node in {term for term in statement if term.startswith("_:")}:
                        mentions.setdefault(node, []).append(_veiled(statement, node))
                continue
            end = f" {name} .\n" if name else " .\n"
            for subject, phrases in graph.described.items():
                if subject.startswith("_:") and phrases:
                    mentions.setdefault(subject, []).extend([f"_:a{phrase}{end}" for phrase in phrases])
            for subject, predicate, node in graph.links:
                if not subject.startswith("_:"):
                    mentions.setdefault(node, []).append(f"{subject}{predicate}_:a{end}")
                elif subject == node:
                    mentions.setdefault(node, []).append(f"_:a{predicate}_:a{end}")
                else:
                    mentions.setdefault(subject, []).append(f"_:a{predicate}_:z{end}")
                    mentions.setdefault(node, []).append(f"_:z{predicate}_:a{end}")
        return mentions

    def _label(self, mentions: dict[str, list[str]]) -> None:
        # Steps 3 and 4: label the nodes that their first degree hash alone tells apart.
        by_hash: dict[str, list[str]] = {}
        for node, lines in mentions.items():
            lines.sort()
            found = self.first_degree[node] = self.new_hash("".join(lines).encode()).hexdigest()
            by_hash.setdefault(found, []).append(node)
        shared = []
        for _, nodes in sorted(by_hash.items()):
            if len(nodes) == 1:
                self.canonical.issue(nodes[0])
            else:
                shared.append(nodes)
        # Step 5: the others by their n-degree hash.
        for nodes in shared:
            self._label_by_neighbourhood(nodes)

    def _text(self) -> str:
        """Serialization in canonical form (RDFC-1.0, 5): a subject's statements are sorted, and then the subjects."""
        names = self.canonical.issued
        phrases: dict[str, list[str]] = {}
        for graph_name, graph in self.dataset.graphs.items():
            end = f" {names.get(graph_name, graph_name)}" if graph_name else ""
            for subject, described in graph.described.items():
                if described:
                    said = [f"{phrase}{end}" for phrase in described] if end else described
                    phrases.setdefault(names.get(subject, subject), []).extend(said)
            for subject, predicate, node in graph.links:
                phrases.setdefault(names.get(subject, subject), []).append(f"{predicate}{names[node]}{end}")
        self._check_length(phrases)
        lines = []
        for subject, said in sorted(phrases.items()):
            lines.append(subject)
            lines.append(f" .\n{subject}".join(sorted(set(said))))
            lines.append(" .\n")
        return "".join(lines)

    def _check_length(self, phrases: Mapping[str, list[str]]) -> None:
        if sum(len(subject) * len(said) for subject, said in phrases.items()) > MAX_CHARACTERS:
            raise UnsupportedError(
                "canonical.too-much-work",
                f"the statements of the document have more than {MAX_CHARACTERS} characters in all",
                hint="shorten the IRIs that stand in many statements",
            )

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
        self.hashes += 1 + len(text) // _LONG
        if self.hashes > self.max_hashes:
            raise _too_much_work(f"takes more than {self.max_hashes} hashes")
        return str(self.new_hash(text.encode()).hexdigest())

    @cached_property
    def _neighbours(self) -> Mapping[str, list[tuple[str, str]]]:
        """For each node the others that stand in a statement with it: where and in which relation, and the node."""
        neighbours: dict[str, list[tuple[str, str]]] = {}
        for graph in self.dataset.graphs.values():
            # Elsewhere only the links have more than one blank node.
            for s, p, o, g in graph if graph.name.startswith("_:") else graph.linked():
                others = [(at, node) for at, node in ((f"s{p}", s), (f"o{p}", o), ("g", g)) if node.startswith("_:")]
                for node in {node for _, node in others}:
                    neighbours.setdefault(node, []).extend(other for other in others if other[1] != node)
        return neighbours

    def hash_related(self, node: str, relation: str, issuer: _Issuer) -> str:
        """Hash Related Blank Node (RDFC-1.0, 4.7); ``relation`` is its position, with the predicate."""
        label = self.canonical.issued.get(node) or issuer.issued.get(node) or self.first_degree[node]
        return self.digest(f"{relation}{label}")

    def hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """Hash N-Degree Quads (RDFC-1.0, 4.8)."""
        # Step 3: the related nodes, as a list for each hash: one node may stand in it more than once.
        related: dict[str, list[str]] = {}
        for relation, other in self._neighbours.get(node, ()):
            related.setdefault(self.hash_related(other, relation, issuer), []).append(other)
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


def _veiled(statement: Statement, node: str) -> str:
    s, p, o, g = (term if not term.startswith("_:") else "_:a" if term == node else "_:z" for term in statement)
    return f"{s} {p} {o} {g} .\n"


def _beaten(path: str, least: str | None) -> bool:
    return least is not None and len(path) >= len(least) and path > least
