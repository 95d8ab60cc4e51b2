"""How a badge is sealed: documents in, bytes out; no network, no clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microcred.proofs.cryptosuites import CRYPTOSUITES, Cryptosuite, usual_suite
from microcred.proofs.data_integrity import add_proof, verify_proof
from microcred.proofs.proof import Proof
from microcred.proofs.secured_document import SecuredDocument, VerifiedProof, Work
from microcred.rooms import doors

if TYPE_CHECKING:
    from microcred.proofs.ecdsa_sd_2023 import EcdsaSd2023
    from microcred.proofs.jws import JWS_ALGORITHMS, CompactJws, read_jws, sign_jws, verify_jws
    from microcred.proofs.jwt import SecuredJwt, check_claims, check_token_period, read_jwt, seal_jwt
    from microcred.proofs.selective_disclosure import derive_proof, has_base_proof

__all__ = [
    "CRYPTOSUITES",
    "JWS_ALGORITHMS",
    "CompactJws",
    "Cryptosuite",
    "EcdsaSd2023",
    "Proof",
    "SecuredDocument",
    "SecuredJwt",
    "VerifiedProof",
    "Work",
    "add_proof",
    "check_claims",
    "check_token_period",
    "derive_proof",
    "has_base_proof",
    "read_jws",
    "read_jwt",
    "seal_jwt",
    "sign_jws",
    "usual_suite",
    "verify_jws",
    "verify_proof",
]

__getattr__, __dir__ = doors(
    __name__,
    {
        "ecdsa_sd_2023": ("EcdsaSd2023",),
        "jws": ("JWS_ALGORITHMS", "CompactJws", "read_jws", "sign_jws", "verify_jws"),
        "jwt": ("SecuredJwt", "check_claims", "check_token_period", "read_jwt", "seal_jwt"),
        "selective_disclosure": ("derive_proof", "has_base_proof"),
    },
)
