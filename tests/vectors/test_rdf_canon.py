"""The test suite of RDF Dataset Canonicalization 1.0, all of it."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from corpus import CORPUS, corpus_path, needs_corpus
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.errors import UnsupportedError
from nquads import parse_nquads

SUITE = "rdf/rdf-canon"
ENTRIES: list[dict[str, Any]] = (
    json.loads((CORPUS / SUITE / "manifest.jsonld").read_bytes())["entries"] if CORPUS else []
)


def entries(*kinds: str) -> list[Any]:
    chosen = [entry for entry in ENTRIES if entry["type"] in kinds]
    return [pytest.param(entry, id=entry["id"].lstrip("#")) for entry in chosen]


@needs_corpus
def test_the_suite_is_whole() -> None:
    assert len(ENTRIES) == 86
    assert sum(map(len, (entries("rdfc:RDFC10EvalTest"), entries("rdfc:RDFC10MapTest")))) == 85


@needs_corpus
@pytest.mark.parametrize("entry", entries("rdfc:RDFC10EvalTest"))
def test_the_canonical_form_is_the_expected_one(entry: dict[str, Any]) -> None:
    statements = parse_nquads(corpus_path(f"{SUITE}/{entry['action']}").read_text())
    found = canonicalize_dataset(statements, algorithm=entry.get("hashAlgorithm", "SHA256").lower())
    assert found.text == corpus_path(f"{SUITE}/{entry['result']}").read_text()


@needs_corpus
@pytest.mark.parametrize("entry", entries("rdfc:RDFC10MapTest"))
def test_the_labels_are_the_expected_ones(entry: dict[str, Any]) -> None:
    statements = parse_nquads(corpus_path(f"{SUITE}/{entry['action']}").read_text())
    found = canonicalize_dataset(statements, algorithm=entry.get("hashAlgorithm", "SHA256").lower())
    expected = json.loads(corpus_path(f"{SUITE}/{entry['result']}").read_bytes())
    assert {node.removeprefix("_:"): label for node, label in found.labels.items()} == expected


@needs_corpus
@pytest.mark.parametrize("entry", entries("rdfc:RDFC10NegativeEvalTest"))
def test_a_poisoned_dataset_is_refused_in_time(entry: dict[str, Any]) -> None:
    statements = parse_nquads(corpus_path(f"{SUITE}/{entry['action']}").read_text())
    begun = time.process_time()
    with pytest.raises(UnsupportedError) as caught:
        canonicalize_dataset(statements)
    assert caught.value.code == "canonical.too-much-work"
    assert time.process_time() - begun < 1
