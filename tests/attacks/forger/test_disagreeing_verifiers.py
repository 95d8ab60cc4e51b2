"""A signature that holds for one verifier and not for another.

Attack: An issuer means to deny its badges later. It adds a point of small order to its public key, and seals so that
the equation of Ed25519 holds in the one of its two forms and fails in the other.

Naively: A verifier multiplies both sides with the cofactor, as RFC 8032 allows; the one next to it does not. Each badge
is good at the one and forged at the other, and the issuer says which of them it meant.

Here: One form is used everywhere, the one without cofactor that most libraries have (RFC 8032, 5.1.7; Taming the many
EdDSAs, 4): such a signature does not hold, ``proof.signature-invalid``, in proofs and tokens alike.
"""

from __future__ import annotations

import hashlib

from microcred.document import Document
from microcred.keys import PublicKey
from microcred.multibase import encode_base58btc, encode_base64url
from naive import signed_data
from naive_curves import BASE, ORDER, naive_ed25519_holds, naive_point
from published_keys import ISSUER, METHOD, document, method
from tokens import claims, header, part
from victim import assert_refused, badge, report, web

SCALAR, NONCE = 0x1234567890ABCDEF, 0xFEDCBA0987654321
SMALL = naive_point(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"))
MIXED = BASE.times(SCALAR).plus(SMALL).encoded
KEY = method(publicKeyMultibase=encode_base58btc(b"\xed\x01" + MIXED))


def ambiguous(data: bytes, *, holds: bool) -> bytes | None:
    """A signature over the data that holds with the cofactor; without it as well, or not, as is wanted, by chance."""
    for nonce in range(NONCE, NONCE + 64):
        begin = BASE.times(nonce).encoded
        challenge = int.from_bytes(hashlib.sha512(begin + MIXED + data).digest(), "little") % ORDER
        signature = begin + ((nonce + challenge * SCALAR) % ORDER).to_bytes(32, "little")
        if (challenge % 8 == 0) is holds:
            return signature
    return None


def naive_ed25519_holds_with_cofactor(key: bytes, signature: bytes, data: bytes) -> bool:
    s = int.from_bytes(signature[32:], "little")
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + data).digest(), "little") % ORDER
    both = naive_point(signature[:32]).plus(naive_point(key).times(challenge))
    return BASE.times(s).times(8).same_as(both.times(8))


def sealed_by_the_issuer(*, holds: bool) -> Document:
    tree = badge().to_dict()
    signature = ambiguous(signed_data(tree, tree["proof"]), holds=holds)
    assert signature is not None
    tree["proof"]["proofValue"] = encode_base58btc(signature)
    return Document.of(tree)


def test_naive_verifiers_disagree() -> None:
    signature = ambiguous(b"a badge", holds=False)
    assert signature is not None
    assert naive_ed25519_holds_with_cofactor(MIXED, signature, b"a badge")
    assert not naive_ed25519_holds(MIXED, signature, b"a badge")


def test_what_holds_in_one_form_alone_does_not_hold() -> None:
    world = web(document(verificationMethod=[KEY]))
    assert_refused(report(sealed_by_the_issuer(holds=False), world), "proof", "proof.signature-invalid")
    assert report(sealed_by_the_issuer(holds=True), world)


def test_a_token_is_no_different() -> None:
    own = claims(iss=ISSUER, issuer={"id": ISSUER, "type": ["Profile"]})
    signing_input = f"{part(header(kid=METHOD))}.{part(own)}"
    world = web(document(verificationMethod=[KEY]))
    for holds, verdict in ((False, "rejected"), (True, "accepted")):
        signature = ambiguous(signing_input.encode(), holds=holds)
        assert signature is not None
        assert report(f"{signing_input}.{encode_base64url(signature)}".encode(), world).verdict == verdict


def test_the_key_itself_is_a_sound_one() -> None:
    assert PublicKey("Ed25519", MIXED).raw == MIXED
