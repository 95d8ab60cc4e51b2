"""A signature of zeros.

Attack: The forger sends an ECDSA signature in which r and s are zero, or the order of the group, which is the same to
whoever reckons with remainders.

Naively: A verifier puts r and s into the equation without a look at their range. With both at zero the equation comes
to "nothing is nothing", for every message and every key.

Here: r and s lie between 1 and n - 1 (FIPS 186-5, 6.4.2, step 1), or the signature does not hold:
``proof.signature-invalid``, in a token and in a proof.
"""

from __future__ import annotations

import json

import pytest

from badges import AT, CANONICALIZER
from microcred.document import Document
from microcred.keys import EcdsaSigner, controller_document
from microcred.multibase import encode_base64url
from naive import octets
from naive_curves import P256_ORDER, naive_ecdsa_holds
from token_victim import (
    BADGE,
    VICTIM,
    assert_forged,
    claims,
    header,
    published,
    report,
)
from tokens import part, token

ORDER = P256_ORDER.to_bytes(32)


def point_of(signer: EcdsaSigner) -> tuple[int, int]:
    jwk = signer.public_key.to_jwk()
    return int.from_bytes(octets(jwk["x"])), int.from_bytes(octets(jwk["y"]))


def naive_verify(text: str) -> bool:
    begin, _, signature = text.rpartition(".")
    return naive_ecdsa_holds(point_of(EcdsaSigner("P-256", 5)), octets(signature), begin.encode())


@pytest.mark.parametrize("signature", [bytes(64), ORDER + ORDER, bytes(32) + ORDER])
@pytest.mark.parametrize("name", ["Soil Sampling", "Doctor of Everything"])
def test_a_naive_verifier_finds_that_nothing_is_nothing(signature: bytes, name: str) -> None:
    begin = f"{part(header(alg='ES256'))}.{part(claims(name=name))}"
    assert naive_verify(f"{begin}.{encode_base64url(signature)}")
    assert not naive_verify(f"{begin}.{encode_base64url(bytes([1]) * 64)}")


def test_the_naive_equation_is_that_of_genuine_signatures() -> None:
    assert naive_verify(token(header(alg="ES256"), claims(), EcdsaSigner("P-256", 5)))


@pytest.mark.parametrize("signature", [bytes(64), ORDER + ORDER, bytes(32) + ORDER])
@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_a_psychic_proof_is_none(signature: bytes, suite: str) -> None:
    from microcred.multibase import encode_base58btc
    from microcred.proofs import add_proof

    signer = EcdsaSigner("P-256", 5, verification_method=f"{VICTIM}#key")
    from microcred.keys import PublishedKey

    world = published(**{VICTIM: controller_document(VICTIM, [PublishedKey(signer.public_key, "key")])})
    sealed = add_proof(Document.of(BADGE), signer, created=AT, suite_name=suite, canonicalizer=CANONICALIZER)
    assert report(str(sealed), world)
    tree = sealed.to_dict()
    tree["proof"]["proofValue"] = encode_base58btc(signature)
    assert_forged(json.dumps(tree), "proof.signature-invalid", world)


@pytest.mark.parametrize("zero", [bytes(64), bytes(32) + b"\1" * 32, b"\xff" * 64, b"\0" * 31 + b"\1" + bytes(32)])
def test_a_psychic_signature_is_none(zero: bytes) -> None:
    # r or s of zero, or beyond the group's order: implementations that leave the check out accept any message.
    signer = EcdsaSigner("P-256", 5)
    world = published()
    world.serve(VICTIM, controller_document(VICTIM, [signer.public_key]))
    kid = f"{VICTIM}#{signer.public_key.to_multikey()}"
    forged = f"{part(header(alg='ES256', kid=kid))}.{part(claims())}.{encode_base64url(zero)}"
    assert_forged(forged, "proof.signature-invalid", world)
