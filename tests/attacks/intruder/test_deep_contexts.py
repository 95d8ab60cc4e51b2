"""A document in which every level brings the contexts of its own.

Attack: a document nests objects as deep as is allowed, each of which changes the meaning of words again, by its type or
by a context.

Naively: the contexts of all levels are worked out again for each object, so that a level more costs as much as all
above it.

Here: what a context means is worked out once for each place where it is used; the deepest document that the gate lets
pass is read, and a level costs no more than the one before.
"""

from __future__ import annotations

import time
from typing import Any

from badges import CREDENTIALS_V2, OPEN_BADGES
from microcred.canonical import Canonicalizer
from microcred.document import Document

CONTEXTS = [CREDENTIALS_V2, OPEN_BADGES]


def took(tree: dict[str, Any], canonicalizer: Canonicalizer) -> float:
    document = Document.of(tree, max_bytes=100_000_000)
    begun = time.process_time()
    canonicalizer.canonicalize(document.tree)
    return time.process_time() - begun


def nested(depth: int) -> dict[str, Any]:
    own = {"part": "https://terms.example/part"}
    part: dict[str, Any] = {"part": "x"}
    for _ in range(depth):
        part = {"part": part}
    return {"@context": [*CONTEXTS, own], "type": ["VerifiableCredential"], **part}


def naive_readings(tree: dict[str, Any], contexts: tuple[Any, ...] = ()) -> int:
    """How many contexts are read, if each object reads those of all objects around it again."""
    contexts = (*contexts, tree.get("@context"))
    inner = [value for value in tree.values() if isinstance(value, dict)]
    return len(contexts) + sum(naive_readings(each, contexts) for each in inner)


def test_a_naive_reader_takes_four_times_as_long_for_twice_the_depth() -> None:
    assert naive_readings(nested(60)) > 3.5 * naive_readings(nested(30))


def test_the_deepest_document_that_the_gate_lets_pass_is_read() -> None:
    text = Canonicalizer().canonicalize(Document.of(nested(61)).tree).decode()
    assert text.count("https://terms.example/part") == 62


def test_a_deep_part_of_typed_and_scoped_objects_costs_no_more_for_each_level() -> None:
    def presentations(depth: int) -> dict[str, Any]:
        part: dict[str, Any] = {"@context": CONTEXTS, "type": ["VerifiableCredential"], "issuer": "did:example:issuer"}
        for level in range(depth):
            held = {"id": f"urn:x:{level}", "verifiableCredential": [part]}
            part = {"@context": CONTEXTS, "type": ["VerifiablePresentation"], **held}
        return part

    canonicalizer = Canonicalizer()
    took(presentations(2), canonicalizer)
    assert took(presentations(30), canonicalizer) < 1
