"""Expanded JSON-LD to RDF statements (JSON-LD 1.1 API, 8.1), written as N-Quads terms from the start.

The input is the output of :mod:`microcred.canonical.expansion`, which has already refused everything that would be
lost on the way: here nothing is dropped, and whatever cannot be a statement is an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from microcred.canonical.dataset import Statement
from microcred.canonical.literals import RDF, iri_term, literal_term
from microcred.canonical.rdfc10 import MAX_CHARACTERS
from microcred.errors import ContextError, UnsupportedError

if TYPE_CHECKING:
    from microcred.canonical.expansion import Expansion

__all__ = ["statements"]

_TYPE, _FIRST, _REST, _NIL = (f"<{RDF}{name}>" for name in ("type", "first", "rest", "nil"))


def statements(expansion: Expansion) -> list[Statement]:
    """The RDF dataset of an expanded document, as N-Quads terms.

    A blank node is labelled by where in the JSON it stands, so that a part of a document has the labels of the whole.
    """
    builder = _Builder(expansion)
    for node in expansion.nodes:
        builder.node(node, "", "")
    return builder.found


class _Builder:
    def __init__(self, expansion: Expansion) -> None:
        self.expansion = expansion
        self.found: list[Statement] = []
        self.placed: set[str] = set()
        self.unplaced: Counter[str] = Counter()
        self.characters_left = MAX_CHARACTERS

    def blank_node(self, node: Mapping[str, Any], around: str) -> str:
        place = self.expansion.place(node)
        if place is None or place in self.placed:
            return self.unplaced_node(around)
        self.placed.add(place)
        return f"_:{place}"

    def unplaced_node(self, around: str) -> str:
        """A label for what is no object of the JSON: the cell of a list, the name of a graph.

        Pointers begin with a slash or are empty, so the number in front keeps it apart from the label of a place.
        """
        self.unplaced[around] += 1
        self.count(len(around))
        return f"_:{self.unplaced[around]}{around}"

    def count(self, characters: int) -> None:
        """Bound what the statements come to when they are written, each with its property in full."""
        self.characters_left -= characters
        if self.characters_left < 0:
            raise UnsupportedError(
                "canonical.too-much-work",
                f"the statements of the document have more than {MAX_CHARACTERS} characters in all",
                hint="shorten the IRIs that stand in many statements",
            )

    def add(self, subject: str, predicate: str, object_: str, graph: str) -> None:
        self.count(len(subject) + len(predicate) + len(object_) + len(graph))
        self.found.append((subject, predicate, object_, graph))

    def node(self, node: Mapping[str, Any], graph: str, around: str) -> str:
        """The statements about a node, and the term that it is called by."""
        try:
            return self._node(node, graph, around)
        except ContextError as error:
            place = self.expansion.place(node)
            raise ContextError.of(
                replace(each, pointer=place) if each.pointer is None else each for each in error.faults
            ) from None

    def _node(self, node: Mapping[str, Any], graph: str, around: str) -> str:
        subject = iri_term(node["@id"]) if "@id" in node else self.blank_node(node, around)
        for key, values in node.items():
            match key:
                case "@id" | "@index":
                    pass
                case "@type":
                    for value in values:
                        self.add(subject, _TYPE, iri_term(value), graph)
                case "@graph":
                    for inner in values:
                        self.node(inner, subject, f"<>{subject}")
                case _:
                    predicate = iri_term(key)
                    here = f"{predicate}{subject}"
                    for value in values:
                        self.add(subject, predicate, self.object(value, graph, here), graph)
        return subject

    def object(self, value: Mapping[str, Any], graph: str, around: str) -> str:
        if "@value" in value:
            return literal_term(value)
        if "@list" in value:
            return self.list(value["@list"], graph, around)
        return self.node(value, graph, around)

    def list(self, values: Sequence[Mapping[str, Any]], graph: str, around: str) -> str:
        """List to RDF conversion (JSON-LD 1.1 API, 8.3)."""
        cells = [self.unplaced_node(around) for _ in values]
        for cell, rest, value in zip(cells, [*cells, _NIL][1:], values, strict=True):
            self.add(cell, _FIRST, self.object(value, graph, f"{_FIRST}{cell}"), graph)
            self.add(cell, _REST, rest, graph)
        return cells[0] if cells else _NIL
