"""A did:web in place of an https URL, and the other way round.

Attack: Two tenants share a host. One has ``https://college.example/issuers/1``, the other may publish under
``/issuers/1/did.json``, where ``did:web:college.example:issuers:1`` is found. Each seals badges in the name of the
other.

Naively: A verifier turns did:web into an https URL when it reads an id, and keeps the one form of both.

Here: They are two ids, whose documents lie in two places (did:web Method Specification, 2.5.2; docs/decisions/0007),
and one is not the other: ``trust.not-recognised`` for whoever trusts the other, and ``key.not-the-issuers`` for a key
of the other.
"""

from __future__ import annotations

from badges import STRANGER
from microcred.document import Document
from microcred.keys import controller_document
from naive import document_at, issuer_of, proof_holds
from published_keys import ISSUER
from victim import assert_refused, badge, report, web
from world import World

TENANT = "did:web:college.example:issuers:1"
TENANTS_KEY = f"{TENANT}#{STRANGER.public_key.to_multikey()}"


def shared() -> World:
    world = web()
    world.serve_did_web(TENANT, controller_document(TENANT, [STRANGER.public_key]))
    return world


def naive_url(issuer: str) -> str:
    host, *path = issuer.removeprefix("did:web:").split(":") if issuer.startswith("did:") else (issuer[8:],)
    return "https://" + "/".join([host, *path])


def naive_verify(document: Document, world: World, trusted: str) -> bool:
    tree = document.to_dict()
    name = tree["proof"]["verificationMethod"]
    same = naive_url(issuer_of(tree)) == naive_url(name.partition("#")[0]) == naive_url(trusted)
    published = document_at(f"{naive_url(name.partition('#')[0])}/did.json", world)
    return same and proof_holds(tree, published["verificationMethod"][0]["publicKeyMultibase"])


FORGERY = badge(STRANGER, TENANTS_KEY)


def test_a_naive_verifier_takes_two_tenants_for_one() -> None:
    assert naive_verify(FORGERY, shared(), ISSUER)
    assert naive_verify(badge(STRANGER, TENANTS_KEY, issuer=TENANT), shared(), ISSUER)


def test_the_key_of_one_is_not_that_of_the_other() -> None:
    world = shared()
    assert_refused(report(FORGERY, world), "issuer_key", "key.not-the-issuers", "/proof/verificationMethod")
    assert world.visits == []


def test_who_trusts_the_one_does_not_trust_the_other() -> None:
    own = badge(STRANGER, TENANTS_KEY, issuer={"id": TENANT, "type": ["Profile"]})
    assert_refused(report(own, shared()), "trust", "trust.not-recognised", "/issuer")
    assert report(own, shared(), trust=TENANT)
    assert report(badge(), shared())
    assert_refused(report(badge(), shared(), trust=TENANT), "trust", "trust.not-recognised", "/issuer")
