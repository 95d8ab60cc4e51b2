"""How a badge is sealed: documents in, bytes out; no network, no clock."""

from __future__ import annotations

from microcred.proofs.cryptosuites import CRYPTOSUITES, Cryptosuite, EcdsaSd2023, usual_suite
from microcred.proofs.data_integrity import add_proof, verify_proof
from microcred.proofs.proof import Proof
from microcred.proofs.secured_document import SecuredDocument, VerifiedProof
from microcred.proofs.selective_disclosure import derive_proof

__all__ = [
    "CRYPTOSUITES",
    "Cryptosuite",
    "EcdsaSd2023",
    "Proof",
    "SecuredDocument",
    "VerifiedProof",
    "add_proof",
    "derive_proof",
    "usual_suite",
    "verify_proof",
]
