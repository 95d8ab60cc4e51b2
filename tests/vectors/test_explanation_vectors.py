"""Explanations of published vectors: every intermediate value, byte for byte."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

import pytest

from corpus import corpus_path, needs_corpus
from microcred.explanation import Explainer, Holds, Kind, ProofAccount

pytestmark = needs_corpus

CASES = [
    ("vc-di-eddsa/Ed25519Signature2020", "EdSig"),
    ("vc-di-eddsa/eddsa-rdfc-2022", "DataInt"),
    ("vc-di-eddsa/eddsa-rdfc-2022/employ", "DataInt"),
    ("vc-di-eddsa/eddsa-jcs-2022", "JCS"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256"),
    ("vc-di-ecdsa/ecdsa-rdfc-2019-p384", "ECDSAP384"),
    ("vc-di-ecdsa/ecdsa-jcs-2019-p256", "JCSECDSAP256"),
    ("vc-di-ecdsa/ecdsa-jcs-2019-p384", "JCSECDSAP384"),
]
EXPLAINER = Explainer()


def text(folder: str, name: str) -> str:
    return corpus_path(f"vectors/{folder}/{name}").read_text(encoding="utf-8")


def badge(folder: str, suffix: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text(folder, f"signed{suffix}.json"))
    return found


def account(folder: str, suffix: str) -> ProofAccount:
    (found,) = EXPLAINER.explain(badge(folder, suffix)).proofs
    return found


@pytest.mark.parametrize(("folder", "suffix"), CASES)
def test_every_published_value_is_in_the_explanation(folder: str, suffix: str) -> None:
    found = account(folder, suffix)
    assert found.document_form is not None
    assert found.options_form is not None
    assert found.signed is not None
    assert found.signature is not None
    assert found.signature.data is not None
    assert found.document_form.data.decode().strip() == text(folder, f"canonDoc{suffix}.txt").strip()
    assert found.options_form.data.decode().strip() == text(folder, f"proofCanon{suffix}.txt").strip()
    assert found.document_form.digest == text(folder, f"docHash{suffix}.txt").strip()
    assert found.options_form.digest == text(folder, f"proofHash{suffix}.txt").strip()
    assert found.signed.hex() == text(folder, f"combinedHash{suffix}.txt").strip()
    assert found.signature.data.hex() == text(folder, f"sigHex{suffix}.txt").strip()


@pytest.mark.parametrize(("folder", "suffix"), CASES)
def test_the_published_badges_are_signed_with_keys_that_are_not_their_issuers(folder: str, suffix: str) -> None:
    found = account(folder, suffix)
    assert found.fault is not None
    assert (found.holds, found.fault.code) == (Holds.NO, "key.not-the-issuers")
    assert found.notes == ("the signature itself holds with this key: what is wrong is whose key it is",)


@pytest.mark.parametrize(("folder", "suffix"), [case for case in CASES if "jcs" not in case[0]])
def test_every_statement_of_a_published_badge_has_a_place_in_it(folder: str, suffix: str) -> None:
    found = account(folder, suffix)
    assert found.document_form is not None
    assert all(statement.pointer.startswith("/") for statement in found.document_form.statements)
    lines = "".join(f"{statement.line}\n" for statement in found.document_form.statements)
    assert lines.encode() == found.document_form.data


@pytest.mark.parametrize(("folder", "suffix"), [case for case in CASES if "jcs" not in case[0]])
def test_the_published_statements_are_those_of_the_badge_but_for_a_last_line_feed(folder: str, suffix: str) -> None:
    printed = corpus_path(f"vectors/{folder}/canonDoc{suffix}.txt")
    found = EXPLAINER.compare(badge(folder, suffix), printed)
    if not found.same:
        assert [difference.kind for difference in found.differences] == [Kind.SERIALIZATION]
        assert found.differences[0].detail == "the line feed behind the last statement is missing"
    changed = {**badge(folder, suffix), "validFrom": "2001-01-01T00:00:00Z"}
    first = EXPLAINER.compare(changed, printed).first
    assert first is not None
    assert first.pointer == "/validFrom"


@pytest.mark.parametrize("standard", ["ob", "clr"])
def test_the_values_of_the_implementation_guides_are_in_the_explanation(standard: str) -> None:
    folder = f"1edtech-impl-guide/{standard}"
    signed = json.loads(text(folder, "signed-credential.json"))
    values = json.loads(text(folder, "values.json"))["values"]
    found = EXPLAINER.explain(signed).proofs[0]
    assert found.signed is not None
    assert found.options_form is not None
    assert found.signed.hex() == values["Data to sign (hex)"]
    assert hashlib.sha256(found.options_form.data).hexdigest() == found.options_form.digest
    assert datetime.fromisoformat(str(found.options["created"])).tzinfo is not None


def test_a_published_derived_badge_says_what_is_signed_by_itself() -> None:
    folder = "vc-di-ecdsa/ecdsa-sd-2023/employ"
    (found,) = EXPLAINER.explain(json.loads(text(folder, "derivedRevealDocument.json"))).proofs
    assert found.suite == "ecdsa-sd-2023"
    assert found.document_form is not None
    assert {statement.signed for statement in found.document_form.statements} == {None, True}
