"""The public key as the secret of a code.

Attack: The forger writes ``"alg": "HS256"`` into the header, and makes the code (an HMAC) with the victim's public key,
which everybody has, as the secret.

Naively: A verifier hands the key of the issuer to a library that takes it for a secret if the header says so: one
function for both kinds, and whoever wrote the token chooses.

Here: A code proves nothing about an issuer, since whoever checks it can make it; no HMAC is among the algorithms that
count (RFC 8725, 2.1 and 3.1). The check ``proof`` fails with ``proof.insecure-algorithm``.
"""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest

from microcred.keys import PublicKey
from microcred.multibase import encode_base64url
from naive import token_holds, token_of
from token_victim import (
    GENUINE,
    KEY,
    assert_forged,
    claims,
    header,
    report,
)
from tokens import part


def naive_verify(text: str, pem: bytes) -> bool:
    read = token_of(text)
    if read.header["alg"].startswith("HS"):
        return hmac.compare_digest(hmac.digest(pem, read.signing_input, "sha256"), read.signature)
    return token_holds(read, PublicKey.from_pem(pem))


def test_a_naive_verifier_takes_the_public_key_for_a_secret() -> None:
    from cryptography.hazmat.primitives import serialization

    public = serialization.load_der_public_key(KEY.public_key.raw)
    info = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = public.public_bytes(serialization.Encoding.PEM, info)
    signing_input = f"{part(header(alg='HS256'))}.{part(claims(name='Doctor of Everything'))}"
    forgery = f"{signing_input}.{encode_base64url(hmac.digest(pem, signing_input.encode(), 'sha256'))}"
    assert naive_verify(forgery, pem)
    assert naive_verify(GENUINE, pem)
    assert_forged(forgery, "proof.insecure-algorithm")
    assert report(GENUINE)


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512", "hs256"])
@pytest.mark.parametrize("form", ["pem", "der", "jwk"])
def test_a_public_key_is_no_secret_to_make_a_code_with(algorithm: str, form: str) -> None:
    from cryptography.hazmat.primitives import serialization

    public = serialization.load_der_public_key(KEY.public_key.raw)
    info = serialization.PublicFormat.SubjectPublicKeyInfo
    secret = {
        "pem": public.public_bytes(serialization.Encoding.PEM, info),
        "der": public.public_bytes(serialization.Encoding.DER, info),
        "jwk": json.dumps(KEY.public_key.to_jwk()).encode(),
    }[form]
    signing_input = f"{part(header(alg=algorithm))}.{part(claims())}"
    code = hmac.new(secret, signing_input.encode(), getattr(hashlib, f"sha{algorithm[2:]}")).digest()
    assert_forged(f"{signing_input}.{encode_base64url(code)}", "proof.insecure-algorithm")
