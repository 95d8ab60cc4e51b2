"""Attack: documents that are made to fill what a canonicalizer remembers, or to take more time than their size."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice, permutations
from random import Random
from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, unsigned
from generated_datasets import clique, renamed
from microcred.canonical import Canonicalizer
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.contexts import BUNDLED
from microcred.document import Document
from microcred.errors import MicrocredError, UnsupportedError

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


def took(tree: dict[str, Any], canonicalizer: Canonicalizer) -> float:
    document = Document.of(tree, max_bytes=100_000_000)
    begun = time.process_time()
    canonicalizer.canonicalize(document.tree)
    return time.process_time() - begun


def with_alignments(count: int) -> dict[str, Any]:
    tree = unsigned()
    entry = {"type": ["Alignment"], "targetFramework": "Example Skills"}
    alignments = [
        {**entry, "targetName": f"Sampling {number}", "targetUrl": f"https://skills.example/{number}"}
        for number in range(count)
    ]
    tree["credentialSubject"]["achievement"]["alignment"] = alignments
    return tree


def with_tags(count: int) -> dict[str, Any]:
    tree = unsigned()
    tree["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(count)]
    return tree


def with_list(count: int) -> dict[str, Any]:
    tree = unsigned()
    values = [f"value {number}" for number in range(count)]
    tree["credentialSubject"]["achievement"]["resultDescription"][0]["allowedValue"] = values
    return tree


def with_json(count: int) -> dict[str, Any]:
    own = {"table": {"@id": "https://terms.example/table", "@type": "@json"}}
    return {"@context": [*CONTEXTS, own], "type": ["VerifiableCredential"], "table": [{"a": n} for n in range(count)]}


@pytest.mark.parametrize("kind", [with_alignments, with_tags, with_json], ids=lambda kind: kind.__name__)
def test_the_time_grows_as_the_document_does(kind: Callable[[int], dict[str, Any]]) -> None:
    canonicalizer = Canonicalizer()
    took(kind(10), canonicalizer)
    few, many = 500, 8_000
    short = min(took(kind(few), canonicalizer) for _ in range(5))
    long = min(took(kind(many), canonicalizer) for _ in range(2))
    # A cost that grew with the square of the size would be sixteen times as much for each.
    assert long / many < 4 * short / few


@pytest.mark.parametrize("tree", [with_tags(240_000), with_alignments(20_000)], ids=["wide", "long"])
def test_the_largest_document_that_the_gate_lets_pass_is_read_in_time(tree: dict[str, Any]) -> None:
    assert took(tree, Canonicalizer()) < 15


def test_a_list_of_values_that_follow_each_other_is_read_or_given_up_in_time() -> None:
    canonicalizer, document = Canonicalizer(), Document.of(with_list(20_000))
    begun = time.process_time()
    with suppress(UnsupportedError):
        canonicalizer.canonicalize(document.tree)
    assert time.process_time() - begun < 5


def nested(depth: int) -> dict[str, Any]:
    own = {"part": "https://terms.example/part"}
    part: dict[str, Any] = {"part": "x"}
    for _ in range(depth):
        part = {"part": part}
    return {"@context": [*CONTEXTS, own], "type": ["VerifiableCredential"], **part}


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


def test_long_ids_are_read_in_time() -> None:
    tree = with_alignments(200)
    for alignment in tree["credentialSubject"]["achievement"]["alignment"]:
        alignment["targetUrl"] += "k" * 20_000
    assert took(tree, Canonicalizer()) < 3


@pytest.mark.parametrize("size", [8, 9, 10, 11, 12])
def test_a_clique_is_refused_within_the_budget_whatever_its_order(size: int) -> None:
    statements = [(f"_:n{a}", "<urn:p>", f"_:n{b}", "") for a, b in clique(size)]
    for turn in range(2):
        begun = time.process_time()
        with pytest.raises(UnsupportedError) as caught:
            canonicalize_dataset(renamed(Random(turn), statements))
        assert caught.value.code == "canonical.too-much-work"
        assert time.process_time() - begun < 1


def orders() -> Iterator[list[str]]:
    return (list(order) for order in permutations(CLASSES, 4))


def test_what_one_document_asks_to_be_worked_out_is_bounded() -> None:
    entries = [{"type": order} for order in islice(orders(), 1_600)]
    tree = {"@context": CONTEXTS, "type": ["VerifiableCredential"], "evidence": entries}
    canonicalizer, document = Canonicalizer(), Document.of(tree)
    begun = time.process_time()
    with suppress(MicrocredError):
        canonicalizer.canonicalize(document.tree)
    assert time.process_time() - begun < 5


def test_a_string_is_never_taken_for_a_context_that_another_document_brought() -> None:
    canonicalizer = Canonicalizer()
    canonicalizer.canonicalize(Document.of({"@context": {"plot": "urn:x:p"}, "plot": "a"}).tree, {})
    for text in ('{"plot": "urn:x:p"}', '{"plot":"urn:x:p"}', "null", "[]"):
        with pytest.raises(MicrocredError) as caught:
            canonicalizer.canonicalize(Document.of({"@context": text, "plot": "a"}).tree, {})
        assert caught.value.code in ("contexts.unknown", "contexts.invalid")
