"""Signatures of another badge.

Attack: The learner has two badges of one issuer. He puts the better result of the one into the other, with its
signatures, its labels, its key, or its whole proof.

Naively: the issuer's signature of the one badge holds for its mandatory statements, and each other statement holds with
the key that came with it: two halves that were never one.

Here: key, labels and mandatory statements are bound together by the issuer's signature (`proof.signature-invalid`,
`proof.statements-mismatch`); an issuer who is replaced has another key (`key.not-the-issuers`).
"""

from __future__ import annotations

import dataclasses
from typing import Any

from disclosure import ISSUER, derived, draft, issued, value_of, verify, with_value
from doctored_disclosure import RESULTS, SHOWN, changed, outcome
from microcred.document import Document
from microcred.keys import EcdsaSigner
from microcred.verification.report import Verdict
from naive_disclosure import NaiveDisclosure


def theirs() -> Document:
    return derived(f"{RESULTS}/0", f"{RESULTS}/1/value", document=issued(new_signer=lambda: EcdsaSigner("P-256", 13)))


def naive_verify_half_and_half(tree: dict[str, Any], proof: dict[str, Any]) -> bool:
    """Whether the issuer's signature holds in the one proof, and the statements hold in the other."""
    one, other = NaiveDisclosure(tree), NaiveDisclosure({**tree, "proof": proof})
    return one.base_holds() and other.chosen_hold()


def test_a_naive_verifier_takes_two_halves_for_a_whole() -> None:
    assert naive_verify_half_and_half(SHOWN.to_dict(), theirs().to_dict()["proof"])
    mixed = dataclasses.replace(value_of(theirs()), base_signature=value_of(SHOWN).base_signature)
    assert outcome(with_value(SHOWN, mixed)) == "proof.signature-invalid"


def test_signatures_of_another_badge_do_not_hold() -> None:
    other = derived(f"{RESULTS}/0", f"{RESULTS}/1/value", document=issued(new_signer=lambda: EcdsaSigner("P-256", 13)))
    assert verify(other).verdict is Verdict.ACCEPTED
    theirs = value_of(other)
    assert changed(signatures=theirs.signatures) == "proof.signature-invalid"
    assert changed(public_key=theirs.public_key) == "proof.signature-invalid"
    assert changed(public_key=theirs.public_key, signatures=theirs.signatures) == "proof.signature-invalid"
    assert changed(base_signature=theirs.base_signature) == "proof.signature-invalid"


def test_a_result_of_another_badge_cannot_be_put_in() -> None:
    better = draft(validUntil="2031-01-15T09:00:00Z")
    better["credentialSubject"]["result"][0]["value"] = "one hundred"
    theirs = issued(better, new_signer=lambda: EcdsaSigner("P-256", 13), new_hmac_key=lambda: bytes(32))
    good = derived(document=theirs)
    tree = SHOWN.to_dict()
    tree["credentialSubject"]["result"] = good.to_dict()["credentialSubject"]["result"]
    lent = dataclasses.replace(value_of(good), base_signature=value_of(SHOWN).base_signature)
    for value, code in (
        (value_of(good), "proof.signature-invalid"),
        (lent, "proof.signature-invalid"),
        (value_of(SHOWN), "proof.statements-mismatch"),
    ):
        tree["proof"]["proofValue"] = str(value)
        assert outcome(tree) == code


def test_a_derived_badge_of_another_issuer_is_not_taken_for_this_ones() -> None:
    stranger = derived(document=issued(signer=EcdsaSigner("P-256", 21)))
    tree = {**stranger.to_dict(), "issuer": SHOWN.tree["issuer"]}
    assert verify(stranger).verdict is Verdict.ACCEPTED
    found = verify(tree)
    assert (found.verdict, found["issuer_key"].code) == (Verdict.REJECTED, "key.not-the-issuers")
    assert tree["issuer"]["id"] == ISSUER.verification_method.partition("#")[0]
