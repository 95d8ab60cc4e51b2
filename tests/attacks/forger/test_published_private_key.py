"""A private key that the victim has published by mistake.

Attack: The victim's document holds the private half of its key: a JWK with ``d``, a ``secretKeyMultibase``. Anybody who
reads it can seal badges in the victim's name.

Naively: A verifier reads the members that it knows and passes over the rest, so that the badges of everybody hold.

Here: A method that comes with its private key is refused and called so, ``key.private-key-published``, since nobody
knows any more who signed (Open Badges 3.0, 8.2.3: a private key MUST NOT be published). The key itself is not shown.
"""

from __future__ import annotations

import pytest

from microcred.document import Document
from microcred.keys import Ed25519Signer
from microcred.multibase import encode_base58btc
from naive import document_at, method_in, proof_holds
from published_keys import ISSUER, METHOD, SIGNER, document, method
from victim import assert_refused, badge, refusal, report, web
from world import World

LEAKED = encode_base58btc(b"\x80\x26" + bytes(range(32)))


def leaky() -> World:
    return web(document(verificationMethod=[method(secretKeyMultibase=LEAKED)]))


def forged_by_a_reader(world: World) -> Document:
    """Whoever reads the document seals what they like: the seed stands behind the two bytes of its codec."""
    from microcred.multibase import decode_base58btc

    published = document_at(ISSUER, world)["verificationMethod"][0]
    seed = decode_base58btc(published["secretKeyMultibase"], max_length=100)[2:]
    return badge(Ed25519Signer.from_seed(seed, verification_method=METHOD), name="Doctor of Everything")


def naive_verify(badge_: Document, world: World) -> bool:
    tree, published = badge_.to_dict(), document_at(ISSUER, world)
    key = method_in(published, tree["proof"]["verificationMethod"])
    return key["id"] in published["assertionMethod"] and proof_holds(tree, key["publicKeyMultibase"])


def test_a_naive_verifier_accepts_what_any_reader_of_the_document_sealed() -> None:
    assert naive_verify(forged_by_a_reader(leaky()), leaky())


def test_nothing_under_a_published_private_key_is_accepted() -> None:
    found = report(forged_by_a_reader(leaky()), leaky())
    assert_refused(found, "issuer_key", "key.private-key-published", "/proof/verificationMethod")
    assert LEAKED not in found.to_json()


def test_the_same_badge_is_accepted_while_the_key_is_secret() -> None:
    assert report(badge())


def test_a_published_private_jwk_is_refused_and_called_so() -> None:
    jwk = {**SIGNER.public_key.to_jwk(), "d": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}
    published = document(
        verificationMethod=[method(type="JsonWebKey", publicKeyMultibase=None, publicKeyJwk=jwk)],
    )
    error = refusal(published)
    assert error.code == "key.private-key-published"
    assert "/publicKeyJwk/d" in error.message
    assert jwk["d"] not in str(error)


@pytest.mark.parametrize(
    "member",
    ["secretKeyMultibase", "privateKeyMultibase", "privateKeyJwk", "secretKeyJwk", "privateKeyBase58", "privateKeyPem"],
)
def test_a_published_private_member_is_refused_and_called_so(member: str) -> None:
    assert refusal(document(verificationMethod=[method(**{member: "z3u2…"})])).code == "key.private-key-published"


def test_a_secret_multikey_in_place_of_the_public_one_is_refused_and_called_so() -> None:
    published = document(
        verificationMethod=[method(publicKeyMultibase="z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")]
    )
    assert refusal(published).code == "key.private-key-published"
