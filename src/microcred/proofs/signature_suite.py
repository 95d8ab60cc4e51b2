"""The suites with one plain signature over the whole document (EdDSA and ECDSA Cryptosuites 1.0, 3.2 and 3.3)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from microcred.canonical import CanonicalDataset, Selection, canonicalize_json
from microcred.document import JsonObject, child_pointer
from microcred.errors import ContextError, ProofError
from microcred.keys import PublicKey, Signer
from microcred.multibase import decode_base58btc, encode_base58btc
from microcred.proofs.proof import VERIFICATION_ERROR, Proof, signature_invalid
from microcred.proofs.secured_document import SecuredDocument, VerifiedProof, contexts_of

__all__ = ["SignatureBase", "SignatureSuite"]

_DIGESTS: Final[Mapping[str, str]] = MappingProxyType({"Ed25519": "sha256", "P-256": "sha256", "P-384": "sha384"})
_SIGNATURE_BYTES: Final[Mapping[str, int]] = MappingProxyType({"Ed25519": 64, "P-256": 64, "P-384": 96})
_MAX_PROOF_VALUE: Final = 256


class SignatureBase(NamedTuple):
    """What a key may have signed, and what that was made of."""

    versions: Selection
    canonical_document: bytes
    canonical_options: bytes
    signed_data: bytes


class SignatureSuite(NamedTuple):
    """A suite with one plain signature in base58-btc: all of EdDSA Cryptosuites 1.0, and of ECDSA but for ecdsa-sd.

    They differ in what they canonicalize and in the keys. The hash follows the key: SHA-384 for P-384, else SHA-256.
    """

    name: str
    key_types: frozenset[str]
    canonicalization: Literal["rdfc", "jcs"] = "rdfc"
    proof_type: str = "DataIntegrityProof"
    issuable: bool = True

    def seal(self, secured: SecuredDocument, proof: Proof, signer: Signer) -> str:
        """The signature over the newest reading of the document, in multibase base58-btc."""
        base = next(self.bases(secured, proof, signer.public_key.type))
        return encode_base58btc(signer.sign(base.signed_data))

    def verify(
        self,
        secured: SecuredDocument,
        proof: Proof,
        key: PublicKey,
        *,
        holder: bool = False,  # noqa: ARG002
    ) -> VerifiedProof | ProofError:
        """Look for the reading of the document that was signed, newest first; a holder sees no more than others."""
        signature = _decoded(proof, key)
        for base in self.bases(secured, proof, key.type):
            if key.verify(signature, base.signed_data):
                if self.canonicalization == "jcs":
                    # Such a signature covers every word; that the newest contexts define it is asked all the same.
                    secured.require_newest()
                return VerifiedProof(
                    proof, key, base.versions, base.canonical_document, base.canonical_options, base.signed_data
                )
        return signature_invalid(proof, key)

    def bases(self, secured: SecuredDocument, proof: Proof, key_type: str) -> Iterator[SignatureBase]:
        """What a key may have signed, likeliest first: proof configuration, transformation and hashing."""
        previous, algorithm = secured.previous_proofs(proof), _DIGESTS[key_type]
        if self.canonicalization == "jcs":
            tree = secured.signed_tree(previous)
            document = _under_contexts_of(proof, tree)
            if contexts_of(document) != contexts_of(tree):
                _check_meaning(secured, document, next(secured.readings(previous, algorithm)).dataset, algorithm)
            yield _hashed(algorithm, {}, canonicalize_json(document), canonicalize_json(proof.options))
            return
        for reading in secured.readings(previous, algorithm):
            options = secured.canonical_options(proof, reading.versions, algorithm)
            yield _hashed(algorithm, reading.versions, reading.canonical, options)


def _decoded(proof: Proof, key: PublicKey) -> bytes:
    """The fixed number of bytes of the key's signatures: a signature has one spelling."""
    text, wanted = proof.members.get("proofValue"), _SIGNATURE_BYTES[key.type]
    try:
        signature = decode_base58btc(text, max_length=_MAX_PROOF_VALUE) if isinstance(text, str) else b""
    except ValueError:
        signature = b""
    if len(signature) != wanted:
        raise ProofError(
            "proof.value-malformed",
            f"proofValue is {text!r:.60}, wanted {wanted} bytes in base58-btc ('z…')",
            pointer=f"{proof.pointer}/proofValue",
            problem=VERIFICATION_ERROR,
        )
    return signature


def _hashed(algorithm: str, versions: Selection, document: bytes, options: bytes) -> SignatureBase:
    # EdDSA Cryptosuites 1.0, 3.2.4: the hash of the proof options comes first.
    hashed = hashlib.sha384 if algorithm == "sha384" else hashlib.sha256
    data = hashed(options).digest() + hashed(document).digest()
    return SignatureBase(versions, document, options, data)


def _check_meaning(secured: SecuredDocument, signed: JsonObject, found: CanonicalDataset, algorithm: str) -> None:
    """Contexts that were added may say what proofs consist of, and may not make other statements of what was signed."""
    secured.spend(secured.document.size)
    try:
        dataset = secured.canonicalizer.dataset(signed, algorithm=algorithm)
    except ContextError:
        return  # words that had no meaning have got one, and the JSON that they stand in is signed
    if dataset.canonical != found.canonical:
        raise ProofError(
            "proof.other-contexts",
            "the contexts that were added give words of the document another meaning than the one that was signed",
            pointer="/@context",
            problem=VERIFICATION_ERROR,
        )


def _under_contexts_of(proof: Proof, tree: JsonObject) -> JsonObject:
    """EdDSA Cryptosuites 1.0, 3.3.2, step 4: the document may have gained contexts since, behind those of the proof."""
    if "@context" not in proof.members:
        return tree
    signed, found = contexts_of(proof.members), contexts_of(tree)
    if found[: len(signed)] != signed:
        raise ProofError(
            "proof.other-contexts",
            "the contexts of the document do not begin with those that the proof was made under",
            pointer=child_pointer(proof.pointer, "@context"),
            problem=VERIFICATION_ERROR,
        )
    return JsonObject({**tree, "@context": proof.members["@context"]})
