"""A cube root for a signature.

Attack: The victim has an RSA key with the exponent 3. The forger writes the digest of their token where it has to
stand, puts rubbish behind it, and takes the cube root of the whole: no private key is needed for that.

Naively: A verifier raises the signature to the third power, skips the padding, reads the digest, and does not look at
what follows.

Here: The whole of what the signature comes to is compared with what it has to be (RFC 8017, 8.2.2, step 4):
``proof.signature-invalid``. A genuine token under such a key holds.
"""

from __future__ import annotations

import hashlib
from functools import cache

from microcred.keys import RsaSigner, controller_document
from microcred.multibase import encode_base64url
from naive import token_of
from naive_rsa import SHA256_INFO, opened
from token_victim import (
    VICTIM,
    assert_forged,
    claims,
    header,
    published,
    report,
)
from tokens import part, token


@cache
def cubic() -> RsaSigner:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    private = rsa.generate_private_key(3, 2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return RsaSigner.from_pem(pem)


def cube_root(number: int) -> int:
    """The smallest whole number whose cube is no less."""
    low, high = 0, 1 << (number.bit_length() // 3 + 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if middle**3 < number else (low, middle)
    return low


def forged_under(signing_input: str) -> str:
    digest = hashlib.sha256(signing_input.encode()).digest()
    begin = b"\0\1" + b"\xff" * 8 + b"\0" + SHA256_INFO + digest
    root = cube_root(int.from_bytes(begin + bytes(256 - len(begin))))
    return f"{signing_input}.{encode_base64url(root.to_bytes(256))}"


def naive_verify(text: str, jwk: dict[str, str]) -> bool:
    read = token_of(text)
    block = opened(read.signature, jwk)
    head, _, rest = block[2:].partition(b"\0")
    padded = block[:2] == b"\0\1" and not head.strip(b"\xff")
    return padded and rest.startswith(SHA256_INFO + hashlib.sha256(read.signing_input).digest())


def test_a_naive_verifier_does_not_look_at_what_follows_the_digest() -> None:
    kid = f"{VICTIM}#{cubic().public_key.to_multikey()}"
    forgery = forged_under(f"{part(header(kid=kid))}.{part(claims(name='Doctor of Everything'))}")
    assert naive_verify(forgery, cubic().public_key.to_jwk())


def test_a_cube_root_is_no_signature() -> None:
    kid = f"{VICTIM}#{cubic().public_key.to_multikey()}"
    world = published(**{VICTIM: controller_document(VICTIM, [cubic().public_key])})
    forgery = forged_under(f"{part(header(kid=kid))}.{part(claims(name='Doctor of Everything'))}")
    assert_forged(forgery, "proof.signature-invalid", world)
    assert report(token(header(kid=kid), claims(), cubic()), world)
