"""A document for which the time grows faster than its size.

Attack: a document of the largest size that is read has twenty thousand alignments, a quarter of a million tags, or ids
of twenty thousand characters.

Naively: each value is compared with all that came before it, to leave out what was said already: twice the values, four
times the work.

Here: the time of the canonicalization grows as the document does, and the largest document that the gate lets pass is
read, or given up, in time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, unsigned
from microcred.canonical import Canonicalizer
from microcred.document import Document
from microcred.errors import UnsupportedError

CONTEXTS = [CREDENTIALS_V2, OPEN_BADGES]


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


def naive_comparisons(values: list[Any]) -> int:
    """How often two values are compared while duplicates are left out."""
    kept: list[Any] = []
    comparisons = 0
    for value in values:
        comparisons += len(kept)
        if value not in kept:
            kept.append(value)
    return comparisons


def test_a_naive_reader_takes_four_times_as_long_for_twice_as_much() -> None:
    short, long = (with_tags(count)["credentialSubject"]["achievement"]["tag"] for count in (200, 400))
    assert naive_comparisons(long) > 3.9 * naive_comparisons(short)


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


def test_long_ids_are_read_in_time() -> None:
    tree = with_alignments(200)
    for alignment in tree["credentialSubject"]["achievement"]["alignment"]:
        alignment["targetUrl"] += "k" * 20_000
    assert took(tree, Canonicalizer()) < 3
