"""A key of the holder's own for the chosen statements.

Attack: The statements are signed with a key that was made for this badge and is named in the proof. The learner makes a
key of his own, names that, and signs better results with it.

Naively: the statements hold with the key that comes along in the proof.

Here: the issuer's signature covers that key (ECDSA Cryptosuites 1.0, 3.5.1), so another one breaks it
(`proof.signature-invalid`).
"""

from __future__ import annotations

import dataclasses
from typing import Any

from badges import CANONICALIZER
from disclosure import value_of, verify
from doctored_disclosure import SHOWN, lines, outcome
from microcred.document import Document
from microcred.keys import EcdsaSigner
from microcred.proofs import SecuredDocument
from microcred.verification.report import Verdict
from naive_disclosure import NaiveDisclosure


def with_own_key() -> dict[str, Any]:
    mine = EcdsaSigner("P-256", 99)
    value = value_of(SHOWN)
    tree = SHOWN.to_dict()
    tree["credentialSubject"]["result"][0]["value"] = "one hundred"
    secured = SecuredDocument(Document.of(tree), CANONICALIZER)
    mandatory = set(value.mandatory_indexes)
    signatures = tuple(
        mine.sign(line.encode()) for index, line in enumerate(lines(secured, value)) if index not in mandatory
    )
    tree["proof"]["proofValue"] = str(dataclasses.replace(value, public_key=mine.public_key, signatures=signatures))
    return tree


def naive_verify_with_the_key_that_comes_along(tree: dict[str, Any]) -> bool:
    """Whether every statement that is shown by choice is signed, one signature each."""
    shown = NaiveDisclosure(tree)
    return len(shown.signatures) == len(shown.chosen) and shown.chosen_hold()


def test_a_naive_verifier_believes_the_key_that_comes_along() -> None:
    assert naive_verify_with_the_key_that_comes_along(with_own_key())


def test_a_key_of_the_attackers_own_is_not_the_issuers() -> None:
    assert outcome(with_own_key()) == "proof.signature-invalid"
    assert verify(SHOWN).verdict is Verdict.ACCEPTED
