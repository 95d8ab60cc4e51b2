"""Signatures in other places, or one for two.

Attack: The learner lets signatures change places, uses one twice, or leaves one out, to see what the verifier compares.

Naively: a verifier that asks whether each statement is signed by some of the signatures accepts them in any order and
any number: one proof has thousands of spellings, and a list of those that were seen before finds none again.

Here: the signatures stand in the order of the statements, one for each (`proof.signature-invalid`,
`proof.statements-mismatch`).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from disclosure import value_of, verify
from doctored_disclosure import SHOWN, changed, with_parts
from microcred.verification.report import Verdict
from naive_disclosure import NaiveDisclosure


def naive_verify_in_any_order(tree: dict[str, Any]) -> bool:
    """Whether the issuer's signature holds, and each chosen statement is signed by some signature."""
    shown = NaiveDisclosure(tree)
    return shown.base_holds() and all(
        any(shown.signs(signature, line) for signature in shown.signatures) for line in shown.chosen
    )


def test_a_naive_verifier_accepts_one_proof_in_many_spellings() -> None:
    signatures = value_of(SHOWN).signatures
    for spelled in (signatures[::-1], (*signatures, signatures[0])):
        assert naive_verify_in_any_order(with_parts(signatures=spelled))
        assert changed(signatures=spelled) in ("proof.signature-invalid", "proof.statements-mismatch")
    assert verify(SHOWN).verdict is Verdict.ACCEPTED


def test_two_signatures_cannot_change_places() -> None:
    signatures = value_of(SHOWN).signatures
    assert len(signatures) > 5
    for first, second in itertools.combinations(range(len(signatures)), 2):
        swapped = list(signatures)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        assert changed(signatures=tuple(swapped)) == "proof.signature-invalid"


def test_one_signature_does_not_serve_twice() -> None:
    signatures = value_of(SHOWN).signatures
    assert changed(signatures=(signatures[0], *signatures[:-1])) == "proof.signature-invalid"


@pytest.mark.parametrize("change", [lambda s: s[:-1], lambda s: (*s, s[0]), lambda s: ()])
def test_there_are_as_many_signatures_as_statements(change: Callable[[Any], Any]) -> None:
    assert changed(signatures=change(value_of(SHOWN).signatures)) == "proof.statements-mismatch"
