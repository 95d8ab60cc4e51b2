"""The key of another issuer under the victim's name.

Attack: The forger is an issuer too, with a sound document of their own on their own host. They seal a badge in the
victim's name with their own key, and the proof points at their own document.

Naively: A verifier fetches what the proof points at, finds the key there, listed for issuing and everything, and never
asks whether whoever publishes it is the issuer that the badge names.

Here: Data Integrity 1.0 leaves it to applications to bind the key to the issuer (4.4); Open Badges 3.0, 8.2.6 and 8.3
want it. The URL of the key has to be that of the issuer, character by character, before anything is fetched: the check
``issuer_key`` fails with ``key.not-the-issuers``, and the forger's host is not even visited.
"""

from __future__ import annotations

from microcred.document import Document
from naive import document_at, method_in, proof_holds
from published_keys import ISSUER, METHOD, document, method
from victim import (
    FORGED_KEY,
    FORGER,
    FORGERS_METHOD,
    assert_refused,
    badge,
    forged,
    forgers_document,
    refusal,
    report,
    web,
)
from world import World

FORGERY = forged(FORGERS_METHOD)


def naive_verify(document: Document, world: World) -> bool:
    tree = document.to_dict()
    name = tree["proof"]["verificationMethod"]
    published = document_at(name.partition("#")[0], world)
    return name in published["assertionMethod"] and proof_holds(tree, method_in(published, name)["publicKeyMultibase"])


def test_a_naive_verifier_takes_any_key_that_somebody_publishes() -> None:
    assert naive_verify(FORGERY, web())


def test_the_forgery_is_refused_before_the_forgers_host_is_visited() -> None:
    world = web()
    assert_refused(report(FORGERY, world), "issuer_key", "key.not-the-issuers", "/proof/verificationMethod")
    assert world.visits == []


def test_the_forger_may_issue_in_their_own_name() -> None:
    own = forged(FORGERS_METHOD, issuer={"id": FORGER, "type": ["Profile"]})
    assert report(own, trust=FORGER)
    assert_refused(report(own), "trust", "trust.not-recognised", "/issuer")


def test_the_victims_own_badge_is_accepted() -> None:
    assert report(badge())


def test_the_key_of_the_forgers_own_document_is_not_the_victims() -> None:
    world = World()
    world.serve(ISSUER, document())
    world.serve(FORGER, forgers_document())
    assert refusal(world, f"{FORGER}#key-1", controller=ISSUER).code == "key.not-the-issuers"
    assert world.visits == [], "the forger chose that URL: it must not be visited"


def test_a_key_of_somebody_else_in_the_victims_document_stays_somebody_elses() -> None:
    foreign = method(id=f"{FORGER}#key-1", controller=FORGER, publicKeyMultibase=FORGED_KEY)
    published = document(verificationMethod=[method(), foreign], assertionMethod=[METHOD, foreign["id"]])
    assert refusal(published, foreign["id"]).code == "key.not-the-issuers"
