"""An RSA key whose exponent does nothing.

Attack: Somebody who can change one number in the victim's document sets the exponent of its RSA key to 1. Every number
is then its own signature.

Naively: A verifier raises the signature to the exponent and compares what comes out: the forger has sent just that.

Here: An exponent of 1 or 2, or an even one, makes no RSA key (RFC 8017, 3.1): ``key.not-rsa``.
"""

from __future__ import annotations

import pytest

from microcred.multibase import encode_base64url
from naive_rsa import naive_rs256_holds, padded
from token_victim import (
    GENUINE,
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

TRIVIAL = {**KEY.public_key.to_jwk(), "e": "AQ", "kid": "trivial"}


def forgery() -> str:
    signing_input = f"{part(header(kid='trivial'))}.{part(claims(name='Doctor of Everything'))}"
    return f"{signing_input}.{encode_base64url(padded(signing_input.encode()))}"


def naive_verify(text: str, jwk: dict[str, str]) -> bool:
    return jwk["kty"] == "RSA" and naive_rs256_holds(text, jwk)


def test_a_naive_verifier_takes_the_digest_for_its_own_signature() -> None:
    assert naive_verify(forgery(), TRIVIAL)
    assert naive_verify(GENUINE, KEY.public_key.to_jwk())


def test_under_a_trivial_exponent_nothing_is_signed() -> None:
    world = published(**{SETS: {"keys": [TRIVIAL]}})
    world.serve(VICTIM, {"id": VICTIM})
    assert_forged(forgery(), "key.not-rsa", world)
    assert report(GENUINE)


@pytest.mark.parametrize("exponent", [1, 2])
def test_an_rsa_key_with_a_trivial_exponent_is_none(exponent: int) -> None:
    jwk = {**KEY.public_key.to_jwk(), "e": encode_base64url(bytes([exponent])), "kid": "trivial"}
    world = published(**{SETS: {"keys": [jwk]}})
    world.serve(VICTIM, {"id": VICTIM})
    assert_forged(token(header(kid="trivial"), claims(), SIGNER), "key.not-rsa", world)
