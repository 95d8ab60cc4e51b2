"""The table of cryptographic suites: what each one hashes, with which keys, and how its signature is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Protocol

from microcred.errors import ProofError
from microcred.keys import PublicKey
from microcred.multibase import decode_multibase, encode_base58btc

__all__ = ["CRYPTOSUITES", "Cryptosuite", "EdDsaRdfc2022"]


class Cryptosuite(Protocol):
    """What the Data Integrity algorithms ask of a suite (Data Integrity 1.0, 3.1).

    ``name`` is how proofs name it: their ``cryptosuite``, or for the suites older than that member their ``type``.
    """

    @property
    def name(self) -> str:
        """The key of the suite in the table."""

    @property
    def proof_type(self) -> str:
        """The ``type`` of its proofs."""

    @property
    def issuable(self) -> bool:
        """Whether new proofs may be made with it; legacy suites are verified only."""

    @property
    def key_types(self) -> frozenset[str]:
        """The types of :class:`~microcred.keys.PublicKey` that it works with."""

    def digest(self, canonical: bytes, key: PublicKey) -> bytes:
        """The hash of one canonical text, of the document or of the proof options."""

    def encode(self, signature: bytes) -> str:
        """A signature as ``proofValue``."""

    def decode(self, proof_value: Any, pointer: str) -> bytes:
        """A ``proofValue`` as signature; raises :class:`~microcred.errors.ProofError`."""


@dataclass(frozen=True, slots=True)
class EdDsaRdfc2022:
    """``eddsa-rdfc-2022`` and its forerunner ``Ed25519Signature2020`` (EdDSA Cryptosuites 1.0, 3.2 and appendix).

    Both hash RDFC-1.0 canonical N-Quads with SHA-256, sign with Ed25519 and write 64 bytes in base58-btc.
    """

    name: str = "eddsa-rdfc-2022"
    proof_type: str = "DataIntegrityProof"
    issuable: bool = True
    key_types: frozenset[str] = frozenset({"Ed25519"})

    def digest(self, canonical: bytes, key: PublicKey) -> bytes:  # noqa: ARG002 - other suites hash by the key's curve
        """SHA-256, 32 bytes."""
        return hashlib.sha256(canonical).digest()

    def encode(self, signature: bytes) -> str:
        """Multibase, base58-btc."""
        return encode_base58btc(signature)

    def decode(self, proof_value: Any, pointer: str) -> bytes:
        """Exactly 64 bytes in base58-btc: a signature has one spelling."""
        try:
            signature = decode_multibase(proof_value, max_length=128) if isinstance(proof_value, str) else b""
        except ValueError:
            signature = b""
        if len(signature) != 64 or not proof_value.startswith("z"):
            shown = repr(proof_value)
            raise ProofError(
                "proof.value-malformed",
                f"proofValue is {shown[:60]}{'…' if len(shown) > 60 else ''}, wanted 64 bytes in base58-btc ('z…')",
                pointer=pointer,
                problem="https://w3id.org/security#PROOF_VERIFICATION_ERROR",
            )
        return signature


CRYPTOSUITES: Final[Mapping[str, Cryptosuite]] = MappingProxyType(
    {
        "eddsa-rdfc-2022": EdDsaRdfc2022(),
        "Ed25519Signature2020": EdDsaRdfc2022("Ed25519Signature2020", "Ed25519Signature2020", issuable=False),
    }
)
