"""Credentials and presentations of any kind: read as their sources say, by the gate, the models and the contexts.

No signature is looked at: most of these are inputs of test suites that sign them first. What such a suite fills in (an
issuer, dates relative to today) is filled in here. What is seen differently stands in ``reading_disagreements.toml``,
each with its reason.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus import corpus_path, needs_corpus, samples
from microcred.canonical import Canonicalizer
from microcred.document import Document
from microcred.errors import MicrocredError, Rejected
from microcred.models import EnvelopedVerifiableCredential, read_credential, read_presentation
from microcred.proofs import SecuredDocument

pytestmark = needs_corpus

WHOLE = ("w3c-vcdm2", "w3c-vcdm1")
UNSIGNED = (
    "andamio",
    "dc-bootcamp",
    "dcc-docs",
    "digitalbazaar-obv3-test-suite",
    "educredentials",
    "impierce",
    "jff-plugfest",
    "ob3-spec",
    "ssi",
    "walt-id",
)
FILLED_IN = ("w3c-vcdm2", "digitalbazaar-obv3-test-suite")
DISAGREEMENTS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("reading_disagreements.toml").read_text(encoding="utf-8")
)
DATES = {"PAST DATE": "2020-01-01T00:00:00Z", "FUTURE DATE": "2090-01-01T00:00:00Z"}


def family(sample: dict[str, Any]) -> str:
    return str(sample["file"]).split("/")[1]


def ids(sample: dict[str, Any]) -> str:
    return str(sample["file"]).removeprefix("samples/")


def in_scope(sample: dict[str, Any]) -> bool:
    unsigned = family(sample) in UNSIGNED and not sample["proof_types"]
    judged = sample["expected"] in ("valid", "unsigned", "invalid", "invalid-or-context-injected")
    return judged and (unsigned or family(sample) in WHOLE)


CASES = [sample for sample in samples() if in_scope(sample)]
CANONICALIZER = Canonicalizer()


def presents(found: Document) -> bool:
    return "Presentation" in str(found.tree.get("type"))


def document(sample: dict[str, Any]) -> Document:
    """The sample, with what its test suite would fill in before it signs."""
    parsed = Document.parse(corpus_path(sample["file"]).read_bytes())
    if family(sample) not in FILLED_IN or "no-issuer" in sample["file"] or presents(parsed):
        return parsed
    tree = parsed.to_dict()
    issuer = tree.setdefault("issuer", "did:example:issuer")
    if isinstance(issuer, dict):
        issuer.setdefault("id", "did:example:issuer")
    for name in ("validFrom", "validUntil"):
        if tree.get(name) in DATES:
            tree[name] = DATES[tree[name]]
    return Document.of(tree)


def look_at(found: Document) -> None:
    """What verification looks at before it looks at a proof."""
    if presents(found):
        for credential in getattr(read_presentation(found.tree), "verifiable_credential", ()):
            if not isinstance(credential, EnvelopedVerifiableCredential):
                read_credential(credential)
    else:
        read_credential(found.tree)
    next(SecuredDocument(found, CANONICALIZER).readings())


@cache
def outcome(file: str) -> tuple[str, str]:
    """``read``, ``refused`` or ``undetermined``, and the first code."""
    (sample,) = (each for each in CASES if each["file"] == file)
    try:
        look_at(document(sample))
    except MicrocredError as error:
        return "refused" if isinstance(error, Rejected) else "undetermined", error.code
    return "read", ""


def as_expected(sample: dict[str, Any]) -> bool:
    return (outcome(sample["file"])[0] == "read") is (sample["expected"] in ("valid", "unsigned"))


@pytest.mark.parametrize("sample", CASES, ids=ids)
def test_it_is_read_as_its_source_says_or_a_listed_disagreement(sample: dict[str, Any]) -> None:
    listed = DISAGREEMENTS.get(ids(sample))
    if listed is None:
        assert as_expected(sample), outcome(sample["file"])
    else:
        assert not as_expected(sample), "no longer a disagreement: take it off the list"
        assert outcome(sample["file"]) == (listed["outcome"], listed["code"])


def test_what_its_source_rejects_is_read_only_where_the_document_cannot_tell() -> None:
    bad = [sample for sample in CASES if "invalid" in sample["expected"]]
    read = {ids(sample) for sample in bad if outcome(sample["file"])[0] == "read"}
    assert read == {file for file, listed in DISAGREEMENTS.items() if listed["outcome"] == "read"}


def test_there_are_samples_to_read() -> None:
    assert len(CASES) > 140


def test_every_listed_disagreement_is_a_sample_and_has_a_reason() -> None:
    assert set(DISAGREEMENTS) <= {ids(sample) for sample in CASES}
    assert all(len(listed["why"]) > 40 for listed in DISAGREEMENTS.values())
