"""A thousand objects that have the same types in another order or selection each.

Attack: each type of an object may change the meaning of the words in it, in the order of the types' names; a document
has objects with every selection of twelve types, or with a few types in every order.

Naively: for each object the terms of its types are put on top of each other anew, which copies thousands of terms each
time.

Here: what types come to is worked out once for all their orders, and what one document asks to be worked out is
counted: one that has too many selections of them is given up with `canonical.too-much-work`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import combinations, islice, permutations
from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES
from microcred.canonical import Canonicalizer
from microcred.document import Document
from microcred.errors import UnsupportedError

CONTEXTS = [CREDENTIALS_V2, OPEN_BADGES]
SECONDS = 5
CLASSES = [
    "Achievement",
    "AchievementSubject",
    "Address",
    "Alignment",
    "Criteria",
    "Evidence",
    "GeoCoordinates",
    "IdentityObject",
    "Image",
    "Profile",
    "ResultDescription",
    "RubricCriterionLevel",
]


def orders() -> Iterator[list[str]]:
    return (list(order) for order in permutations(CLASSES[:8], 4))


def selections() -> Iterator[list[str]]:
    return (list(some) for number in range(1, 13) for some in combinations(CLASSES, number))


def with_evidence(*types: list[str]) -> dict[str, Any]:
    return {"@context": CONTEXTS, "type": ["VerifiableCredential"], "evidence": [{"type": each} for each in types]}


def naive_copied(entries: list[dict[str, Any]]) -> int:
    """How many terms are copied, if each type of each object makes a new table on top of the last one."""
    terms = {f"term{number}": f"urn:x:{number}" for number in range(500)}
    copied = 0
    for entry in entries:
        active = terms
        for kind in sorted(entry["type"]):
            active = {**active, "name": f"urn:x:{kind}#name"}
            copied += len(active)
    return copied


def test_a_naive_reader_copies_thousands_of_terms_for_each_object() -> None:
    entries = [{"type": order} for order in islice(orders(), 200)]
    assert naive_copied(entries) > 2_000 * len(entries)


def test_what_one_document_asks_to_be_worked_out_is_bounded() -> None:
    canonicalizer, document = Canonicalizer(), Document.of(with_evidence(*selections()))
    begun = time.process_time()
    with pytest.raises(UnsupportedError) as caught:
        canonicalizer.canonicalize(document.tree)
    assert time.process_time() - begun < SECONDS
    assert caught.value.code == "canonical.too-much-work"


def test_a_selection_is_worked_out_once_for_all_its_orders() -> None:
    canonicalizer, document = Canonicalizer(), Document.of(with_evidence(*islice(orders(), 1_600)))
    begun = time.process_time()
    assert canonicalizer.canonicalize(document.tree)
    assert time.process_time() - begun < SECONDS


def test_an_order_of_types_changes_nothing() -> None:
    def read(types: tuple[str, ...]) -> bytes:
        evidence = {"id": "urn:x:1", "type": list(types)}
        tree = {"@context": CONTEXTS, "type": ["VerifiableCredential"], "evidence": evidence}
        return Canonicalizer().canonicalize(Document.of(tree).tree)

    assert len({read(order) for order in permutations(["Evidence", "Image", "Profile"])}) == 1
