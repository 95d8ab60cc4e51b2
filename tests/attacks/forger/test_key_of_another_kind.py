"""The bytes of a key under the name of another kind.

Attack: The victim's document also lists keys for encryption that members registered, under ``assertionMethod`` as well
since its software lists every key everywhere. A member registers the bytes of an Ed25519 key as one of X25519, which
any 32 bytes are, and seals badges.

Naively: A verifier cuts the first two bytes off a Multikey, without a look at what they say, and uses the rest with the
algorithm of the proof.

Here: The codec says what kind of key it is (Controlled Identifiers 1.0, 2.2.2), and each suite takes its own kinds
(EdDSA Cryptosuites 1.0, 2.1.1; ECDSA Cryptosuites 1.0, 2.1.1): ``proof.wrong-key-type``. Bytes that are no point of the
curve they are called by are ``key.not-a-point``, of another length ``key.wrong-length``.
"""

from __future__ import annotations

import pytest

from microcred.document import Document
from microcred.errors import IssuerKeyError
from microcred.keys import EcdsaSigner, PublicKey
from microcred.multibase import decode_base58btc, encode_base58btc
from naive import document_at, method_in, proofs_of, signed_data
from published_keys import ISSUER, METHOD, SIGNER, STRANGER, document, method
from victim import assert_refused, badge, forged, report, web
from world import World

MEMBERS = f"{ISSUER}#mallory"
CODECS = {
    "X25519": b"\xec\x01",
    "P-256": b"\x80\x24",
    "P-384": b"\x81\x24",
    "secp256k1": b"\xe7\x01",
    "RSA": b"\x85\x24",
}


def registry_of_members(codec: str = "X25519") -> World:
    registered = encode_base58btc(CODECS[codec] + STRANGER.public_key.raw)
    key = method(id=MEMBERS, publicKeyMultibase=registered)
    return web(document(verificationMethod=[method(), key], assertionMethod=[METHOD, MEMBERS]))


def naive_verify(badge_: Document, world: World) -> bool:
    tree = badge_.to_dict()
    proof = proofs_of(tree)[0]
    text = method_in(document_at(ISSUER, world), proof["verificationMethod"])["publicKeyMultibase"]
    raw = decode_base58btc(text, max_length=100)[2:]
    signature = decode_base58btc(proof["proofValue"], max_length=100)
    return PublicKey("Ed25519", raw).verify(signature, signed_data(tree, proof))


@pytest.mark.parametrize("codec", CODECS)
def test_a_naive_verifier_does_not_look_at_what_kind_of_key_it_is(codec: str) -> None:
    assert naive_verify(forged(MEMBERS), registry_of_members(codec))


def test_a_key_for_encryption_seals_no_badge() -> None:
    found = report(forged(MEMBERS), registry_of_members())
    assert_refused(found, "proof", "proof.wrong-key-type", "/proof/verificationMethod")
    assert report(badge(), registry_of_members())


@pytest.mark.parametrize(
    ("codec", "code"),
    [
        ("P-256", "key.wrong-length"),
        ("P-384", "key.wrong-length"),
        ("secp256k1", "key.wrong-length"),
        ("RSA", "key.not-rsa"),
    ],
)
def test_bytes_of_another_kind_are_no_key(codec: str, code: str) -> None:
    assert_refused(report(forged(MEMBERS), registry_of_members(codec)), "issuer_key", code)


def test_the_kind_of_a_genuine_key_is_no_matter_of_taste() -> None:
    """The same 33 bytes are a point of one curve, and may be one of another: only the issuer says which."""
    raw = EcdsaSigner("P-256", 5).public_key.raw
    assert PublicKey("P-256", raw).type == "P-256"
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey("secp256k1", bytes([2]) + b"\xff" * 32)
    assert caught.value.code == "key.not-a-point"


def test_an_ed25519_method_with_a_key_of_another_kind_is_called_so() -> None:
    other = EcdsaSigner("P-256", 5).public_key.to_multikey()
    wrong = method(type="Ed25519VerificationKey2020", publicKeyMultibase=other)
    found = report(badge(), web(document(verificationMethod=[wrong])))
    assert_refused(found, "issuer_key", "key.wrong-method-type")
    assert SIGNER.public_key.type == "Ed25519"
