"""Two proofs that each answer half of the question.

Attack: The borrower has overheard one presentation for the verifier's challenge, made for another domain, and one for
its domain, with an old challenge. They show both proofs together.

Naively: A verifier looks for its challenge in any proof, and for its domain in any proof.

Here: One proof has to hold, with the key of the holder, and answer both (Data Integrity 1.0, 4.4, steps 4 and 5):
``proof.wrong-challenge`` or ``proof.wrong-domain``.
"""

from __future__ import annotations

from typing import Any

from badges import sealed
from microcred.verification.report import Verdict
from naive import proof_holds, proofs_of
from nested_credentials import (
    FORGER_ID,
    badge,
    presentation,
    verifier,
)


def halves() -> dict[str, Any]:
    first = presentation(sealed(badge(FORGER_ID)), options={"challenge": "abc", "domain": "other.example"}).to_dict()
    second = presentation(sealed(badge(FORGER_ID)), options={"challenge": "old", "domain": "jobs.example"}).to_dict()
    return {**first, "proof": [first["proof"], second["proof"]]}


def naive_verify(tree: dict[str, Any], challenge: str, domain: str) -> bool:
    proofs = proofs_of(tree)
    hold = all(proof_holds(tree, proof["verificationMethod"].partition("#")[2], proof) for proof in proofs)
    return hold and challenge in [p["challenge"] for p in proofs] and domain in [p["domain"] for p in proofs]


def test_a_naive_verifier_puts_two_halves_together() -> None:
    assert naive_verify(halves(), "abc", "jobs.example")


def test_two_halves_are_no_answer() -> None:
    found = verifier().verify_presentation(halves(), challenge="abc", domain="jobs.example")
    assert found.verdict is Verdict.REJECTED
    assert found["proof"].code in {"proof.wrong-challenge", "proof.wrong-domain"}


def test_a_whole_answer_beside_a_half_one_is_one() -> None:
    whole = presentation(sealed(badge(FORGER_ID)), options={"challenge": "abc", "domain": "jobs.example"}).to_dict()
    both = {**whole, "proof": [halves()["proof"][0], whole["proof"]]}
    assert verifier().verify_presentation(both, challenge="abc", domain="jobs.example")


def test_a_proof_that_answered_somebody_else_is_no_help_to_one_that_answers_nobody() -> None:
    first = presentation(sealed(badge(FORGER_ID)), options={"challenge": "xyz"}).to_dict()
    second = presentation(sealed(badge(FORGER_ID)), options={"domain": "jobs.example"}).to_dict()
    both = {**first, "proof": [first["proof"], second["proof"]]}
    assert verifier().verify_presentation(both, challenge="abc").verdict is Verdict.REJECTED
