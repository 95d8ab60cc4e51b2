"""Expanded JSON-LD to RDF statements (JSON-LD 1.1 API, 8.1), written as N-Quads terms from the start.

The input is the output of :mod:`microcred.canonical.expansion`, which has already refused everything that would be
lost on the way: here nothing is dropped, and whatever cannot be a statement is an error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from microcred.canonical.jcs import canonicalize_json
from microcred.canonical.rdfc10 import Statement
from microcred.errors import ContextError, UnsupportedError

if TYPE_CHECKING:
    from microcred.canonical.expansion import Expansion

__all__ = ["IRI", "double_text", "literal_text", "statements"]

_MAX_CHARACTERS: Final = 50_000_000
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TYPE, _FIRST, _REST, _NIL = (f"<{_RDF}{name}>" for name in ("type", "first", "rest", "nil"))

# An absolute IRI that can be written in N-Quads as it is (RFC 3987, N-Quads IRIREF).
IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\x9f]*")
# From this magnitude on, JSON-LD writes whole numbers as doubles (JSON-LD 1.1 API, 8.2.2).
_LARGE: Final = 10**21
# A language tag as N-Quads can write it; anything else could break out of its statement (N-Quads, LANGTAG).
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,16}")
_ESCAPES: Final = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    ord("\b"): "\\b",
    ord("\t"): "\\t",
    ord("\n"): "\\n",
    ord("\f"): "\\f",
    ord("\r"): "\\r",
    ord('"'): '\\"',
    ord("\\"): "\\\\",
}


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
        self.characters_left = _MAX_CHARACTERS

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
                f"the statements of the document have more than {_MAX_CHARACTERS} characters in all",
                hint="shorten the IRIs that stand in many statements",
            )

    def add(self, subject: str, predicate: str, object_: str, graph: str) -> None:
        self.count(len(subject) + len(predicate) + len(object_) + len(graph))
        self.found.append((subject, predicate, object_, graph))

    def node(self, node: Mapping[str, Any], graph: str, around: str) -> str:
        subject = _iri(node["@id"]) if "@id" in node else self.blank_node(node, around)
        for key, values in node.items():
            match key:
                case "@id" | "@index":
                    pass
                case "@type":
                    for value in values:
                        self.add(subject, _TYPE, _iri(value), graph)
                case "@graph":
                    for inner in values:
                        self.node(inner, subject, f"<>{subject}")
                case _:
                    predicate = _iri(key)
                    here = f"{predicate}{subject}"
                    for value in values:
                        self.add(subject, predicate, self.object(value, graph, here), graph)
        return subject

    def object(self, value: Mapping[str, Any], graph: str, around: str) -> str:
        if "@value" in value:
            return _literal(value)
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


def _iri(text: Any) -> str:
    if not isinstance(text, str) or not IRI.fullmatch(text):
        raise ContextError("contexts.invalid-iri", f"{text!r:.80} is not an absolute IRI")
    return f"<{text}>"


def _literal(value: Mapping[str, Any]) -> str:
    """Object to RDF conversion (JSON-LD 1.1 API, 8.2.2) of a value object."""
    content, datatype = value["@value"], value.get("@type")
    if datatype == "@json":
        return literal_text(canonicalize_json(content).decode(), f"{_RDF}JSON")
    match content:
        case True | False:
            return literal_text(str(content).lower(), datatype or f"{_XSD}boolean")
        case int() | float() if not _is_whole(content) or abs(content) >= _LARGE or datatype == f"{_XSD}double":
            return literal_text(double_text(float(content)), datatype or f"{_XSD}double")
        case int() | float():
            return literal_text(str(int(content)), datatype or f"{_XSD}integer")
    language = value.get("@language")
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise ContextError("contexts.invalid-language", f"{language!r:.60} is not a language tag such as en or pt-BR")
    if "@direction" in value:
        # The i18n-datatype form of base directions (JSON-LD 1.1 API, 8.2.2, step 13).
        datatype = f"https://www.w3.org/ns/i18n#{language or ''}_{value['@direction']}"
    return literal_text(content, datatype, None if datatype else language)


def _is_whole(number: float) -> bool:
    return float(number).is_integer() if isinstance(number, float) else True


def double_text(number: float) -> str:
    """The canonical lexical form of an ``xsd:double`` with fifteen digits after the point, zeros stripped."""
    mantissa, _, exponent = f"{number:.15E}".partition("E")
    whole, _, fraction = mantissa.partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}E{int(exponent)}"


def literal_text(text: str, datatype: str | None = None, language: str | None = None) -> str:
    """A literal in canonical N-Quads (RDFC-1.0, 5): the least escapes, and no datatype where it is a string."""
    quoted = f'"{text.translate(_ESCAPES)}"'
    if language is not None:
        return f"{quoted}@{language}"
    if datatype is None or datatype == f"{_XSD}string":
        return quoted
    return f"{quoted}^^{_iri(datatype)}"
