"""A key for encryption that signs.

Attack: The victim has a service that decrypts what strangers send, with an RSA key of its own. To decrypt is to raise
to the private exponent, and so is to sign: the forger sends the padded digest of a token to be decrypted, and has a
signature.

Naively: A verifier takes any key of the victim's set.

Here: A key that says it is for encryption signs nothing (RFC 7517, 4.2 and 4.3; RFC 8725, 3.1): the check
``issuer_key`` fails with ``key.not-for-signatures``.
"""

from __future__ import annotations

from typing import Any

import pytest

from microcred.keys import PublicKey
from microcred.multibase import encode_base64url
from naive import token_holds, token_of
from naive_rsa import padded
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

FOR_ENCRYPTION = {**KEY.public_key.to_jwk(), "use": "enc", "kid": "enc"}


def decrypted(ciphertext: bytes) -> bytes:
    """What the victim's service answers to whoever asks."""
    from cryptography.hazmat.primitives import serialization

    numbers = serialization.load_pem_private_key(KEY.to_pem(), None).private_numbers()
    return pow(int.from_bytes(ciphertext), numbers.d, numbers.public_numbers.n).to_bytes(256)


def forgery() -> str:
    signing_input = f"{part(header(kid='enc'))}.{part(claims(name='Doctor of Everything'))}"
    return f"{signing_input}.{encode_base64url(decrypted(padded(signing_input.encode())))}"


def naive_verify(text: str, jwks: list[dict[str, str]]) -> bool:
    read = token_of(text)
    return any(token_holds(read, PublicKey.from_jwk(jwk)) for jwk in jwks if jwk["kid"] == read.header["kid"])


def test_a_naive_verifier_takes_what_the_victim_decrypted_for_a_signature() -> None:
    assert naive_verify(forgery(), [FOR_ENCRYPTION])


@pytest.mark.parametrize("said", [{"use": "enc"}, {"use": "sig", "key_ops": ["decrypt"]}, {"key_ops": []}])
def test_the_forgery_is_refused_for_what_the_key_is_for(said: dict[str, Any]) -> None:
    jwk = {name: value for name, value in {**FOR_ENCRYPTION, "use": None, **said}.items() if value is not None}
    world = published(**{SETS: {"keys": [jwk]}})
    world.serve(VICTIM, {"id": VICTIM})
    assert_forged(forgery(), "key.not-for-signatures", world)


def test_the_same_key_for_signatures_is_taken() -> None:
    world = published(**{SETS: {"keys": [{**FOR_ENCRYPTION, "use": "sig"}]}})
    world.serve(VICTIM, {"id": VICTIM})
    assert report(token(header(kid="enc"), claims(), SIGNER), world)


def test_a_key_for_encryption_signs_nothing() -> None:
    jwk = {**KEY.public_key.to_jwk(), "use": "enc", "kid": "enc"}
    world = published(**{SETS: {"keys": [jwk]}})
    world.serve(VICTIM, {"id": VICTIM})
    assert_forged(token(header(kid="enc"), claims(), SIGNER), "key.not-for-signatures", world)
