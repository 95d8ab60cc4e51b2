"""Selective disclosure: whatever is selected is shown and verified, and nothing else is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from badges import CANONICALIZER
from disclosure import ISSUER, draft, issued, value_of
from microcred.document import Document, child_pointer
from microcred.proofs import SecuredDocument, derive_proof, verify_proof

BASE = issued(mandatory_pointers=["/issuer"])


def places(value: object, pointer: str = "") -> list[str]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    inner = [place for key, part in parts if key != "@context" for place in places(part, child_pointer(pointer, key))]
    return [pointer, *inner]


# One entry of an ordered list cannot be shown by itself, which has a test of its own.
POINTERS = sorted(place for place in places(draft()) if place and "/allowedValue/" not in place)


def leaves(document: Document) -> set[tuple[str, str]]:
    """Each text of a document with the name of its member; elements of arrays have moved, so not its whole place."""

    def walk(value: object, name: str) -> set[tuple[str, str]]:
        match value:
            case dict():
                return {leaf for key, part in value.items() for leaf in walk(part, key)}
            case list():
                return {leaf for part in value for leaf in walk(part, name)}
            case _:
                return {(name, repr(value))}

    return walk({name: part for name, part in document.tree.items() if name not in ("proof", "@context")}, "")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(POINTERS), max_size=6))
def test_whatever_is_selected_is_shown_and_holds(pointers: list[str]) -> None:
    document = derive_proof(BASE, selective_pointers=pointers, canonicalizer=CANONICALIZER)
    secured = SecuredDocument(document, CANONICALIZER)
    verified = verify_proof(secured, secured.proof(), ISSUER.public_key)
    statements = verified.canonical_document.count(b"\n")
    value = value_of(document)
    assert len(value.signatures) + len(value.mandatory_indexes) == statements
    assert leaves(document) <= leaves(BASE)
    asked = [leaf for pointer in pointers for leaf in leaves(Document.of({"x": BASE.at(pointer)}))]
    assert {text for _, text in asked} <= {text for _, text in leaves(document)}
