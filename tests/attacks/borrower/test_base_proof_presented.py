"""A base proof, which is for the holder alone, shown to others.

Attack: Somebody has got at a badge as its issuer handed it to the holder, with the base proof from which every part can
be made, and presents it. Or the holder shows it by mistake, and whoever gets it shows on what they like.

Naively: A verifier checks the signatures of the base proof, which are good ones, and asks no further; and keeps what it
got.

Here: A base proof is for the holder; what is shown to others is derived from it (ECDSA Cryptosuites 1.0, 3.6): the
check ``proof`` fails with ``proof.base-proof``.
"""

from __future__ import annotations

from datetime import UTC, datetime

from badges import AT, CANONICALIZER
from microcred.document import Document
from microcred.keys import EcdsaSigner
from microcred.proofs import SecuredDocument, add_proof, derive_proof, verify_proof
from microcred.verification.report import Verdict
from nested_credentials import (
    FORGER_ID,
    badge,
    presented,
)

HOLDERS = EcdsaSigner("P-256", 7)


def handed_out() -> Document:
    tree = {**badge(FORGER_ID), "issuer": {"id": HOLDERS.verification_method.partition("#")[0], "type": ["Profile"]}}
    return add_proof(Document.of(tree), HOLDERS, created=AT, suite_name="ecdsa-sd-2023", canonicalizer=CANONICALIZER)


def naive_verify(document: Document) -> bool:
    """All the signatures hold: as the holder, a verifier may see that."""
    secured = SecuredDocument(document, CANONICALIZER)
    return bool(verify_proof(secured, secured.proof(), HOLDERS.public_key, holder=True))


def test_a_naive_verifier_takes_the_base_proof_for_a_proof() -> None:
    assert naive_verify(handed_out())


def test_what_is_derived_from_it_is_accepted() -> None:
    derived = derive_proof(handed_out(), selective_pointers=[], canonicalizer=CANONICALIZER)
    assert presented(derived)


def test_a_base_proof_in_a_presentation_is_none() -> None:
    from microcred.keys import EcdsaSigner

    signer = EcdsaSigner("P-256", 7)
    issuer = signer.verification_method.partition("#")[0]
    tree = {**badge(FORGER_ID), "issuer": {"id": issuer, "type": ["Profile"]}}
    base = add_proof(
        Document.of(tree), signer, created=datetime(2026, 1, 15, 9, tzinfo=UTC), suite_name="ecdsa-sd-2023"
    )
    found = presented(base)
    assert (found.verdict, found.credentials[0]["proof"].code) == (Verdict.REJECTED, "proof.base-proof")
