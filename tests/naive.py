"""What a careless verifier is made of: signatures that are really checked, and documents that are really fetched.

Whose key it is, what the proof was made for and what else a verifier has to ask is not asked here: each attack shows
what comes of leaving out one of these questions.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from badges import CANONICALIZER
from microcred.document import Document
from microcred.keys import PublicKey
from microcred.multibase import decode_base58btc
from microcred.proofs.jws import JWS_ALGORITHMS
from world import World


def issuer_of(tree: Mapping[str, Any]) -> str:
    """The id of the issuer, which may stand alone or in an object."""
    issuer = tree["issuer"]
    return issuer["id"] if isinstance(issuer, dict) else issuer


def proofs_of(tree: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The proofs of a document, of which there may be one or an array."""
    proofs = tree["proof"]
    return proofs if isinstance(proofs, list) else [proofs]


def statements(tree: Mapping[str, Any]) -> bytes:
    """What a document says, in canonical form."""
    return CANONICALIZER.canonicalize(Document.of(tree).tree)


def signed_data(tree: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
    """What a proof of eddsa-rdfc-2022 signs: the hash of its options, and the hash of the document without proofs."""
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    bare = {name: value for name, value in tree.items() if name != "proof"}
    configuration = statements({**options, "@context": tree["@context"]})
    return hashlib.sha256(configuration).digest() + hashlib.sha256(statements(bare)).digest()


def proof_holds(tree: Mapping[str, Any], key: str, proof: Mapping[str, Any] | None = None) -> bool:
    """Whether a proof (the first one, if none is given) is the signature of a Multikey over the document."""
    proof = proof or proofs_of(tree)[0]
    signature = decode_base58btc(proof["proofValue"], max_length=256)
    return PublicKey.from_multikey(key).verify(signature, signed_data(tree, proof))


def document_at(url: str, world: World) -> Any:
    """The JSON at a URL, wherever its redirects lead."""
    return json.loads(world.session().get(url, accept="application/json").body)


def method_in(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The first verification method by this name that is written out under ``verificationMethod``."""
    return next(method for method in document["verificationMethod"] if method["id"] == name)


class Token(NamedTuple):
    """A compact JWS, taken apart."""

    header: dict[str, Any]
    payload: dict[str, Any]
    signing_input: bytes
    signature: bytes


def octets(text: str) -> bytes:
    """Base64url, as leniently as Python reads it."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def token_of(text: str) -> Token:
    """Take a token apart: nothing in it is checked."""
    header, payload, signature = text.split(".")
    return Token(
        json.loads(octets(header)), json.loads(octets(payload)), f"{header}.{payload}".encode(), octets(signature)
    )


def token_holds(token: Token, key: PublicKey) -> bool:
    """Whether a key made the signature of a token, by the algorithm that its type has here."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    if key.type != "RSA":
        return JWS_ALGORITHMS[token.header["alg"]] == key.type and key.verify(token.signature, token.signing_input)
    public = serialization.load_der_public_key(key.raw)
    assert isinstance(public, rsa.RSAPublicKey)
    try:
        public.verify(token.signature, token.signing_input, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True
