"""A thousand objects that have the same types in another order each.

Attack: each type of an object may change the meaning of the words in it, in the order of the types' names; a document
has objects with every selection of eight types.

Naively: for each object the terms of its types are put on top of each other anew, which copies thousands of terms each
time.

Here: what one document asks to be worked out is counted; it is read, or given up with `canonical.too-much-work`, in
time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, permutations
from typing import Any

from badges import CREDENTIALS_V2, OPEN_BADGES
from microcred.canonical import Canonicalizer
from microcred.document import Document
from microcred.errors import MicrocredError

CONTEXTS = [CREDENTIALS_V2, OPEN_BADGES]


CLASSES = ["Achievement", "AchievementSubject", "Profile", "Evidence", "Address", "GeoCoordinates", "Result", "Image"]


def orders() -> Iterator[list[str]]:
    return (list(order) for order in permutations(CLASSES, 4))


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
    entries = [{"type": order} for order in islice(orders(), 1_600)]
    tree = {"@context": CONTEXTS, "type": ["VerifiableCredential"], "evidence": entries}
    canonicalizer, document = Canonicalizer(), Document.of(tree)
    begun = time.process_time()
    with suppress(MicrocredError):
        canonicalizer.canonicalize(document.tree)
    assert time.process_time() - begun < 5


def test_an_order_of_types_changes_nothing() -> None:
    def read(types: tuple[str, ...]) -> bytes:
        evidence = {"id": "urn:x:1", "type": list(types)}
        tree = {"@context": CONTEXTS, "type": ["VerifiableCredential"], "evidence": evidence}
        return Canonicalizer().canonicalize(Document.of(tree).tree)

    assert len({read(order) for order in permutations(["Evidence", "Image", "Profile"])}) == 1
