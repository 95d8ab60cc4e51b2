"""What careless verifiers do with the document of an issuer's keys; the attacks of hosts share it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from badges import CANONICALIZER
from hosted_keys import METHOD
from microcred.document import Document
from microcred.multibase import decode_base58btc

__all__ = ["naive_fits", "naive_method"]


def naive_method(document: dict[str, Any], name: str = METHOD) -> dict[str, Any]:
    """The first method of this name in a document, whosever document that is."""
    found: dict[str, Any] = next(method for method in document["verificationMethod"] if method["id"] == name)
    return found


def naive_fits(badge: bytes, method: dict[str, Any]) -> bool:
    """Whether a badge was sealed with the key of a method, and nothing else."""
    tree = json.loads(badge)
    proof = {"@context": tree["@context"], **tree.pop("proof")}
    signature = decode_base58btc(proof.pop("proofValue"), max_length=200)
    key = decode_base58btc(method["publicKeyMultibase"], max_length=200)
    hashes = [sha256(CANONICALIZER.canonicalize(Document.of(part).tree)).digest() for part in (proof, tree)]
    try:
        Ed25519PublicKey.from_public_bytes(key[2:]).verify(signature, b"".join(hashes))
    except InvalidSignature:
        return False
    return True
