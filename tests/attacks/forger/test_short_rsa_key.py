"""An RSA key that is too short.

Attack: The victim's key has 512 bits. The forger takes its modulus apart (the one here was, in 1999, by volunteers) and
has the private key.

Naively: A verifier raises the signature to the public exponent and compares, however long the key is.

Here: A modulus has 2048 bits at least (RFC 7518, 3.3): ``key.wrong-length``, whoever signed.
"""

from __future__ import annotations

from microcred.multibase import encode_base64url
from naive_rsa import naive_rs256_holds, padded
from token_victim import (
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
from tokens import part, token

# RSA-155 of the RSA Factoring Challenge, and its two factors.
P = 102639592829741105772054196573991675900716567808038066803341933521790711307779
Q = 106603488380168454820927220360012878679207958575989291522270608237193062808643
MODULUS = P * Q
JWK = {"kty": "RSA", "n": encode_base64url(MODULUS.to_bytes(64)), "e": "AQAB", "kid": "short"}


def forgery() -> str:
    signing_input = f"{part(header(kid='short'))}.{part(claims(name='Doctor of Everything'))}"
    private = pow(65537, -1, (P - 1) * (Q - 1))
    signature = pow(int.from_bytes(padded(signing_input.encode(), 64)), private, MODULUS)
    return f"{signing_input}.{encode_base64url(signature.to_bytes(64))}"


def naive_verify(text: str, jwk: dict[str, str]) -> bool:
    return jwk["kty"] == "RSA" and naive_rs256_holds(text, jwk)


def test_a_naive_verifier_takes_a_key_that_was_taken_apart() -> None:
    assert naive_verify(forgery(), JWK)


def test_a_key_of_512_bits_is_none() -> None:
    world = published(**{SETS: {"keys": [JWK]}})
    world.serve(VICTIM, {"id": VICTIM})
    assert_forged(forgery(), "key.wrong-length", world)


def test_a_key_of_2048_bits_in_the_same_place_is_one() -> None:
    world = published(**{SETS: {"keys": [{**KEY.public_key.to_jwk(), "kid": "long"}]}})
    world.serve(VICTIM, {"id": VICTIM})
    assert report(token(header(kid="long"), claims(), SIGNER), world)


def test_a_short_rsa_key_is_none() -> None:
    from cryptography.hazmat.primitives.asymmetric import rsa

    modulus = rsa.generate_private_key(65537, 1024).public_key().public_numbers().n  # noqa: S505 - that is the point
    jwk = {"kty": "RSA", "n": encode_base64url(modulus.to_bytes(128)), "e": "AQAB"}
    world = published(**{SETS: {"keys": [{**jwk, "kid": "short"}]}})
    world.serve(VICTIM, {"id": VICTIM})
    assert_forged(token(header(kid="short"), claims(), SIGNER), "key.wrong-length", world)
