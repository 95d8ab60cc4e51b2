"""A signature by another algorithm than the key is for.

Attack: The set of the victim's host also has keys for encryption, which members register themselves: any 32 bytes are a
key of X25519. The forger registers the bytes of an Ed25519 key, and signs a badge with that.

Naively: A verifier sees that the key has ``"kty": "OKP"``, which is what EdDSA takes, and reads its bytes.

Here: Each algorithm takes one type of key, and a key has its type from where it is published (RFC 8725, 3.1; RFC 8037,
3.1): the check ``proof`` fails with ``proof.wrong-key-type``. A key that is published for one algorithm is used with no
other: ``key.algorithm-mismatch``.
"""

from __future__ import annotations

from typing import Any

import pytest

from microcred.keys import EcdsaSigner, Signer, controller_document
from microcred.verification.report import Verdict
from naive import octets, token_of
from token_victim import (
    FORGER,
    KEY,
    SETS,
    SIGNER,
    VICTIM,
    assert_forged,
    claims,
    header,
    published,
    report,
)
from tokens import token
from world import World

REGISTERED = {**FORGER.public_key.to_jwk(), "crv": "X25519", "kid": "mallory"}
FORGERY = token(header(alg="EdDSA", kid="mallory"), claims(), FORGER)


def house(jwk: dict[str, Any]) -> World:
    world = published(**{SETS: {"keys": [jwk]}})
    world.serve(VICTIM, {"id": VICTIM})
    return world


def naive_verify(text: str, jwk: dict[str, str]) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    read = token_of(text)
    if {"EdDSA": "OKP", "ES256": "EC", "RS256": "RSA"}[read.header["alg"]] != jwk["kty"]:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(octets(jwk["x"])).verify(read.signature, read.signing_input)
    except InvalidSignature:
        return False
    return True


def test_a_naive_verifier_reads_a_key_for_encryption_as_one_for_signatures() -> None:
    assert naive_verify(FORGERY, REGISTERED)


def test_the_forgery_is_refused_for_the_type_of_the_key() -> None:
    assert_forged(FORGERY, "proof.wrong-key-type", house(REGISTERED))


def test_a_key_is_used_with_no_other_algorithm_than_it_is_published_for() -> None:
    jwk = {**KEY.public_key.to_jwk(), "kid": "one", "alg": "PS256"}
    assert_forged(token(header(kid="one"), claims(), SIGNER), "key.algorithm-mismatch", house(jwk))
    assert report(token(header(kid="one"), claims(), SIGNER), house({**jwk, "alg": "RS256"}))


@pytest.mark.parametrize(
    ("algorithm", "signer"),
    [("ES256", EcdsaSigner("P-256", 5)), ("ES384", EcdsaSigner("P-384", 5)), ("EdDSA", FORGER)],
    ids=["ES256", "ES384", "EdDSA"],
)
def test_a_key_of_one_type_is_none_of_another(algorithm: str, signer: Signer) -> None:
    assert_forged(token(header(alg=algorithm), claims(), signer), "proof.wrong-key-type")


def test_an_elliptic_key_does_not_check_a_signature_of_another_algorithm() -> None:
    signer = EcdsaSigner("P-256", 5)
    world = published()
    world.serve(VICTIM, controller_document(VICTIM, [signer.public_key]))
    kid = f"{VICTIM}#{signer.public_key.to_multikey()}"
    assert report(token(header(alg="ES256", kid=kid), claims(), signer), world).verdict is Verdict.ACCEPTED
    for algorithm in ("RS256", "ES384", "EdDSA"):
        assert_forged(token(header(alg=algorithm, kid=kid), claims(), signer), "proof.wrong-key-type", world)
