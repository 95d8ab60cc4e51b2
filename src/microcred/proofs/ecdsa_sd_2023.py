"""The suite ecdsa-sd-2023, and what an issuer chooses about it (ECDSA Cryptosuites 1.0, 3.6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from microcred.errors import ProofError
from microcred.keys import PublicKey, Signer
from microcred.proofs.proof import Proof
from microcred.proofs.secured_document import SecuredDocument, VerifiedProof

__all__ = ["LEARNERS_CHOICE", "NAME", "EcdsaSd2023"]

NAME: Final = "ecdsa-sd-2023"
LEARNERS_CHOICE: Final = ("/credentialSubject/result", "/evidence")
"""What the learner may leave out where an issuer says nothing else: all of it, or some entries."""


def _random_key() -> bytes:
    import secrets

    return secrets.token_bytes(32)


def _random_signer() -> Signer:
    from microcred.keys import EcdsaSigner

    return EcdsaSigner.generate("P-256")


@dataclass(frozen=True, slots=True, kw_only=True)
class EcdsaSd2023:
    """The suite, and what an issuer chooses about it.

    ``mandatory_pointers`` are JSON Pointers to what the holder has to show always. By default that is everything but
    what ``optional_pointers`` name, the results and the evidence: a holder who could leave out ``validUntil`` or
    ``credentialStatus`` could show an expired or revoked credential as a good one. ``new_hmac_key`` gives the 32 bytes
    that hide the labels of blank nodes, ``new_signer`` the P-256 key for the statements; both have to be new and random
    for each proof.
    """

    mandatory_pointers: Sequence[str] | None = None
    optional_pointers: Sequence[str] = LEARNERS_CHOICE
    new_hmac_key: Callable[[], bytes] = _random_key
    new_signer: Callable[[], Signer] = _random_signer

    name: ClassVar[str] = NAME
    proof_type: ClassVar[str] = "DataIntegrityProof"
    issuable: ClassVar[bool] = True
    key_types: ClassVar[frozenset[str]] = frozenset({"P-256"})
    canonicalization: ClassVar[Literal["rdfc", "jcs"]] = "rdfc"

    def seal(self, secured: SecuredDocument, proof: Proof, signer: Signer) -> str:
        """Make a base proof (3.6.1); raises :class:`~microcred.errors.UsageError` for pointers that lead to nothing."""
        from microcred.proofs.selective_disclosure import base_proof_value

        return base_proof_value(self, secured, proof, signer)

    def verify(
        self, secured: SecuredDocument, proof: Proof, key: PublicKey, *, holder: bool = False
    ) -> VerifiedProof | ProofError:
        """Verify a derived proof (3.6.7), or for the ``holder`` also a base proof."""
        from microcred.proofs.selective_disclosure import verified_disclosure

        return verified_disclosure(secured, proof, key, holder=holder)
