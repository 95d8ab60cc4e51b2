"""Documents that are all different, so that what is remembered of each fills the memory.

Attack: each of a million documents has a context, an order of types, or a word of its own, for which a verifier works
out tables that it keeps for the next document.

Naively: what was worked out once is kept in a dictionary without a bound.

Here: every table of a canonicalizer has room for so much and no more, by count and by size, and after a few hundred
documents nothing grows.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, unsigned
from microcred.canonical import Canonicalizer
from microcred.contexts import BUNDLED
from microcred.document import Document
from microcred.errors import MicrocredError

CONTEXTS = [CREDENTIALS_V2, OPEN_BADGES]


CLASSES = ["Achievement", "AchievementSubject", "Profile", "Evidence", "Address", "GeoCoordinates", "Result", "Image"]


def with_own_context(number: int) -> dict[str, Any]:
    own = {f"word{number}": f"https://terms.example/{number}", "@vocab": f"https://vocab.example/{number}#"}
    return {"@context": [*CONTEXTS, own], "type": ["VerifiableCredential"], f"word{number}": "x", f"other{number}": "y"}


def with_types(number: int) -> dict[str, Any]:
    order = Random(number).choices(CLASSES, k=2)
    return {"@context": CONTEXTS, "type": ["VerifiableCredential", order[0]], "evidence": {"type": order}}


def with_undefined_words(number: int) -> dict[str, Any]:
    return {"@context": CONTEXTS, "type": ["VerifiableCredential", f"Type{number}"], f"word{number}": 1, "name": "x"}


def with_key_order(number: int) -> dict[str, Any]:
    members = list(unsigned().items())
    Random(number).shuffle(members)
    return {**dict(members), "description": f"number {number}"}


def with_contexts_within(number: int) -> dict[str, Any]:
    urls = sorted(BUNDLED.urls())
    chosen = Random(number).choices(urls, k=3)
    return {
        "@context": [CREDENTIALS_V2],
        "type": "VerifiableCredential",
        "evidence": {"@context": chosen, "id": "urn:x:1"},
    }


def with_words(number: int) -> dict[str, Any]:
    proof = {"type": "DataIntegrityProof", "proofPurpose": f"https://purposes.example/{number}"}
    return {"@context": CONTEXTS, "type": ["VerifiableCredential"], "proof": proof}


def with_ids(number: int) -> dict[str, Any]:
    return {
        "@context": CONTEXTS,
        "id": f"urn:x:{number}",
        "type": ["VerifiableCredential"],
        "issuer": f"did:x:{number}",
    }


KINDS: list[Callable[[int], dict[str, Any]]] = [
    *(with_own_context, with_types, with_undefined_words),
    *(with_key_order, with_contexts_within, with_words, with_ids),
]


class NaiveCanonicalizer:
    """Keeps the terms of every list of contexts that it has seen."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, str]] = {}

    def terms(self, tree: dict[str, Any]) -> dict[str, str]:
        key = repr(tree["@context"])
        if key not in self.kept:
            own = [context for context in tree["@context"] if isinstance(context, dict)]
            self.kept[key] = {term: iri for context in own for term, iri in context.items()}
        return self.kept[key]


def test_a_naive_canonicalizer_keeps_something_of_every_document() -> None:
    canonicalizer = NaiveCanonicalizer()
    for number in range(1_000):
        canonicalizer.terms(with_own_context(number))
    assert len(canonicalizer.kept) == 1_000


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_is_remembered_of_documents_that_are_all_different_stays_bounded(
    kind: Callable[[int], dict[str, Any]],
) -> None:
    canonicalizer = Canonicalizer()

    def read(first: int, count: int) -> None:
        for number in range(first, first + count):
            with suppress(MicrocredError):
                canonicalizer.canonicalize(Document.of(kind(number)).tree)

    # As many as the largest of the tables has room for, and a few more.
    read(0, 280)
    assert grown_by(lambda: read(280, 60)) < 3_000_000


def test_long_lists_of_types_are_not_remembered() -> None:
    canonicalizer = Canonicalizer()

    def read(first: int, count: int) -> None:
        for number in range(first, first + count):
            evidence = {"type": ["Evidence"] * (10_000 + number)}
            tree = {"@context": CONTEXTS, "type": ["VerifiableCredential"], "evidence": evidence}
            canonicalizer.canonicalize(Document.of(tree).tree)

    read(0, 1)
    assert grown_by(lambda: read(1, 8)) < 500_000


def grown_by(act: Callable[[], None]) -> int:
    """How many bytes of what an action allocates are still in use after it."""
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        act()
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
