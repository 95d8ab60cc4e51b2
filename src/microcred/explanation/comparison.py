"""Two documents side by side: what differs between them, and which of it changes what is signed.

The JSON is compared first. Then each change is made by itself, and the document canonicalized again: so what a change
does is found out, and not guessed. That the order of a set says nothing, or that ``3`` and ``3.0`` are one number,
comes out of the canonical form itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from microcred.canonical import CanonicalDataset, Canonicalizer, Statement, canonicalize_json
from microcred.document import Document, JsonArray, JsonObject, child_pointer, frozen
from microcred.errors import ContextError, MicrocredError
from microcred.explanation.changes import Change, changes, made
from microcred.explanation.difference import Comparison, Difference, Effect, Side, shown
from microcred.explanation.kind import Kind
from microcred.explanation.provenance import size_of
from microcred.explanation.statements import differing, line_of
from microcred.positions import listed, placed, places
from microcred.proofs import CRYPTOSUITES, SecuredJwt, Work
from microcred.proofs.secured_document import contexts_of

__all__ = ["Basis", "compare_documents", "compare_tokens", "lines_of", "nested_credential"]

Basis: TypeAlias = Literal["statements", "json", "bytes"]

# How many JSON values one comparison canonicalizes at most, over all changes.
_MAX_COMPARED: Final = 1_200_000
# A value that is read in the guarded way takes as long as so many others.
_GUARDED: Final = 20
# To make a change, and to look for the statement that differs, takes as long as so many readings.
_BESIDE: Final = 6
_TOO_LARGE: Final = "it was not looked at, because the documents are too large for every difference to be made"
_TOGETHER: Final = "not by itself, but together with the others"


class _Signed(NamedTuple):
    """What would be signed of a document: its bytes, and its statements where it has any."""

    data: bytes
    dataset: CanonicalDataset | None = None


_Reading: TypeAlias = Callable[[JsonObject], _Signed]


def compare_documents(here: Document, there: Document, canonicalizer: Canonicalizer) -> Comparison:
    """Compare what the proofs of the document ``here`` are over, or would be, with the same of the one ``there``."""
    basis = _basis(here.tree)
    ways = _Ways(canonicalizer, basis, max(here.size, there.size))
    own, other = _without_proof(here.tree), _without_proof(there.tree)
    sides = _Sides.of(own, other, ways.document, ways.spent)
    found = [_judged(change, sides) for change in changes(own, other)]
    same = sides.same
    if same is False and found and all(difference.effect is Effect.NONE for difference in found):
        # None of the changes makes a difference by itself, and all of them together do.
        found = [replace(difference, effect=Effect.CHANGES, detail=_TOGETHER) for difference in found]
    found = [
        replace(each, nested=nested_credential(own if each.here.pointer else other, each.pointer)) for each in found
    ]
    proofs = list(_between_proofs(here.tree, there.tree, ways))
    if any(difference.effect in (Effect.CHANGES, Effect.REFUSED) for difference in proofs):
        same = False
    return Comparison(basis, same, (*found, *proofs), tuple(sides.why_unknown()))


def compare_tokens(here: SecuredJwt, there: SecuredJwt) -> Comparison:
    """Compare what two tokens sign: the bytes of their headers and payloads."""
    found = [_plain(change, Effect.CHANGES) for change in changes(here.claims.tree, there.claims.tree)]
    if not found and here.claims.raw != there.claims.raw:
        place = _place_of_bytes(here.claims, there.claims)
        found.append(Difference(Kind.SIGNED_BYTES, Effect.CHANGES, Side(place), Side(place)))
    header = [
        replace(_plain(change, Effect.CHANGES), part="header") for change in changes(here.jws.header, there.jws.header)
    ]
    same = here.jws.signing_input == there.jws.signing_input
    if not same and not found and not header:
        header.append(Difference(Kind.SIGNED_BYTES, Effect.CHANGES, Side(""), Side(""), "header"))
    return Comparison("bytes", same, (*found, *header))


class _Ways:
    """How what is signed is found, with a budget for all of it."""

    def __init__(self, canonicalizer: Canonicalizer, basis: Basis, size: int) -> None:
        self._size = size
        self.basis = basis
        self._canonicalizer = canonicalizer
        self._work = Work(_MAX_COMPARED)

    def document(self, tree: JsonObject) -> _Signed:
        """What a proof of this basis is over; raises :class:`~microcred.errors.ContextError` where it is not safe."""
        self._work.spend(size_of(tree))
        if self.basis == "json":
            return _Signed(canonicalize_json(tree))
        dataset = self._canonicalizer.dataset(tree, work=lambda values: self._work.spend(_GUARDED * values))
        return _Signed(dataset.canonical, dataset)

    def spent(self) -> bool:
        """Count the work that one more change makes; tells whether there was too little left for it."""
        self._work.left -= _BESIDE * self._size
        return self._work.left < 0

    def options(self, document: JsonObject) -> _Reading:
        """The way to read proof options that stand in this document."""

        def read(options: JsonObject) -> _Signed:
            signed = JsonObject((name, value) for name, value in options.items() if name != "proofValue")
            if self.basis == "json":
                return self.document(signed)
            own = [context for context in contexts_of(options) if context not in contexts_of(document)]
            contexts = frozen([*contexts_of(document), *own])
            return self.document(JsonObject({**signed, "@context": contexts}))

        return read


def _basis(tree: JsonObject) -> Basis:
    """What the first proof is over that is of a known suite; statements, where there is none."""
    for proof in listed(tree.get("proof", [])):
        name = proof.get("cryptosuite", proof.get("type")) if isinstance(proof, JsonObject) else None
        if isinstance(name, str) and name in CRYPTOSUITES:
            return "json" if CRYPTOSUITES[name].canonicalization == "jcs" else "statements"
    return "statements"


class _Sides(NamedTuple):
    """Both documents, and what would be signed of each, or why that cannot be told."""

    here: JsonObject
    there: JsonObject
    signed: _Signed | MicrocredError
    signed_there: _Signed | MicrocredError
    read: _Reading
    spent: Callable[[], bool]

    @classmethod
    def of(cls, here: JsonObject, there: JsonObject, read: _Reading, spent: Callable[[], bool]) -> _Sides:
        """Both documents, read in the same way."""
        return cls(here, there, _attempt(here, read), _attempt(there, read), read, spent)

    @property
    def same(self) -> bool | None:
        """Whether the same would be signed of both, where that is known."""
        if isinstance(self.signed, _Signed) and isinstance(self.signed_there, _Signed):
            return self.signed.data == self.signed_there.data
        return None

    def why_unknown(self) -> Iterator[str]:
        """Why something of it is not known, if anything is."""
        for name, found in (("here", self.signed), ("there", self.signed_there)):
            if isinstance(found, MicrocredError):
                place = f" at {found.pointer}" if found.pointer else ""
                yield f"what is {name} cannot be canonicalized{place}: {found.message} [{found.code}]"


def _attempt(tree: JsonObject, read: _Reading) -> _Signed | MicrocredError:
    try:
        return read(tree)
    except MicrocredError as error:
        return error


def _judged(change: Change, sides: _Sides) -> Difference:
    """What one change does, made by itself in the document that can be read."""
    if sides.spent():
        return _plain(change, Effect.UNKNOWN, _TOO_LARGE)
    if isinstance(sides.signed, _Signed):
        return _effect(change, sides.signed, _attempt(made(sides.here, change.forward), sides.read), forward=True)
    if isinstance(sides.signed_there, _Signed):
        after = _attempt(made(sides.there, change.backward), sides.read)
        return _effect(change, sides.signed_there, after, forward=False)
    return _plain(change, Effect.UNKNOWN)


def _effect(change: Change, before: _Signed, after: _Signed | MicrocredError, *, forward: bool) -> Difference:
    if isinstance(after, MicrocredError):
        effect = Effect.REFUSED if isinstance(after, ContextError) else Effect.UNKNOWN
        return _plain(change, effect, f"{after.message} [{after.code}]")
    if before.data == after.data:
        return _plain(change, Effect.NONE)
    found = _plain(change, Effect.CHANGES)
    one, other = (before, after) if forward else (after, before)
    if one.dataset is None or other.dataset is None:
        return found
    gone, new = differing(one.dataset.statements, other.dataset.statements)
    return replace(
        found,
        here=replace(found.here, statement=_first_line(gone, one.dataset)),
        there=replace(found.there, statement=_first_line(new, other.dataset)),
    )


def _nested(difference: Difference, here: JsonObject, there: JsonObject) -> str | None:
    return nested_credential(there if difference.here.pointer is None else here, difference.pointer)


def _first_line(statements: list[Statement], dataset: CanonicalDataset) -> str | None:
    return min(lines_of(statements, dataset), default=None)


def lines_of(statements: list[Statement], dataset: CanonicalDataset) -> list[str]:
    """Statements as lines of the canonical form of their document."""
    return [line_of(statement, dataset.labels) for statement in statements]


def _plain(change: Change, effect: Effect, detail: str | None = None) -> Difference:
    return Difference(
        change.kind,
        effect,
        Side(change.here, None if change.here is None else shown(change.found)),
        Side(change.there, None if change.there is None else shown(change.other)),
        detail=detail,
    )


def _between_proofs(here: JsonObject, there: JsonObject, ways: _Ways) -> Iterator[Difference]:
    """The proofs of both documents, one by one in their order; a proof that has no partner signs the same document."""
    if "proof" not in here or "proof" not in there:
        return
    own, other = placed(here["proof"], "/proof"), placed(there["proof"], "/proof")
    for (place, proof), (place_there, proof_there) in zip(own, other, strict=False):
        if not isinstance(proof, JsonObject) or not isinstance(proof_there, JsonObject):
            continue
        sides = _Sides.of(proof, proof_there, ways.options(here), ways.spent)
        for change in changes(proof, proof_there):
            is_signed = change.forward.path[:1] != ("proofValue",)
            judged = _judged(change, sides) if is_signed else _plain(change, Effect.NONE)
            yield _moved(judged, place, place_there)
    for place, proof in own[len(other) :]:
        yield Difference(Kind.VALUE_REMOVED, Effect.NONE, Side(place, shown(proof)), Side(), "proof")
    for place, proof in other[len(own) :]:
        yield Difference(Kind.VALUE_ADDED, Effect.NONE, Side(), Side(place, shown(proof)), "proof")


def _moved(difference: Difference, here: str, there: str) -> Difference:
    """The same in the proof that stands at ``here``, and ``there`` in the other document."""
    return replace(
        difference,
        part="proof",
        here=difference.here if difference.here.pointer is None else _below(here, difference.here),
        there=difference.there if difference.there.pointer is None else _below(there, difference.there),
    )


def _below(place: str, side: Side) -> Side:
    return replace(side, pointer=f"{place}{side.pointer}")


def _without_proof(tree: JsonObject) -> JsonObject:
    return JsonObject((name, value) for name, value in tree.items() if name != "proof")


def nested_credential(tree: JsonObject, pointer: str | None) -> str | None:
    """The JSON Pointer of the innermost credential within ``tree`` that a place is in, if it is in one."""
    value: Any = tree
    at, found = "", None
    for token in (pointer or "").split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        match value:
            case JsonObject() if key in value:
                value = value[key]
            case JsonArray() if key.isdecimal() and int(key) < len(value):
                value = value[int(key)]
            case _:
                break
        at = child_pointer(at, key)
        types = listed(value.get("type", [])) if isinstance(value, JsonObject) else []
        if "VerifiableCredential" in types:
            found = at
    return found


def _place_of_bytes(here: Document, there: Document) -> str:
    """The JSON Pointer of the value at, or before, the first byte that differs."""
    text, other = here.raw.decode(), there.raw.decode()
    at = next((index for index, pair in enumerate(zip(text, other, strict=False)) if pair[0] != pair[1]), len(text))
    found = ""
    for pointer, (name, _) in places(text):
        if name <= at:
            found = pointer
    return found
