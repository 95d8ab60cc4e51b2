"""A file that the forger put on the victim's host.

Attack: On the victim's host anybody may leave a file: homework, a picture, a page of their own. The forger leaves a JWK
there, or finds an open redirector, and writes that address into ``kid``.

Naively: A verifier takes a key from any address on the issuer's host: who else could put a file there?

Here: What lies beneath the issuer's own URL, or where hosts keep their keys (``/.well-known/jwks.json``), is the
issuer's word. Any other place only says which key to look for there, and the badge is not accepted
(docs/decisions/0014). A redirect to another host lends nothing: ``key.not-published``.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from microcred.keys import PublicKey
from microcred.verification.report import Verdict
from naive import document_at, token_holds, token_of
from token_victim import (
    EVIL,
    FORGER,
    KEY,
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

UPLOAD = "https://college.example/uploads/key.json"


def naive_verify(text: str, world: World) -> bool:
    read = token_of(text)
    if urlsplit(read.header["kid"]).netloc != urlsplit(read.payload["issuer"]["id"]).netloc:
        return False
    return token_holds(read, PublicKey.from_jwk(document_at(read.header["kid"], world)))


def test_a_naive_verifier_takes_any_file_on_the_victims_host_for_its_word() -> None:
    forgery = token(header(alg="EdDSA", kid=UPLOAD), claims(), FORGER)
    assert naive_verify(forgery, published(**{UPLOAD: FORGER.public_key.to_jwk()}))


def test_a_redirect_on_the_victims_host_does_not_lend_a_file_the_victims_word() -> None:
    world = published(**{UPLOAD: FORGER.public_key.to_jwk()})
    world.redirect(f"{VICTIM}/out", UPLOAD)
    forgery = token(header(alg="EdDSA", kid=f"{VICTIM}/out"), claims(), FORGER)
    assert naive_verify(forgery, world)
    assert_forged(forgery, "key.not-published", world)


def test_a_redirect_beneath_the_victims_own_url_is_followed() -> None:
    world = published(**{f"{VICTIM}/keys/1": KEY.public_key.to_jwk()})
    world.redirect(f"{VICTIM}/key", f"{VICTIM}/keys/1")
    assert report(token(header(kid=f"{VICTIM}/key"), claims(), SIGNER), world)


def test_a_key_beneath_the_victims_own_url_is_the_victims() -> None:
    place = f"{VICTIM}/keys/1"
    assert report(token(header(kid=place), claims(), SIGNER), published(**{place: KEY.public_key.to_jwk()}))


@pytest.mark.parametrize("place", ["uploads/key.json", "issuers/2/key", "issuers/12", "issuers/1/../2/key"])
def test_a_file_on_the_issuers_host_is_not_the_issuers_word(place: str) -> None:
    url = f"https://college.example/{place}"
    world = published()
    if ".." not in place:
        world.serve(url, {**FORGER.public_key.to_jwk(), "iss": VICTIM})
    found = report(token(header(alg="EdDSA", kid=url), claims(), FORGER), world)
    assert found.verdict is not Verdict.ACCEPTED
    assert found.authentic is not True


def test_an_open_redirect_beneath_the_issuers_url_does_not_lead_to_a_key() -> None:
    world = published(**{f"{EVIL}/jwk": FORGER.public_key.to_jwk()})
    world.redirect(f"{VICTIM}/out", f"{EVIL}/jwk")
    found = report(token(header(alg="EdDSA", kid=f"{VICTIM}/out"), claims(), FORGER), world)
    assert found.verdict is Verdict.REJECTED
    assert found["issuer_key"].code == "key.not-published"
