"""A badge beside statements that another tool printed: the first line that differs, and where in the JSON it is from.

Statements have no order but the canonical one, and blank nodes no names but those that follow from all statements: one
change can rename them all. So both sides are compared with blank nodes called by what is said of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from microcred.canonical import CanonicalDataset, Canonicalizer, Selection, Statement
from microcred.canonical.dataset import Dataset
from microcred.canonical.literals import RDF
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.document import Document, JsonArray, JsonObject, child_pointer, parent_pointer
from microcred.errors import ContextError, ProofError
from microcred.explanation.comparison import lines_of, nested_credential
from microcred.explanation.difference import Comparison, Difference, Effect, Side
from microcred.explanation.kind import Kind, kind_of_texts
from microcred.explanation.provenance import Provenance
from microcred.explanation.statements import PrintedStatements, differing, masked
from microcred.proofs import Proof, SecuredDocument

__all__ = ["compare_statements"]

_MAX_DIFFERENCES: Final = 200
_TYPE, _FIRST, _REST = (f"<{RDF}{name}>" for name in ("type", "first", "rest"))
_LITERAL: Final = re.compile(r'"(.*)"(.*)', re.DOTALL)
_I18N: Final = "^^<https://www.w3.org/ns/i18n#"


@dataclass(frozen=True, slots=True)
class _Target:
    """What the printed statements may be: those of the document, or of the options of a proof, in one reading."""

    part: Literal["document", "proof"]
    place: str
    tree: JsonObject
    dataset: CanonicalDataset
    versions: Selection


def compare_statements(here: Document, printed: PrintedStatements, canonicalizer: Canonicalizer) -> Comparison:
    """Compare a document, or the options of one of its proofs, with statements that somebody else made of it.

    Which of them is meant is told by what they have in common. Raises :class:`~microcred.errors.ContextError` for a
    document that cannot be read.
    """
    secured = SecuredDocument(here, canonicalizer)
    targets = list(_targets(secured))
    target = max(targets, key=lambda one: (one.dataset.canonical == printed.data, _in_common(one, printed)))
    notes = [f"compared with the {_WHAT[target.part]}" + (f" at {target.place}" if target.place else "")]
    if target.part == "document" and target is not targets[0]:
        urls = ", ".join(f"{url} ({version.label})" for url, version in target.versions.items())
        notes.append(f"read with older versions of the contexts: {urls}")
    if target.dataset.canonical == printed.data:
        return Comparison("statements", True, (), tuple(notes))
    found = tuple(_Beside(target, printed, canonicalizer).differences())
    return Comparison("statements", False, found, tuple(notes))


_WHAT: Final[Mapping[str, str]] = {"document": "statements of the document", "proof": "statements of the proof options"}


def _targets(secured: SecuredDocument) -> Iterator[_Target]:
    readings = list(secured.readings())
    for reading in readings:
        yield _Target("document", "", secured.unsecured, reading.dataset, reading.versions)
    for proof in secured.proofs if secured.document.tree.get("proof") else ():
        if isinstance(proof, Proof):
            try:
                tree, versions = secured.options_tree(proof), readings[0].versions
                dataset = secured.canonicalizer.dataset(tree, versions)
                yield _Target("proof", proof.pointer, tree, dataset, versions)
            except (ProofError, ContextError):
                continue  # explaining the badge by itself says what is wrong with it


def _in_common(target: _Target, printed: PrintedStatements) -> float:
    own, other = Counter(map(masked, target.dataset.statements)), Counter(map(masked, printed.lines))
    return (own & other).total() / max(1, own.total(), other.total())


@dataclass(frozen=True, slots=True)
class _Beside:
    target: _Target
    printed: PrintedStatements
    canonicalizer: Canonicalizer

    def differences(self) -> Iterator[Difference]:
        gone, new = differing(self.target.dataset.statements, self.printed.lines)
        if not gone and not new:
            yield self._written_otherwise()
            return
        provenance = Provenance(self.target.tree, self.canonicalizer, self.target.versions)
        places = provenance.places(gone)
        gone.sort(key=lambda statement: lines_of([statement], self.target.dataset))
        new.sort(key=lambda statement: self.printed.lines[statement])
        if Counter(map(masked, gone)) == Counter(map(masked, new)):
            yield self._hanging_together(gone, new, places)
            return
        renamed = _renamed(gone, new)
        if renamed is not None:
            yield self._of_ids(*renamed, gone, new)
            return
        for one, other in _paired(gone[:_MAX_DIFFERENCES], new[:_MAX_DIFFERENCES]):
            yield self._between(one, other, places)

    def _between(self, one: Statement | None, other: Statement | None, places: Mapping[Statement, str]) -> Difference:
        if one is None:
            assert other is not None  # noqa: S101 - a pair has one side at least
            there = Side(None, None, self._line(other), self.printed.lines[other])
            place = self._holder(other)
            kind = Kind.TYPE_ADDED if other[1] == _TYPE else Kind.MEMBER_ADDED
            return self._difference(kind, Side(place), there, detail="a statement about what stands at this place")
        here = Side(self._placed(places[one]), None, lines_of([one], self.target.dataset)[0])
        if other is None:
            kind = Kind.TYPE_REMOVED if one[1] == _TYPE else Kind.MEMBER_REMOVED
            return self._difference(kind, here, Side())
        return self._difference(_kind(one, other), here, Side(None, None, self._line(other), self.printed.lines[other]))

    def _difference(self, kind: Kind, here: Side, there: Side, detail: str | None = None) -> Difference:
        nested = nested_credential(self.target.tree, here.pointer) if self.target.part == "document" else None
        return Difference(kind, Effect.CHANGES, here, there, self.target.part, nested, detail)

    def _placed(self, pointer: str) -> str:
        return self.target.place + pointer

    def _line(self, statement: Statement) -> str:
        return f"{' '.join(filter(None, statement))} ."

    def _written_otherwise(self) -> Difference:
        canonical, data = self.target.dataset.canonical, self.printed.data
        own = canonicalize_dataset(Dataset.of(self.printed.lines), algorithm="sha256", contexts=())
        if own.canonical != canonical:
            return self._difference(Kind.STRUCTURE, Side(self._placed("")), Side())
        return self._difference(Kind.SERIALIZATION, Side(self._placed("")), Side(line=1), _spelling(canonical, data))

    def _hanging_together(
        self, gone: list[Statement], new: list[Statement], places: Mapping[Statement, str]
    ) -> Difference:
        """The same statements, but for which blank node they are about: the order of a list, mostly."""
        cells = [statement for statement in gone if statement[1] == _FIRST]
        kind = Kind.ORDER if cells else Kind.STRUCTURE
        one = min(cells or gone, key=lambda statement: places[statement])
        place = parent_pointer(places[one]) if cells else places[one]
        other = next((statement for statement in new if statement[1] == one[1]), new[0])
        there = Side(None, None, self._line(other), self.printed.lines[other])
        return self._difference(kind, Side(self._placed(place), None, lines_of([one], self.target.dataset)[0]), there)

    def _of_ids(self, one: str, other: str, gone: list[Statement], new: list[Statement]) -> Difference:
        kind = Kind.ID_CHANGED
        if one.startswith("_:"):
            kind = Kind.ID_ADDED
        elif other.startswith("_:"):
            kind = Kind.ID_REMOVED
        elif one.casefold() == other.casefold():
            kind = Kind.IRI_CASE
        place = self._node(one)
        pointer = place if kind is Kind.ID_ADDED else child_pointer(place, "id")
        here = Side(self._placed(pointer), None, lines_of(gone[:1], self.target.dataset)[0])
        return self._difference(kind, here, Side(None, None, self._line(new[0]), self.printed.lines[new[0]]))

    def _holder(self, statement: Statement) -> str:
        """Where the object stands that a statement is about, as far as it can be told apart from others here."""
        if not statement[0].startswith("_:"):
            return self._placed(self._node(statement[0]))
        own = {masked(known): known[0] for known in self.target.dataset.statements}
        said = (masked(known) for known in self.printed.lines if known[0] == statement[0])
        found = next((own[text] for text in said if text in own and text[1] != _TYPE), "_:")
        return self._placed(self._node(found))

    def _node(self, name: str) -> str:
        """The first object by this id, or for a blank node the place that it is called by."""
        if name.startswith("_:"):
            return name[2:] if name[2:3] in ("", "/") else ""
        return next((place for place, value in _objects(self.target.tree) if f"<{value.get('id')}>" == name), "")


def _objects(tree: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    pending: list[tuple[str, Any]] = [("", tree)]
    while pending:
        place, value = pending.pop()
        if isinstance(value, JsonObject):
            yield place, value
            pending.extend((child_pointer(place, name), part) for name, part in reversed(value.items()))
        elif isinstance(value, JsonArray):
            pending.extend((child_pointer(place, at), part) for at, part in reversed(list(enumerate(value))))


def _renamed(gone: list[Statement], new: list[Statement]) -> tuple[str, str] | None:
    """Two terms of which one stands wherever the other stood, if that is the whole difference."""
    if len(gone) != len(new):
        return None
    wanted = Counter(map(masked, new))
    tried: set[tuple[str, str]] = set()
    for other in new[:20]:
        for place in (0, 2):
            one, name = gone[0][place], other[place]
            if one == name or one.startswith('"') or name.startswith('"') or (one, name) in tried:
                continue
            tried.add((one, name))
            if len(gone) > 1 and Counter(masked(_replaced(each, one, name)) for each in gone) == wanted:
                return one, name
    return None


def _replaced(statement: Statement, one: str, other: str) -> Statement:
    subject, predicate, object_, graph = (other if term == one else term for term in statement)
    return subject, predicate, object_, graph


def _paired(gone: list[Statement], new: list[Statement]) -> Iterator[tuple[Statement | None, Statement | None]]:
    """Which statement here stands for which there: of the same subject and property first, then of the same value."""
    left = list(new)
    for one in gone:
        other = next((each for each in left if masked(each)[:2] == masked(one)[:2]), None)
        other = other or next(
            (each for each in left if masked(each)[0] == masked(one)[0] and masked(each)[2] == masked(one)[2]), None
        )
        if other is not None:
            left.remove(other)
        yield one, other
    yield from ((None, other) for other in left)


def _kind(here: Statement, there: Statement) -> Kind:
    """The kind of difference between two statements about the same thing."""
    if here[1] != there[1]:
        return Kind.MEMBER_RENAMED
    one, other = here[2], there[2]
    if here[1] == _TYPE:
        return Kind.TYPE_CHANGED
    literals = _LITERAL.fullmatch(one), _LITERAL.fullmatch(other)
    if literals[0] and literals[1]:
        return _kind_of_literals(*literals[0].groups(), *literals[1].groups())
    if literals[0] or literals[1]:
        return Kind.DATATYPE
    if one.startswith("_:") != other.startswith("_:"):
        return Kind.ID_ADDED if one.startswith("_:") else Kind.ID_REMOVED
    return kind_of_texts(one[1:-1], other[1:-1]) if one != other else Kind.STRUCTURE


def _kind_of_literals(here: str, suffix: str, there: str, other_suffix: str) -> Kind:
    if here == there:
        if suffix.startswith(_I18N) or other_suffix.startswith(_I18N):
            return Kind.DIRECTION
        return Kind.LANGUAGE if suffix.startswith("@") or other_suffix.startswith("@") else Kind.DATATYPE
    if suffix or other_suffix:
        try:
            if float(here) == float(there):
                return Kind.NUMBER_FORM
        except ValueError:
            return kind_of_texts(_decoded(here), _decoded(there))
    return kind_of_texts(_decoded(here), _decoded(there))


def _decoded(text: str) -> str:
    """The characters that the escapes of canonical N-Quads stand for, as far as kinds of texts tell them apart."""
    for escape, character in (("\\r", "\r"), ("\\n", "\n"), ("\\t", "\t")):
        text = text.replace(escape, character)
    return text


def _spelling(canonical: bytes, data: bytes) -> str:
    """What is different about the bytes of the same statements."""
    if data.startswith(b"\xef\xbb\xbf"):
        return "they begin with a byte order mark"
    if b"\r\n" in data:
        return "their lines end with CR LF, in the canonical form with LF"
    if data == canonical.rstrip(b"\n"):
        return "the line feed behind the last statement is missing"
    if data.rstrip(b"\n") == canonical.rstrip(b"\n"):
        return "there are empty lines behind the last statement"
    lines, own = data.splitlines(), canonical.splitlines()
    if sorted(lines) == own:
        return "the lines are not in the canonical order, that of their code points"
    if len(lines) != len(set(lines)):
        return "a statement stands more than once"
    if sorted(re.sub(rb"_:\S+", b"_:", line) for line in lines) == sorted(
        re.sub(rb"_:\S+", b"_:", line) for line in own
    ):
        return "the blank nodes do not have their canonical names"
    return "the white space or the escapes within the lines are not those of the canonical form"
