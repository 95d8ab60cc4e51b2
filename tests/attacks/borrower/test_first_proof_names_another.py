"""A first proof that names somebody else.

Attack: The borrower presents the badge of the victim in a presentation without a holder. It has two proofs: one that
names the victim's key and does not hold, and one by the borrower, which does.

Naively: A verifier takes the first proof to say who answers, and one proof that holds to say that they did.

Here: The key of the proof that holds has to be that of who is said to answer (docs/decisions/0009): the check
``holder_key`` or ``proof`` fails, and the presentation is rejected.
"""

from __future__ import annotations

from typing import Any

from badges import SIGNER, STRANGER, sealed
from microcred.verification.report import Verdict
from naive import proof_holds, proofs_of
from nested_credentials import (
    FORGER_ID,
    ISSUER,
    badge,
    presentation,
    verifier,
)


def two_proofs() -> dict[str, Any]:
    mine = presentation(sealed(badge(ISSUER, STRANGER)), holder=None).to_dict()
    return {**mine, "proof": [{**mine["proof"], "verificationMethod": SIGNER.verification_method}, mine["proof"]]}


def naive_holder(tree: dict[str, Any]) -> str | None:
    proofs = proofs_of(tree)
    keys = [proof["verificationMethod"].partition("#") for proof in proofs]
    holds = any(proof_holds(tree, key[2], proof) for key, proof in zip(keys, proofs, strict=True))
    return keys[0][0] if holds else None


def test_a_naive_verifier_takes_the_borrower_for_the_victim() -> None:
    assert naive_holder(two_proofs()) == ISSUER


def test_a_presentation_without_a_holder_is_that_of_whose_key_answered() -> None:
    found = verifier().verify_presentation(presentation(sealed(badge(FORGER_ID)), holder=None), challenge="abc")
    assert (found.holder, found.verdict) == (FORGER_ID, Verdict.ACCEPTED)


def test_naming_another_in_the_first_proof_makes_nobody_another() -> None:
    """Without a holder, the proofs say who answers; the first of them need not be the one that holds."""
    mine = presentation(sealed(badge(ISSUER, STRANGER)), holder=None).to_dict()
    theirs = {**mine["proof"], "verificationMethod": SIGNER.verification_method}
    found = verifier().verify_presentation({**mine, "proof": [theirs, mine["proof"]]}, challenge="abc")
    assert found.verdict is Verdict.REJECTED
    assert found.authentic is not True
