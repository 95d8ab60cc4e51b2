"""The inputs of the W3C's ecdsa-sd-2023 test suite: each is sealed, each of its pointers shown, and verified.

The suite has no outputs, because its keys are made anew each time: what is tested is that everything shown was asked
for, that everything asked for is shown, and that the proof holds.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from badges import AT
from corpus import corpus_path, needs_corpus
from microcred.canonical import Canonicalizer, select
from microcred.contexts import BUNDLED
from microcred.document import Document, JsonObject
from microcred.keys import EcdsaSigner
from microcred.proofs import EcdsaSd2023, SecuredDocument, VerifiedProof, add_proof, derive_proof, verify_proof

pytestmark = needs_corpus

FOLDER = "vectors/vc-di-ecdsa-test-suite-mocks"
ISSUER = EcdsaSigner("P-256", 7)
CONTEXT = "https://example.org/contexts/mock"
CASES = [f"{kind}/{version}" for kind in ("achievement", "valid") for version in ("vc1.1", "vc2.0")]
every_case = pytest.mark.parametrize("case", CASES)


def read(case: str, name: str) -> Any:
    return json.loads(corpus_path(f"{FOLDER}/{case}/{name}.json").read_bytes())


@cache
def canonicalizer(case: str) -> Canonicalizer:
    """With the terms that a mock defines itself: they have scoped contexts, which documents may only name."""
    own = read(case, "document")["@context"][1:]
    return Canonicalizer(BUNDLED.with_context(CONTEXT, {"@context": own[0]}) if own else BUNDLED)


@cache
def base(case: str) -> Document:
    tree = read(case, "document")
    tree["@context"] = [tree["@context"][0], *([CONTEXT] if tree["@context"][1:] else [])]
    # The suite puts in what the issuer under test brings.
    tree["issuer"] = ISSUER.verification_method.partition("#")[0]
    if case.endswith("1.1"):
        tree["issuanceDate"] = "2026-01-15T09:00:00Z"
    suite = EcdsaSd2023(mandatory_pointers=read(case, "mandatoryPointers"))
    return add_proof(Document.of(tree), ISSUER, created=AT, suite_name=suite, canonicalizer=canonicalizer(case))


def shown(case: str, pointers: list[str]) -> Document:
    document = derive_proof(base(case), selective_pointers=pointers, canonicalizer=canonicalizer(case))
    assert verified(case, document).proof.suite_name == "ecdsa-sd-2023"
    return document


def verified(case: str, document: Document) -> VerifiedProof:
    secured = SecuredDocument(document, canonicalizer(case))
    return verify_proof(secured, secured.proof(), ISSUER.public_key)


def expected(case: str, pointers: list[str]) -> JsonObject:
    tree = JsonObject((name, value) for name, value in base(case).tree.items() if name != "proof")
    return select(tree, [*read(case, "mandatoryPointers"), *pointers]).tree


@every_case
def test_all_that_the_suite_selects_is_shown(case: str) -> None:
    pointers = read(case, "selectivePointers")
    document = shown(case, pointers)
    assert {name: value for name, value in document.tree.items() if name != "proof"} == expected(case, pointers)


@every_case
def test_each_pointer_of_the_suite_can_be_shown_by_itself(case: str) -> None:
    for pointer in read(case, "selectivePointers"):
        document = shown(case, [pointer])
        assert {name: value for name, value in document.tree.items() if name != "proof"} == expected(case, [pointer])


@every_case
def test_the_mandatory_part_can_be_shown_by_itself(case: str) -> None:
    assert "credentialSubject" not in shown(case, []).tree


@every_case
def test_everything_can_be_shown(case: str) -> None:
    assert {**shown(case, [""]).tree, "proof": base(case).tree["proof"]} == base(case).tree


def test_each_published_file_is_looked_at() -> None:
    found = {str(path.relative_to(corpus_path(FOLDER))) for path in corpus_path(FOLDER).rglob("*") if path.is_file()}
    names = ("document", "mandatoryPointers", "selectivePointers")
    assert found == {f"{case}/{name}.json" for case in CASES for name in names}
