"""A key that the token brings along.

Attack: The forger puts their own public key into the header, as ``jwk``, and signs with it; the key may carry the name
of the victim's. Or the header carries a private key.

Naively: A verifier takes the key from the header, where the standard of tokens says that it may stand (RFC 7515,
4.1.3), and checks the signature with it.

Here: A ``jwk`` shows that a key was used, and not whose it is: the issuer has to publish the same key, or the check
``issuer_key`` fails with ``key.not-published``, and beside a ``kid`` of another key with ``key.two-keys`` (Open Badges
3.0, 8.2.6). A private key in a header is called so: ``proof.private-key-in-header``.
"""

from __future__ import annotations

from microcred.document import Document
from microcred.keys import PublicKey
from microcred.multibase import encode_base64url
from microcred.proofs import seal_jwt
from naive import token_holds, token_of
from token_victim import (
    BADGE,
    FORGER,
    NAME,
    SIGNER,
    VICTIM,
    assert_forged,
    claims,
    header,
    report,
)
from tokens import token

FORGERY = token(header(alg="EdDSA", kid=None, jwk=FORGER.public_key.to_jwk()), claims(), FORGER)


def naive_verify(text: str, trusted: str) -> bool:
    read = token_of(text)
    return read.payload["iss"] == trusted and token_holds(read, PublicKey.from_jwk(read.header["jwk"]))


def test_a_naive_verifier_takes_the_key_in_the_header() -> None:
    assert naive_verify(FORGERY, VICTIM)


def test_the_victims_own_key_may_stand_in_the_header() -> None:
    assert report(seal_jwt(Document.of(BADGE), SIGNER, embed_key=True))


def test_a_key_that_comes_along_is_not_the_issuers() -> None:
    forged = token(header(alg="EdDSA", kid=None, jwk=FORGER.public_key.to_jwk()), claims(), FORGER)
    assert_forged(forged, "key.not-published")


def test_a_key_that_comes_along_under_the_issuers_name_is_not_the_issuers() -> None:
    jwk = {**FORGER.public_key.to_jwk(), "kid": NAME, "iss": VICTIM}
    assert_forged(token(header(alg="EdDSA", jwk=jwk), claims(), FORGER), "key.two-keys")
    assert_forged(token(header(alg="EdDSA", kid=None, jwk=jwk), claims(), FORGER), "key.not-published")


def test_the_private_key_in_the_header_lets_anybody_sign() -> None:
    jwk = {**FORGER.public_key.to_jwk(), "d": encode_base64url(bytes(32))}
    assert_forged(token(header(alg="EdDSA", kid=None, jwk=jwk), claims(), FORGER), "proof.private-key-in-header")
