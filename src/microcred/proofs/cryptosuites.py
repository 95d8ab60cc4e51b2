"""The table of cryptographic suites: what each one hashes, with which keys, and how its signature is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Literal, Protocol

from microcred.errors import ProofError
from microcred.keys import PublicKey
from microcred.multibase import decode_base58btc, encode_base58btc

__all__ = ["CRYPTOSUITES", "Cryptosuite", "SignatureSuite", "usual_suite"]

_DIGESTS: Final[Mapping[str, str]] = MappingProxyType({"Ed25519": "sha256", "P-256": "sha256", "P-384": "sha384"})
_SIGNATURE_BYTES: Final[Mapping[str, int]] = MappingProxyType({"Ed25519": 64, "P-256": 64, "P-384": 96})
_MAX_PROOF_VALUE: Final = 256


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

    @property
    def canonicalization(self) -> Literal["rdfc", "jcs"]:
        """What it hashes: the statements of the JSON-LD (RDFC-1.0), or the JSON itself (RFC 8785)."""

    def algorithm(self, key: PublicKey) -> str:
        """The hash function, by its name in :mod:`hashlib`; the key decides."""

    def encode(self, signature: bytes) -> str:
        """A signature as ``proofValue``."""

    def decode(self, proof_value: Any, key: PublicKey, pointer: str) -> bytes:
        """A ``proofValue`` as signature of that key; raises :class:`~microcred.errors.ProofError`."""


@dataclass(frozen=True, slots=True)
class SignatureSuite:
    """A suite with one plain signature in base58-btc: all of EdDSA Cryptosuites 1.0, and of ECDSA but for ecdsa-sd.

    They differ in what they canonicalize and in the keys. The hash follows the key: SHA-384 for P-384, else SHA-256.
    """

    name: str
    key_types: frozenset[str]
    canonicalization: Literal["rdfc", "jcs"] = "rdfc"
    proof_type: str = "DataIntegrityProof"
    issuable: bool = True

    def algorithm(self, key: PublicKey) -> str:
        """``sha256`` or ``sha384`` (ECDSA Cryptosuites 1.0, 3.2)."""
        return _DIGESTS[key.type]

    def encode(self, signature: bytes) -> str:
        """Multibase, base58-btc."""
        return encode_base58btc(signature)

    def decode(self, proof_value: Any, key: PublicKey, pointer: str) -> bytes:
        """The fixed number of bytes of the key's signatures: a signature has one spelling."""
        wanted = _SIGNATURE_BYTES[key.type]
        try:
            signature = (
                decode_base58btc(proof_value, max_length=_MAX_PROOF_VALUE) if isinstance(proof_value, str) else b""
            )
        except ValueError:
            signature = b""
        if len(signature) != wanted:
            raise ProofError(
                "proof.value-malformed",
                f"proofValue is {proof_value!r:.60}, wanted {wanted} bytes in base58-btc ('z…')",
                pointer=pointer,
                problem="https://w3id.org/security#PROOF_VERIFICATION_ERROR",
            )
        return signature


_ED25519: Final = frozenset({"Ed25519"})
_NIST: Final = frozenset({"P-256", "P-384"})

CRYPTOSUITES: Final[Mapping[str, Cryptosuite]] = MappingProxyType(
    {
        suite.name: suite
        for suite in (
            SignatureSuite("eddsa-rdfc-2022", _ED25519),
            SignatureSuite("eddsa-jcs-2022", _ED25519, "jcs"),
            SignatureSuite("ecdsa-rdfc-2019", _NIST),
            SignatureSuite("ecdsa-jcs-2019", _NIST, "jcs"),
            SignatureSuite("Ed25519Signature2020", _ED25519, proof_type="Ed25519Signature2020", issuable=False),
        )
    }
)


def usual_suite(key: PublicKey) -> str:
    """The suite to seal with where nobody asks for another: over statements, as the standard's certification wants."""
    return "eddsa-rdfc-2022" if key.type in _ED25519 else "ecdsa-rdfc-2019"
