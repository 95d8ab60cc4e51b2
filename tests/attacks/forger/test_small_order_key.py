"""A key of small order, under which one signature fits every message.

Attack: The forger gets a public key into the victim's document that is no point of a large group: the identity, or one
of the seven others whose order divides eight. Or the victim is a did:key that was made of one. R = A, S = 0 is then a
signature of message after message.

Naively: A verifier puts key and signature into the equation of Ed25519, which holds.

Here: Such a key is refused when it is read, whatever a library would do (Taming the many EdDSAs, 3; FIPS 186-5, 7.8.2
leaves it open): ``key.small-order``, in a document, in a DID and in a token.
"""

from __future__ import annotations

from typing import Any

import pytest

from microcred.document import Document
from microcred.errors import IssuerKeyError
from microcred.keys import PublicKey
from microcred.multibase import decode_base58btc, encode_base58btc
from naive import proofs_of, signed_data
from naive_curves import naive_ed25519_holds
from published_keys import KEY, SIGNER, document, method
from victim import assert_refused, badge, refusal, report, web
from world import World

IDENTITY = bytes([1] + [0] * 31)
UNIVERSAL = IDENTITY + bytes(32)
SMALL = [
    IDENTITY.hex(),
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "00" * 32,
    "00" * 31 + "80",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
]


def signed_by_nobody(**changes: Any) -> Document:
    tree = badge(**changes).to_dict()
    tree["proof"]["proofValue"] = encode_base58btc(UNIVERSAL)
    return Document.of(tree)


def naive_verify(badge_: Document, key: bytes) -> bool:
    tree = badge_.to_dict()
    proof = proofs_of(tree)[0]
    return naive_ed25519_holds(key, decode_base58btc(proof["proofValue"], max_length=100), signed_data(tree, proof))


@pytest.mark.parametrize("name", ["Soil Sampling", "Doctor of Everything"])
def test_a_naive_verifier_finds_that_one_signature_fits_every_badge(name: str) -> None:
    assert naive_verify(signed_by_nobody(name=name), IDENTITY)
    assert not naive_verify(signed_by_nobody(name=name), SIGNER.public_key.raw)


def test_the_naive_equation_is_that_of_genuine_badges() -> None:
    assert naive_verify(badge(), SIGNER.public_key.raw)


@pytest.mark.parametrize("key", SMALL)
def test_no_key_of_small_order_is_one(key: str) -> None:
    multikey = encode_base58btc(b"\xed\x01" + bytes.fromhex(key))
    found = report(signed_by_nobody(), web(document(verificationMethod=[method(publicKeyMultibase=multikey)])))
    assert_refused(found, "issuer_key", "key.small-order", "/proof/verificationMethod")
    with pytest.raises(IssuerKeyError) as caught:
        PublicKey("Ed25519", bytes.fromhex(key))
    assert caught.value.code == "key.small-order"
    assert report(badge())


@pytest.mark.parametrize(
    "raw",
    [
        bytes([1] + [0] * 31),
        bytes(32),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ],
    ids=["identity", "order 4", "order 8", "order 2"],
)
def test_a_key_of_small_order_is_refused_in_a_document_and_as_a_did(raw: bytes) -> None:
    multikey = encode_base58btc(b"\xed\x01" + raw)
    assert refusal(document(verificationMethod=[method(publicKeyMultibase=multikey)])).code == "key.small-order"
    did = f"did:key:{multikey}"
    assert refusal(World(), f"{did}#{multikey}", controller=did).code == "key.small-order"


def test_one_signature_for_every_message_does_not_hold() -> None:
    # Under the identity as public key, R = identity and S = 0 satisfy the equation for any message.
    forged = bytes([1] + [0] * 31) + bytes(32)
    assert not KEY.verify(forged, b"any message")
