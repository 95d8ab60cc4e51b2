"""A mandatory statement taken out.

Attack: The issuer has made the end of validity mandatory. The learner shows the badge without it, and takes its index
out of the proof value as well, so that the numbers agree again.

Naively: each shown statement has its signature, and what is not shown is nobody's business; the signature of the
issuer, over all mandatory statements together, is not looked at, since the key in the proof "came with it".

Here: the issuer's signature is over the hash of just the mandatory statements (ECDSA Cryptosuites 1.0, 3.5.9 and
3.6.7), so one less breaks it (`proof.signature-invalid`).
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from badges import CANONICALIZER
from disclosure import derived, value_of, verify
from doctored_disclosure import SHOWN, lines, outcome
from microcred.proofs import SecuredDocument
from microcred.verification.report import Verdict
from naive_disclosure import NaiveDisclosure


def without_end() -> dict[str, Any]:
    tree = SHOWN.to_dict()
    del tree["validUntil"]
    value = value_of(SHOWN)
    secured = SecuredDocument(SHOWN, CANONICALIZER)
    place = next(index for index, line in enumerate(lines(secured, value)) if "validUntil" in line)
    indexes = tuple(i - (i > place) for i in value.mandatory_indexes if i != place)
    tree["proof"]["proofValue"] = str(dataclasses.replace(value, mandatory_indexes=indexes))
    return tree


def naive_verify_what_is_shown(tree: dict[str, Any]) -> bool:
    """Whether every statement that is shown by choice is signed."""
    return NaiveDisclosure(tree).chosen_hold()


def test_a_naive_verifier_sees_no_end() -> None:
    assert naive_verify_what_is_shown(without_end())
    assert not NaiveDisclosure(without_end()).base_holds()


def test_a_mandatory_statement_cannot_be_taken_out_with_its_index() -> None:
    assert outcome(without_end()) == "proof.signature-invalid"
    assert verify(SHOWN).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize("name", ["validUntil", "name", "issuer", "evidence"])
def test_a_mandatory_statement_cannot_be_taken_out(name: str) -> None:
    tree = derived("").to_dict()
    del tree[name]
    assert verify(tree).verdict is Verdict.REJECTED
