"""A signed 2.0 badge with a key of its holder.

Attack: The forger signs a 2.0 badge that names a class of the victim's, and names a key of their own as its
``creator``.

Naively: A verifier fetches the key from the address in the badge, finds that the signature holds, and shows the issuer
of the class.

Here: The key has to be one that the issuer's profile lists, and whose ``owner`` is that issuer (Open Badges 2.0, Signed
Verification): ``key.not-the-issuers``, before the forger's address is visited.
"""

from __future__ import annotations

import base64
import json

from hosted_badges import EVIL, TRUSTED, refused
from microcred.keys import PublicKey
from naive import document_at, token_holds, token_of
from open_badges_2 import (
    ISSUER,
    key_document,
    rsa_signer,
    signed,
    signed_assertion,
    signing_web,
    verified,
)
from world import World


def naive_verify(token: bytes, world: World) -> str | None:
    read = token_of(token.decode())
    key = document_at(read.payload["verification"]["creator"], world)
    holds = token_holds(read, PublicKey.from_pem(key["publicKeyPem"].encode()))
    return document_at(read.payload["badge"], world)["issuer"] if holds else None


def test_a_naive_verifier_takes_the_key_that_the_badge_names() -> None:
    world = signing_web()
    world.serve(f"{EVIL}/key", key_document(id=f"{EVIL}/key", publicKeyPem=rsa_signer(2).public_pem))
    payload = signed_assertion(verification={"type": "SignedBadge", "creator": f"{EVIL}/key"})
    assert naive_verify(signed(payload, 2), world) == ISSUER


def test_a_badge_that_the_issuer_signed_is_accepted() -> None:
    assert verified(signed(), signing_web(), trust=TRUSTED)


def test_a_key_of_the_holder_is_not_the_issuers() -> None:
    world = signing_web()
    payload = signed_assertion(verification={"type": "SignedBadge", "creator": f"{EVIL}/key"})
    key = key_document(id=f"{EVIL}/key", publicKeyPem=rsa_signer(2).public_pem)
    world.serve(f"{EVIL}/key", key)
    assert refused(verified(signed(payload, 2), world, trust=TRUSTED), "issuer_key", "key.not-the-issuers")
    assert f"{EVIL}/key" not in world.visits


def test_a_key_that_an_issuer_lists_and_that_belongs_to_another_is_not_the_issuers() -> None:
    world = signing_web(key=key_document(owner=f"{EVIL}/issuer"))
    assert refused(verified(signed(), world, trust=TRUSTED), "issuer_key", "key.not-the-issuers")


def test_another_signature_does_not_hold() -> None:
    assert refused(verified(signed(number=2), signing_web(), trust=TRUSTED), "proof", "proof.signature-invalid")
    header, payload, signature = signed().split(b".")
    other = base64.urlsafe_b64encode(json.dumps(signed_assertion(narrative="Best.")).encode()).rstrip(b"=")
    forged = b".".join((header, other, signature))
    assert payload != other
    assert refused(verified(forged, signing_web(), trust=TRUSTED), "proof", "proof.signature-invalid")


def test_an_algorithm_that_the_key_is_not_for_does_not_count() -> None:
    token = signed()
    header = base64.urlsafe_b64encode(b'{"alg":"ES256"}').rstrip(b"=")
    forged = header + token[token.index(b".") :]
    assert refused(verified(forged, signing_web(), trust=TRUSTED), "proof", "proof.wrong-key-type")


def test_a_weak_key_is_no_key() -> None:
    pem = "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL\n-----END PUBLIC KEY-----\n"
    world = signing_web(key=key_document(publicKeyPem=pem))
    assert refused(verified(signed(), world, trust=TRUSTED), "issuer_key", "key.invalid-pem")
