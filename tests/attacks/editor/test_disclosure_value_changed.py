"""A value changed in what is shown.

Attack: The learner writes "one hundred" over his "ninety-three", in a result that he shows by choice.

Naively: the issuer's signature, which is over the mandatory statements alone, holds, and is taken for a signature over
all.

Here: each other statement has a signature of its own, which is checked as well (`proof.signature-invalid`).
"""

from __future__ import annotations

import dataclasses
from typing import Any

from disclosure import value_of, verify
from doctored_disclosure import SHOWN, outcome, relabelled
from microcred.verification.report import Verdict
from naive_disclosure import NaiveDisclosure


def better() -> dict[str, Any]:
    tree = SHOWN.to_dict()
    tree["credentialSubject"]["result"][0]["value"] = "one hundred"
    labels = relabelled(tree, lambda node: node)
    tree["proof"]["proofValue"] = str(dataclasses.replace(value_of(SHOWN), labels=labels))
    return tree


def naive_verify_the_issuers_signature(tree: dict[str, Any]) -> bool:
    """Whether the signature of the issuer holds."""
    return NaiveDisclosure(tree).base_holds()


def test_a_naive_verifier_takes_the_issuers_signature_for_one_over_all() -> None:
    assert naive_verify_the_issuers_signature(better())


def test_a_value_cannot_be_changed() -> None:
    assert outcome(better()) == "proof.signature-invalid"
    assert verify(SHOWN).verdict is Verdict.ACCEPTED
