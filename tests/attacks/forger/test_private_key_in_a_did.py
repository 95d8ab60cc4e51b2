"""A DID that holds its own private key.

Attack: An issuer has made its DID out of its whole key, private part and all: ``did:jwk:`` with a member ``d``.
Everybody who reads the DID can seal badges with it.

Naively: A verifier decodes the DID and takes the public members of what it finds.

Here: A key that is published with its private part proves nothing any more (Open Badges 3.0, 8.2.3; did:jwk Method
Specification): ``key.private-key-published``, and what is secret in it is not shown.
"""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from badges import SIGNER
from microcred.document import Document
from microcred.keys import Ed25519Signer, PublicKey
from microcred.multibase import decode_base58btc, encode_base64url
from naive import issuer_of, octets, proofs_of, signed_data
from victim import assert_refused, badge, report

SECRET = encode_base64url(bytes(range(32)))
LEAKY = f"did:jwk:{encode_base64url(json.dumps({**SIGNER.public_key.to_jwk(), 'd': SECRET}).encode())}"
SOUND = f"did:jwk:{encode_base64url(json.dumps(SIGNER.public_key.to_jwk()).encode())}"


def jwk_in(did: str) -> dict[str, str]:
    return json.loads(octets(did.removeprefix("did:jwk:")))


def forged_by_a_reader() -> Document:
    """Our own signers refuse to sign under such a name."""
    signer = Ed25519Signer.from_seed(octets(jwk_in(LEAKY)["d"]))
    thief: Any = SimpleNamespace(public_key=signer.public_key, sign=signer.sign, verification_method=f"{LEAKY}#0")
    return badge(thief, issuer={"id": LEAKY, "type": ["Profile"]}, name="Doctor of Everything")


def naive_verify(document: Document) -> bool:
    tree = document.to_dict()
    jwk = {name: value for name, value in jwk_in(issuer_of(tree)).items() if name in {"kty", "crv", "x"}}
    proof = proofs_of(tree)[0]
    signature = decode_base58btc(proof["proofValue"], max_length=100)
    return PublicKey.from_jwk(jwk).verify(signature, signed_data(tree, proof))


def test_a_naive_verifier_accepts_what_any_reader_of_the_did_sealed() -> None:
    assert naive_verify(forged_by_a_reader())


def test_a_did_with_its_private_key_seals_nothing() -> None:
    found = report(forged_by_a_reader(), trust=LEAKY)
    assert_refused(found, "issuer_key", "key.private-key-published", "/proof/verificationMethod")
    assert SECRET not in found["issuer_key"].message


def test_a_did_without_it_does() -> None:
    own = badge(SIGNER, f"{SOUND}#0", issuer={"id": SOUND, "type": ["Profile"]})
    assert report(own, trust=SOUND)
