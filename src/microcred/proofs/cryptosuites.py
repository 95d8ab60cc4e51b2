"""The table of cryptographic suites: what each one hashes, with which keys, and how its signature is written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final, Literal, Protocol

from microcred.errors import ProofError
from microcred.keys import PublicKey, Signer
from microcred.proofs.proof import Proof
from microcred.proofs.secured_document import SecuredDocument, VerifiedProof
from microcred.proofs.signature_suite import SignatureSuite
from microcred.rooms import OnDemand

__all__ = ["CRYPTOSUITES", "Cryptosuite", "SignatureSuite", "usual_suite"]


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

    def seal(self, secured: SecuredDocument, proof: Proof, signer: Signer) -> str:
        """The ``proofValue`` of a proof that stands in the document but for that: createProof.

        The signer's key is one of ``key_types``, and the newest reading of the document loses nothing.
        """

    def verify(
        self, secured: SecuredDocument, proof: Proof, key: PublicKey, *, holder: bool = False
    ) -> VerifiedProof | ProofError:
        """The proof if it holds with this key of one of ``key_types``, or why it does not: verifyProof.

        Raises :class:`~microcred.errors.ProofError` for a ``proofValue`` of another form. ``holder`` accepts what an
        issuer hands to the holder alone.
        """


_ED25519: Final = frozenset({"Ed25519"})
_NIST: Final = frozenset({"P-256", "P-384"})


def _ecdsa_sd_2023() -> Cryptosuite:
    from microcred.proofs.ecdsa_sd_2023 import EcdsaSd2023

    return EcdsaSd2023()


CRYPTOSUITES: Final[Mapping[str, Cryptosuite]] = OnDemand[Cryptosuite](
    {
        "eddsa-rdfc-2022": partial(SignatureSuite, "eddsa-rdfc-2022", _ED25519),
        "eddsa-jcs-2022": partial(SignatureSuite, "eddsa-jcs-2022", _ED25519, "jcs"),
        "ecdsa-rdfc-2019": partial(SignatureSuite, "ecdsa-rdfc-2019", _NIST),
        "ecdsa-jcs-2019": partial(SignatureSuite, "ecdsa-jcs-2019", _NIST, "jcs"),
        "ecdsa-sd-2023": _ecdsa_sd_2023,
        "Ed25519Signature2020": partial(
            SignatureSuite, "Ed25519Signature2020", _ED25519, proof_type="Ed25519Signature2020", issuable=False
        ),
    }
)


def usual_suite(key: PublicKey) -> str:
    """The suite to seal with where nobody asks for another: over statements, as the standard's certification wants."""
    return "eddsa-rdfc-2022" if key.type in _ED25519 else "ecdsa-rdfc-2019"
