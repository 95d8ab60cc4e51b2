"""How samples are signed: with keys that everybody knows, and nobody should trust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from microcred.document import Document, to_json
from microcred.multibase import encode_base64url
from microcred.positions import listed

if TYPE_CHECKING:
    from microcred.keys import Signer

__all__ = ["SAMPLE_SEED", "proof_draft", "signed", "token_of"]

SAMPLE_SEED: Final = bytes(range(32))
"""The secret of the sample keys, the bytes 0 to 31: the seed of an Ed25519 key, and the number of a P-256 key."""

_OPEN: Final = '"proofValue": "…"'


def proof_draft(created: str) -> dict[str, Any]:
    """A proof that lacks its signature."""
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": created,
        "verificationMethod": _signer("EdDSA").verification_method,
        "proofPurpose": "assertionMethod",
        "proofValue": "…",
    }


def signed(draft: str) -> str:
    """The text with a signature in place of each ``…``, over everything else that it says."""
    if _OPEN not in draft:
        return draft
    from microcred.canonical import Canonicalizer
    from microcred.proofs import CRYPTOSUITES, SecuredDocument

    for index, members in enumerate(listed(Document.parse(draft).tree["proof"])):
        if members["proofValue"] == "…":
            # A later proof may cover an earlier one together with its signature.
            secured = SecuredDocument(Document.parse(draft), Canonicalizer())
            proof = secured.proof(index)
            signature = CRYPTOSUITES[proof.suite_name].seal(secured, proof, _signer("EdDSA"))
            draft = draft.replace(_OPEN, f'"proofValue": "{signature}"', 1)
    return draft


def token_of(tree: dict[str, Any]) -> str:
    """The compact JWS of a ``header`` and a ``payload``, whatever they say."""
    header, payload = (encode_base64url(to_json(tree[name], indent=None)) for name in ("header", "payload"))
    signature = _signer(tree["header"].get("alg")).sign(f"{header}.{payload}".encode())
    return f"{header}.{payload}.{encode_base64url(signature)}"


def _signer(algorithm: object) -> Signer:
    """The sample key for an algorithm; for one that it does not fit, another reader would not have the key either."""
    from microcred.keys import EcdsaSigner, Ed25519Signer

    if algorithm == "ES256":
        return EcdsaSigner("P-256", int.from_bytes(SAMPLE_SEED, "big"))
    return Ed25519Signer.from_seed(SAMPLE_SEED)
