"""A statement added to what is shown.

Attack: The learner adds "With distinction." to the part of the badge that he shows, alone, or with one of the issuer's
signatures over another statement that he did not show.

Naively: every signature in the proof signs some statement of the badge, and the issuer signed the mandatory ones;
nobody counts whether each statement has a signature.

Here: there are as many signatures as statements beside the mandatory ones, and each signs the one in its place (ECDSA
Cryptosuites 1.0, 3.6.7): `proof.statements-mismatch`, `proof.signature-invalid`.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from disclosure import base, value_of, verify
from doctored_disclosure import SHOWN, outcome
from microcred.verification.report import Verdict
from naive_disclosure import NaiveDisclosure


def with_narrative() -> dict[str, Any]:
    tree = SHOWN.to_dict()
    tree["credentialSubject"]["narrative"] = "With distinction."
    return tree


def naive_verify_signatures(tree: dict[str, Any]) -> bool:
    """Whether every signature in the proof is over one of the statements."""
    shown = NaiveDisclosure(tree)
    return all(any(shown.signs(signature, line) for line in shown.lines) for signature in shown.signatures)


def test_a_naive_verifier_asks_for_a_statement_to_each_signature_and_not_the_other_way_round() -> None:
    assert naive_verify_signatures(with_narrative())
    assert len(NaiveDisclosure(with_narrative()).chosen) > len(NaiveDisclosure(with_narrative()).signatures)
    assert verify(SHOWN).verdict is Verdict.ACCEPTED


def test_a_statement_cannot_be_added() -> None:
    tree = SHOWN.to_dict()
    tree["credentialSubject"]["narrative"] = "With distinction."
    assert outcome(tree) == "proof.statements-mismatch"


@pytest.mark.parametrize("spare", [0, 3])
def test_a_statement_cannot_be_added_with_a_signature_of_another(spare: int) -> None:
    tree = SHOWN.to_dict()
    tree["credentialSubject"]["narrative"] = "With distinction."
    value = value_of(SHOWN)
    for place in range(len(value.signatures) + 1):
        signatures = (*value.signatures[:place], value_of(base()).signatures[spare], *value.signatures[place:])
        for shift in range(3):
            indexes = tuple(i + (i >= place + shift) for i in value.mandatory_indexes)
            tree["proof"]["proofValue"] = str(
                dataclasses.replace(value, signatures=signatures, mandatory_indexes=indexes)
            )
            assert outcome(tree) in ("proof.signature-invalid", "proof.statements-mismatch")
