"""A text or an id in another normal form.

Attack: "Zo\u00eb" can be written with one code point or with two. The learner's id in the badge is a page with the one;
the editor writes the other, at which a page of his own stands.

Naively: texts are normalised before they are signed and verified, "since editors change them", and the signature holds.

Here: nothing is normalised (RDFC-1.0 and RFC 8785, 3.1: strings as they are), so another code point is another text
(`proof.signature-invalid`), in texts as in ids, with either suite.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest

from badges import CANONICALIZER, SIGNER, unsigned
from doctored import AT, accepted, refusal
from microcred.document import Document
from microcred.proofs import add_proof
from naive_data_integrity import naive_verify

SUITES = ["eddsa-rdfc-2022", "eddsa-jcs-2022"]


def composed(suite: str = SUITES[0]) -> dict[str, Any]:
    tree = unsigned(name="Zo\u00eb's badge")
    tree["credentialSubject"]["id"] = "https://people.example/zo\u00eb"
    document = Document.of(tree)
    return add_proof(document, SIGNER, created=AT, suite_name=suite, canonicalizer=CANONICALIZER).to_dict()


def with_form(form: Any, tree: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(unicodedata.normalize(form, json.dumps(tree, ensure_ascii=False)))
    return found


def naive_verify_normalised(tree: dict[str, Any]) -> str:
    """The learner, if the signature holds over the badge in the usual normal form."""
    naive_verify(with_form("NFC", tree))
    return str(tree["credentialSubject"]["id"])


@pytest.mark.parametrize("suite", SUITES)
def test_a_naive_verifier_finds_another_page_of_the_learner(suite: str) -> None:
    doctored = with_form("NFD", composed(suite))
    assert naive_verify_normalised(doctored) != composed()["credentialSubject"]["id"]
    assert refusal(doctored)[1] == "proof.signature-invalid"
    assert accepted(composed(suite))


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("member", ["name", "id"])
def test_another_normal_form_is_another_text(member: str, suite: str) -> None:
    tree = composed(suite)
    holder = tree if member == "name" else tree["credentialSubject"]
    holder[member] = unicodedata.normalize("NFD", holder[member])
    assert refusal(tree)[1] == "proof.signature-invalid"
    holder[member] = unicodedata.normalize("NFC", holder[member])
    assert accepted(tree)
