"""Two sets of statements side by side, whatever their blank nodes are called, and N-Quads that another tool printed."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from microcred.canonical import Statement
from microcred.canonical.literals import escaped
from microcred.document import MAX_BYTES
from microcred.errors import UsageError

__all__ = ["PrintedStatements", "differing", "line_of", "looks_like_nquads", "masked"]

_MAX_LINES: Final = 100_000
# How far from each other two changes can be and still explain one another; a document is no deeper.
_MAX_ROUNDS: Final = 64
# How many statements are looked at in all rounds together.
_MAX_PAINTED: Final = 1_000_000

_IRI: Final = r'<(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>'
_BLANK: Final = r"_:[^\s<>\"]+"
_LITERAL: Final = rf'"(?:[^"\\\n\r]|\\.)*"(?:\^\^{_IRI}|@[A-Za-z0-9-]+)?'
_LINE: Final = re.compile(
    rf"[ \t]*(?P<subject>{_IRI}|{_BLANK})[ \t]*(?P<predicate>{_IRI})[ \t]*(?P<object>{_IRI}|{_BLANK}|{_LITERAL})"
    rf"(?:[ \t]*(?P<graph>{_IRI}|{_BLANK}))?[ \t]*\.[ \t]*(?:#.*)?"
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SHORT_ESCAPES: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def looks_like_nquads(data: bytes) -> bool:
    """Whether bytes that are no badge may be statements: their first line with anything in it reads like one."""
    start = data[:65_536].decode("utf-8", "replace").lstrip("\ufeff").split("\n")
    first = next((line for line in start if line.strip() and not line.startswith("#")), "")
    return re.match(r"[ \t]*(?:<[^\s<>\"]*>|_:)", first) is not None


@dataclass(frozen=True, slots=True)
class PrintedStatements:
    """N-Quads as a tool printed them: its bytes, and each statement with the number of its line, from 1.

    Literals and IRIs are written as canonical N-Quads write them, blank nodes are called as they were.
    """

    data: bytes
    lines: Mapping[Statement, int]

    @classmethod
    def read(cls, data: bytes) -> PrintedStatements:
        """Read N-Quads; raises :class:`~microcred.errors.UsageError` for anything else (RDF 1.1 N-Quads, 4)."""
        if len(data) > MAX_BYTES:
            raise _no_nquads(f"has {len(data)} bytes, at most {MAX_BYTES} are read")
        try:
            texts = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
        except UnicodeDecodeError as error:
            raise _no_nquads(f"is not UTF-8 at byte {error.start}") from None
        if len(texts) > _MAX_LINES:
            raise _no_nquads(f"has {len(texts)} lines, at most {_MAX_LINES} are read")
        lines: dict[Statement, int] = {}
        for number, text in enumerate(texts, start=1):
            if text.strip() and not text.startswith("#"):
                lines.setdefault(_statement(text, number), number)
        return cls(data, lines)


def differing(here: Iterable[Statement], there: Iterable[Statement]) -> tuple[list[Statement], list[Statement]]:
    """The statements of either side that the other has not, as near as possible to what made them differ.

    Blank nodes are called by what is said of them, at first nothing, then what is said of their neighbours, and so on:
    the first round in which the sides differ tells where. Two empty lists mean that no difference was found.
    """
    one, other = _Coloured(here), _Coloured(there)
    told_apart = 0
    rounds = min(_MAX_ROUNDS, 1 + _MAX_PAINTED // (1 + len(one.statements) + len(other.statements)))
    for _ in range(rounds):
        counts, other_counts = one.counts(), other.counts()
        if counts != other_counts:
            return one.beyond(other_counts), other.beyond(counts)
        colours = len({*one.colours.values(), *other.colours.values()})
        if colours == told_apart:
            break
        told_apart = colours
        one.refine()
        other.refine()
    return [], []


def line_of(statement: Statement, labels: Mapping[str, str]) -> str:
    """One line of N-Quads without its line feed, with blank nodes called by ``labels``, where they are there."""
    terms = (f"_:{labels[term]}" if term in labels else term for term in statement if term)
    return f"{' '.join(terms)} ."


def masked(statement: Statement) -> Statement:
    """A statement with all blank nodes called alike."""
    subject, predicate, object_, graph = ("_:" if term.startswith("_:") else term for term in statement)
    return subject, predicate, object_, graph


class _Coloured:
    """Statements whose blank nodes are told apart by colours, which are refined round by round."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.statements = sorted(set(statements))
        self.colours = {term: "_:" for statement in self.statements for term in statement if term.startswith("_:")}

    def painted(self, statement: Statement) -> Statement:
        subject, predicate, object_, graph = (self.colours.get(term, term) for term in statement)
        return subject, predicate, object_, graph

    def counts(self) -> Counter[Statement]:
        return Counter(map(self.painted, self.statements))

    def beyond(self, other: Mapping[Statement, int]) -> list[Statement]:
        """The statements of which there are more than the other side has."""
        left = Counter(other)
        found = []
        for statement in self.statements:
            colour = self.painted(statement)
            left[colour] -= 1
            if left[colour] < 0:
                found.append(statement)
        return found

    def refine(self) -> None:
        """Call each blank node by all that is said of it."""
        said: dict[str, list[str]] = {node: [colour] for node, colour in self.colours.items()}
        for statement in self.statements:
            painted = self.painted(statement)
            for place, term in enumerate(statement):
                if term in said:
                    said[term].append(f"{place} {' '.join((*painted[:place], *painted[place + 1 :]))}")
        self.colours = {
            node: "_:" + hashlib.sha256("\n".join(sorted(texts)).encode("utf-8", "surrogatepass")).hexdigest()
            for node, texts in said.items()
        }


def _statement(text: str, number: int) -> Statement:
    found = _LINE.fullmatch(text)
    if found is None:
        raise _no_nquads(f"has {text[:60]!a} on line {number}")
    subject, predicate, object_, graph = found.group("subject", "predicate", "object", "graph")
    return _term(subject), _term(predicate), _term(object_), _term(graph or "")


def _term(text: str) -> str:
    """One spelling for each term: that of canonical N-Quads (RDFC-1.0, 5)."""
    if "\\" not in text and not text.startswith('"'):
        return text
    plain = _ESCAPE.sub(_unescaped, text)
    if not text.startswith('"'):
        return plain
    end = text.rindex('"')
    content = escaped(_ESCAPE.sub(_unescaped, text[1:end]))
    suffix = _ESCAPE.sub(_unescaped, text[end + 1 :])
    return f'"{content}"' + ("" if suffix == "^^<http://www.w3.org/2001/XMLSchema#string>" else suffix)


def _unescaped(found: re.Match[str]) -> str:
    short, long, mark = found.groups()
    if mark is not None:
        return _SHORT_ESCAPES.get(mark, mark)
    code = int(short or long, 16)
    return chr(code) if code < 0x110000 else "\ufffd"


def _no_nquads(what: str) -> UsageError:
    return UsageError(
        "usage.not-n-quads",
        f"what to compare with {what}, wanted a badge or statements in N-Quads",
        hint="one statement on a line, as the other tool prints its canonical form",
    )
