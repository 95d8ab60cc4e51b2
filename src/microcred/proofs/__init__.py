"""How a badge is sealed: documents in, bytes out; no network, no clock."""

from __future__ import annotations

from microcred.proofs.cryptosuites import CRYPTOSUITES, Cryptosuite, usual_suite
from microcred.proofs.data_integrity import SecuredDocument, VerifiedProof, add_proof, verify_proof
from microcred.proofs.proof import Proof

__all__ = [
    "CRYPTOSUITES",
    "Cryptosuite",
    "Proof",
    "SecuredDocument",
    "VerifiedProof",
    "add_proof",
    "usual_suite",
    "verify_proof",
]
