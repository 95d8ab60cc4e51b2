"""A ``kid`` that leads to the forger.

Attack: The forger writes the URL of a key of their own into ``kid``: on their host, on one that looks like the
victim's, in their own DID, or in a scheme that reads files.

Naively: A verifier gets the key from wherever ``kid`` leads, and checks that the payload names an issuer whom it
trusts.

Here: ``kid`` says which of the issuer's keys is meant. It leads to no other host than the issuer's, whatever it is (RFC
8725, 3.10): nothing but the issuer's document and the JWK Set of its host is fetched, and the badge is rejected.
"""

from __future__ import annotations

import pytest

from microcred.keys import PublicKey, controller_document, jwk_set
from microcred.verification.report import Verdict
from naive import document_at, token_holds, token_of
from token_victim import (
    EVIL,
    FORGER,
    GENUINE,
    NAME,
    SETS,
    VICTIM,
    assert_forged,
    claims,
    header,
    published,
    report,
)
from tokens import token
from world import World

FORGERY = token(header(alg="EdDSA", kid=f"{EVIL}/jwk"), claims(), FORGER)


def naive_verify(text: str, trusted: str, world: World) -> bool:
    read = token_of(text)
    key = PublicKey.from_jwk(document_at(read.header["kid"], world))
    return read.payload["issuer"]["id"] == trusted and token_holds(read, key)


def test_a_naive_verifier_follows_the_kid_to_the_forger() -> None:
    assert naive_verify(FORGERY, VICTIM, published(**{f"{EVIL}/jwk": FORGER.public_key.to_jwk()}))


def test_the_forgery_is_refused_without_a_visit() -> None:
    assert_forged(FORGERY, "key.not-the-issuers", published(**{f"{EVIL}/jwk": FORGER.public_key.to_jwk()}))
    assert report(GENUINE)


@pytest.mark.parametrize(
    "kid",
    [
        f"{EVIL}/issuer#key-1",
        f"{EVIL}/jwks.json",
        f"{EVIL}/jwk#https://college.example/issuers/1",
        "https://college.example.evil.example/issuers/1#key-1",
        "https://college.example@evil.example/issuers/1#key-1",
        "https://college.example:8443/issuers/1/key",
        "http://college.example/issuers/1/key",
        "HTTPS://COLLEGE.EXAMPLE/issuers/1/key",
        "//evil.example/jwk",
        FORGER.verification_method,
        f"did:web:evil.example#{NAME}",
        "file:///etc/passwd",
        "data:application/json,{}",
        "../../../dev/null",
        "' OR 1=1 --",
        "key\nkey",
        "é",
    ],
)
def test_a_kid_leads_nowhere_but_to_the_issuer(kid: str) -> None:
    world = published(**{f"{EVIL}/issuer": controller_document(f"{EVIL}/issuer", [FORGER.public_key])})
    world.serve(f"{EVIL}/jwks.json", jwk_set([FORGER.public_key], issuer=VICTIM))
    forged = token(header(alg="EdDSA", kid=kid), claims(), FORGER)
    found = report(forged, world)
    assert found.verdict is Verdict.REJECTED
    assert set(world.visits) <= {VICTIM, SETS}
