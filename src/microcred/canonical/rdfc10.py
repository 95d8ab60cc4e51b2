"""RDF Dataset Canonicalization (RDFC-1.0): one text for each RDF dataset, whatever its blank nodes are called.

Most blank nodes of a credential are told apart by what is said of them alone, which takes one hash each. Datasets can
be built whose canonical form takes exponential work, so every hash that follows from node to node is counted against a
budget.
"""

from __future__ import annotations

import hashlib
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import permutations
from typing import Final

from microcred.canonical.dataset import Dataset, Graph, Statement
from microcred.errors import UnsupportedError

__all__ = ["MAX_CHARACTERS", "MAX_HASHES", "CanonicalDataset", "canonicalize_dataset", "nquads"]

# Each hash of the n-degree algorithm costs a few microseconds: a budget of this size is spent in a fraction of a
# second, and is an order of magnitude above what any test of the standard's own suite needs.
MAX_HASHES: Final = 20_000
MAX_CHARACTERS: Final = 50_000_000
# Characters that take about as long as one hash, and nodes whose labels do.
_LONG: Final = 4_096
_WIDE: Final = 64
_LF: Final = "\n"


@dataclass(frozen=True)
class CanonicalDataset:
    """The canonical form: its N-Quads in UTF-8, and the label that each blank node was given.

    ``contexts`` are the URLs of the contexts that gave the statements their words, in document order.
    """

    canonical: bytes
    labels: Mapping[str, str]
    dataset: Dataset = field(repr=False, compare=False)
    contexts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The canonical N-Quads as text."""
        return self.canonical.decode()

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
    statements: Dataset | Iterable[Statement],
    *,
    algorithm: str = "sha256",
    max_hashes: int = MAX_HASHES,
    contexts: tuple[str, ...] = (),
) -> CanonicalDataset:
    """Canonicalize a dataset (RDFC-1.0, 4.4.3) with the hash function ``algorithm``: ``sha256`` or ``sha384``.

    ``contexts`` is passed on. Raises :class:`~microcred.errors.UnsupportedError` with code
    ``canonical.too-much-work`` once ``max_hashes`` hashes have been computed to follow nodes that nothing else tells
    apart: a poisoned dataset (RDFC-1.0, 7.1), or one too tangled to be worth the time.
    """
    dataset = statements if isinstance(statements, Dataset) else Dataset.of(statements)
    try:
        return _Canonicalization(dataset, algorithm, max_hashes).run(contexts)
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


class _Mentions:
    """The statements with each blank node, which is called ``_:a`` there, and every other one ``_:z``.

    ``said`` is what follows a node where it is the subject; ``lines`` are the other statements, whole. The lists that
    are given to :meth:`say` may be kept, and are never changed.
    """

    __slots__ = ("lines", "said")

    def __init__(self) -> None:
        self.said: dict[str, list[str]] = {}
        self.lines: defaultdict[str, list[str]] = defaultdict(list)

    def say(self, node: str, phrases: list[str]) -> None:
        """More of what a node is the subject of."""
        said = self.said.get(node)
        self.said[node] = phrases if said is None else [*said, *phrases]

    def nodes(self) -> Set[str]:
        """The nodes that are mentioned at all."""
        return self.said.keys() | self.lines.keys()

    def text(self, node: str) -> str:
        """All in code point order. Where the node is the subject stands between the other subjects, in one block."""
        said, lines = self.said.get(node), self.lines.get(node, [])
        if said is None:
            return "".join(sorted(lines))
        block = " .\n_:a".join(sorted(said))
        if len(lines) == 1:
            line = lines[0]
            return f"{line}_:a{block} .\n" if line[0] == "<" else f"_:a{block} .\n{line}"
        return "".join(sorted([*lines, f"_:a{block} .\n"]))


class _Canonicalization:
    """The canonicalization state (RDFC-1.0, 4.2) of one dataset."""

    def __init__(self, dataset: Dataset, algorithm: str, max_hashes: int) -> None:
        self.dataset = dataset
        self.new_hash = getattr(hashlib, algorithm)
        self.max_hashes = max_hashes
        self.hashes = 0
        self.first_degree: dict[str, str] = {}
        self.canonical = _Issuer("_:c14n")

    def run(self, contexts: tuple[str, ...]) -> CanonicalDataset:
        self._check_length(self.dataset.sort())
        if (alone := self._alone()) is not None:
            nodes: Set[str] = alone
        else:
            mentions = self._mentions()
            nodes = mentions.nodes()
            if len(nodes) > 1:
                self._label(nodes, mentions)
        if len(nodes) == 1:
            self.canonical.issue(*nodes)
        labels = {node: label[2:] for node, label in self.canonical.issued.items()}
        return CanonicalDataset(self._canonical(), labels, self.dataset, contexts)

    def _check_length(self, lines: int) -> None:
        """Bound what the lines come to with a subject in front of each."""
        graphs = self.dataset.graphs.values()
        longest = max([max(map(len, graph.described), default=0) for graph in graphs], default=0)
        if lines * longest > MAX_CHARACTERS and sum(len(s) for s, _, _, _ in self.dataset) > MAX_CHARACTERS:
            raise UnsupportedError(
                "canonical.too-much-work",
                f"the statements of the document have more than {MAX_CHARACTERS} characters in all",
                hint="shorten the IRIs that stand in many statements",
            )

    def _alone(self) -> Set[str] | None:
        """The blank nodes of a dataset in which none is linked to another, if there is at most one."""
        if len(self.dataset.graphs) > 1 or any(graph.links or graph.name for graph in self.dataset.graphs.values()):
            return None
        described = (graph.described for graph in self.dataset.graphs.values())
        nodes = {node for subjects in described for node, said in subjects.items() if said and node.startswith("_:")}
        return nodes if len(nodes) <= 1 else None

    def _mentions(self) -> _Mentions:
        """The statements with each blank node, in the way of Hash First Degree Quads (4.6, step 3)."""
        mentions = _Mentions()
        for name, graph in self.dataset.graphs.items():
            named = name.startswith("_:")
            if named and name in graph:
                self._mention_one_by_one(graph, mentions)
                continue
            end = f" {'_:z' if named else name}" if name else ""
            for subject, phrases in graph.described.items():
                if phrases and subject[0] == "_":
                    mentions.say(subject, [f"{phrase}{end}" for phrase in phrases] if end else phrases)
            for subject, predicate, node in graph.links:
                if subject == node:
                    mentions.say(node, [f"{predicate}_:a{end}"])
                elif subject[0] == "_":
                    mentions.say(subject, [f"{predicate}_:z{end}"])
                    mentions.lines[node].append(f"_:z{predicate}_:a{end} .\n")
                else:
                    mentions.lines[node].append(f"{subject}{predicate}_:a{end} .\n")
            if named and (lines := _lines_of_name(graph)):
                mentions.lines[name] += lines
        return mentions

    def _mention_one_by_one(self, graph: Graph, mentions: _Mentions) -> None:
        """A graph that speaks of its own name: each statement for each of its nodes."""
        for statement in graph:
            for node in {term for term in statement if term.startswith("_:")}:
                s, p, o, g = ("_:a" if term == node else "_:z" if term.startswith("_:") else term for term in statement)
                if s == "_:a":
                    mentions.say(node, [f" {p} {o} {g}"])
                else:
                    mentions.lines[node].append(f"{s} {p} {o} {g} .\n")

    def _label(self, nodes: Set[str], mentions: _Mentions) -> None:
        # Steps 3 and 4: label the nodes that their first degree hash alone tells apart.
        for node in nodes:
            self.first_degree[node] = self.new_hash(mentions.text(node).encode()).hexdigest()
        by_hash = {hashed: node for node, hashed in self.first_degree.items()}
        if len(by_hash) == len(nodes):
            for _, node in sorted(by_hash.items()):
                self.canonical.issue(node)
        else:
            self._label_alike()

    def _label_alike(self) -> None:
        """The same where some have their hash in common."""
        by_hash: dict[str, list[str]] = {}
        for node, hashed in self.first_degree.items():
            by_hash.setdefault(hashed, []).append(node)
        shared = []
        for _, alike in sorted(by_hash.items()):
            if len(alike) == 1:
                self.canonical.issue(alike[0])
            else:
                shared.append(alike)
        # Step 5: the others by their n-degree hash.
        for alike in shared:
            self._label_by_neighbourhood(alike)

    def _canonical(self) -> bytes:
        """Serialization in canonical form (RDFC-1.0, 5): a subject's statements are sorted, and then the subjects."""
        names = self.canonical.issued
        said: dict[str, list[str]] = {}
        more: defaultdict[str, list[str]] = defaultdict(list)
        for name, graph in self.dataset.graphs.items():
            if name:
                end = f" {names.get(name, name)}"
                for subject, phrases in graph.described.items():
                    more[names.get(subject, subject)] += [f"{phrase}{end}" for phrase in phrases]
            else:
                end = ""
                said = {names.get(subject, subject): phrases for subject, phrases in graph.described.items()}
            for subject, predicate, node in graph.links:
                more[names.get(subject, subject)].append(f"{predicate}{names[node]}{end}")
        for subject, phrases in more.items():
            said[subject] = sorted([*said.get(subject, ()), *phrases])
        # Piece by piece: one character of another script makes a long text slow to encode.
        parts = [
            f"{subject}{f' .{_LF}{subject}'.join(said[subject])} .\n".encode()
            for subject in sorted(said)
            if said[subject]
        ]
        return b"".join(parts)

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
        self._count(1 + len(text) // _LONG)
        return str(self.new_hash(text.encode()).hexdigest())

    def _shared(self) -> Iterator[Statement]:
        """The statements that may have more than one blank node."""
        for graph in self.dataset.graphs.values():
            # Elsewhere only the links have more than one blank node.
            yield from graph if graph.name.startswith("_:") else graph.linked()

    @cached_property
    def _neighbours(self) -> Mapping[str, list[tuple[str, str]]]:
        """For each node the others that stand in a statement with it: where and in which relation, and the node."""
        neighbours: dict[str, list[tuple[str, str]]] = {}
        for s, p, o, g in self._shared():
            others = [(at, node) for at, node in ((f"s{p}", s), (f"o{p}", o), ("g", g)) if node.startswith("_:")]
            for node in {node for _, node in others}:
                neighbours.setdefault(node, []).extend(other for other in others if other[1] != node)
        return neighbours

    @cached_property
    def _twins(self) -> Mapping[str, str]:
        """For each node the first that stands in the same statements with the same others.

        Two of them that have one first degree hash can change places, and the dataset is what it was.
        """
        views: defaultdict[str, set[Statement]] = defaultdict(set)
        for s, p, o, g in self._shared():
            for node in {term for term in (s, o, g) if term.startswith("_:")}:
                s_, o_, g_ = ("_:" if term == node else term for term in (s, o, g))
                views[node].add((s_, p, o_, g_))
        first: dict[frozenset[Statement], str] = {}
        return {node: first.setdefault(frozenset(view), node) for node, view in views.items()}

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
        """Step 5.4: of all orders of the related nodes, the one with the least path.

        Every path begins with the labels of all these nodes, which take the same room in any order. So each label that
        there is already has one best place among the others, and only nodes without a label are put in all orders.
        """
        labels: list[str] = []
        times: dict[str, int] = {}
        for node in nodes:
            if label := self.canonical.issued.get(node) or issuer.issued.get(node):
                labels.append(label)
            else:
                times[node] = times.get(node, 0) + 1
        labels.sort(key=_sort_key)
        chosen: tuple[str, _Issuer] | None = None
        for order in self._orders(list(times)):
            # Each order takes about as long as a hash, however early it is given up.
            self._count(1 + (len(nodes) + len(issuer.issued)) // _WIDE)
            own = issuer.copy()
            path = _least_labels(labels, [(own.issue(node), times[node]) for node in order])
            found = self._path(path, order, own, chosen[0] if chosen else None)
            if found is not None and (chosen is None or found[0] < chosen[0]):
                chosen = found
        if chosen is None:
            raise AssertionError("the first order always gives a path")
        return chosen

    def _path(self, path: str, nodes: Sequence[str], issuer: _Issuer, least: str | None) -> tuple[str, _Issuer] | None:
        """Step 5.4.5: follow the nodes, as long as the path may still become less than the least so far."""
        for node in nodes:
            if least is not None and path > least:
                return None
            result, issuer = self.hash_n_degree(node, issuer)
            path += f"{issuer.issue(node)}<{result}>"
        return path, issuer

    def _orders(self, nodes: list[str]) -> Iterator[Sequence[str]]:
        """The orders of some nodes with one first degree hash, but for those in which only twins change places."""
        if len(nodes) < 2:
            yield nodes
            return
        families: dict[str, list[str]] = {}
        for node in nodes:
            families.setdefault(self._twins[node], []).append(node)
        if len(families) == len(nodes):
            yield from permutations(nodes)
            return
        for kinds in _arrangements({kind: len(twins) for kind, twins in families.items()}):
            members = {kind: iter(twins) for kind, twins in families.items()}
            yield [next(members[kind]) for kind in kinds]

    def _count(self, hashes: int) -> None:
        self.hashes += hashes
        if self.hashes > self.max_hashes:
            raise _too_much_work(f"takes more than {self.max_hashes} hashes")


def _too_much_work(what: str) -> UnsupportedError:
    return UnsupportedError(
        "canonical.too-much-work",
        f"telling the blank nodes apart {what}",
        hint="give the objects of the credential an id of their own",
    )


def _lines_of_name(graph: Graph) -> list[str]:
    """The statements of a graph as its own name sees them."""
    lines = []
    for subject, phrases in graph.described.items():
        start = "_:z" if subject.startswith("_:") else subject
        lines += [f"{start}{phrase} _:a .\n" for phrase in phrases]
    for subject, predicate, _ in graph.links:
        lines.append(f"{'_:z' if subject.startswith('_:') else subject}{predicate}_:z _:a .\n")
    return lines


def _least_labels(labels: Sequence[str], issued: Iterable[tuple[str, int]]) -> str:
    """The path of steps 5.4.1 to 5.4.4 that is the least with all ``labels``, and those ``issued`` in this order.

    ``labels`` are sorted, and each that is issued comes so many times: the least that can be next is always the next.
    """
    waiting, path = list(labels), []
    for label, times in issued:
        place = bisect(waiting, _sort_key(label), key=_sort_key)
        path += [*waiting[:place], label]
        waiting = waiting[place:]
        if times > 1:
            waiting = sorted([*waiting, *[label] * (times - 1)], key=_sort_key)
    return "".join([*path, *waiting])


def _sort_key(label: str) -> str:
    # The one that follows begins with an underscore, which stands behind all digits.
    return f"{label}_"


def _arrangements(times: dict[str, int]) -> Iterator[tuple[str, ...]]:
    """All orders in which each kind stands so many times."""
    if len(times) == 1:
        yield from ((kind,) * number for kind, number in times.items())
        return
    for kind, number in times.items():
        rest = {other: left - (other == kind) for other, left in times.items() if other != kind or number > 1}
        yield from ((kind, *others) for others in _arrangements(rest))
