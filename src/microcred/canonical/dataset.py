"""RDF statements (RDF 1.1 Concepts, 4) as N-Quads terms, kept in the groups in which they are hashed and written.

A statement is a tuple of four N-Quads terms, ready to be written: IRIs in angle brackets, literals quoted and escaped
as RDFC-1.0, 5 asks, blank nodes beginning with ``_:``, and ``""`` for the default graph. Most statements of a
credential name no blank node but their subject, and are kept as two strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from operator import eq
from typing import TypeAlias

__all__ = ["Dataset", "Graph", "Statement"]

Statement: TypeAlias = tuple[str, str, str, str]


class Graph:
    """The statements of one graph; ``name`` is a term, ``""`` that of the default graph.

    ``described`` has for each subject what is said of it without another blank node: ``" <predicate> object"``.
    ``links`` are the others, each of them once: subject, ``" <predicate> "`` and the blank node that is the object.
    """

    __slots__ = ("described", "links", "name")

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.described: dict[str, list[str]] = {}
        self.links: list[tuple[str, str, str]] = []

    def __iter__(self) -> Iterator[Statement]:
        for subject, phrases in self.described.items():
            for phrase in phrases:
                # No IRI has a space in it, so the first one stands behind the predicate.
                predicate, _, object_ = phrase[1:].partition(" ")
                yield subject, predicate, object_, self.name
        yield from self.linked()

    def __contains__(self, node: str) -> bool:
        return bool(self.described.get(node)) or any(node in (subject, object_) for subject, _, object_ in self.links)

    def linked(self) -> Iterator[Statement]:
        """The statements whose object is a blank node."""
        for subject, predicate, object_ in self.links:
            yield subject, predicate[1:-1], object_, self.name


class Dataset:
    """All statements of a document, graph by graph; iterating gives them as tuples."""

    __slots__ = ("graphs",)

    def __init__(self) -> None:
        self.graphs: dict[str, Graph] = {}

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Dataset:
        """Put statements into their groups."""
        dataset = cls()
        for subject, predicate, object_, name in dict.fromkeys(statements):
            graph = dataset.graph(name)
            if object_.startswith("_:"):
                graph.links.append((subject, f" {predicate} ", object_))
            else:
                graph.described.setdefault(subject, []).append(f" {predicate} {object_}")
        return dataset

    def graph(self, name: str) -> Graph:
        """The graph with this name, made if there is none yet."""
        found = self.graphs.get(name)
        if found is None:
            found = self.graphs[name] = Graph(name)
        return found

    def __iter__(self) -> Iterator[Statement]:
        for graph in self.graphs.values():
            yield from graph

    def sort(self) -> int:
        """Bring what is said of each subject into its order, and say once what was said twice: a dataset is a set.

        Gives the number of statements.
        """
        count = 0
        for graph in self.graphs.values():
            count += len(graph.links) + sum(map(len, graph.described.values()))
            for phrases in graph.described.values():
                if len(phrases) > 1:
                    phrases.sort()
                    if any(map(eq, phrases, islice(phrases, 1, None))):
                        phrases[:] = dict.fromkeys(phrases)
        return count
