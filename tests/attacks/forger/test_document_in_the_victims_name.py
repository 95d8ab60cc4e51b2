"""A document on the forger's host that says it is the victim's.

Attack: The forger publishes a controller document on their own host whose ``id`` is the victim's, or whose keys name
the victim as their controller, and lets the proof point at it.

Naively: A verifier fetches what the proof points at, and asks the document whose it is: ``id`` and ``controller`` are
both the issuer's, so the key must be as well.

Here: A document speaks only for the URL under which it is found (Controlled Identifiers 1.0, 3.3, step 6), and that URL
has to be the issuer's. What the forger's host says of the victim ends as ``key.not-the-issuers`` without a visit, and
under the forger's own name as ``key.wrong-document-id`` or ``key.wrong-controller``.
"""

from __future__ import annotations

from microcred.document import Document
from naive import document_at, issuer_of, method_in, proof_holds
from published_keys import ISSUER, document, method
from victim import (
    FORGED_KEY,
    FORGER,
    FORGERS_METHOD,
    assert_refused,
    badge,
    forged,
    refusal,
    report,
    web,
)
from world import World

FORGERY = forged(FORGERS_METHOD)


def impostor() -> World:
    world = web()
    own = method(id=FORGERS_METHOD, controller=ISSUER, publicKeyMultibase=FORGED_KEY)
    world.serve(FORGER, {"id": ISSUER, "verificationMethod": [own], "assertionMethod": [FORGERS_METHOD]})
    return world


def naive_verify(document: Document, world: World) -> bool:
    tree = document.to_dict()
    name = tree["proof"]["verificationMethod"]
    published = document_at(name.partition("#")[0], world)
    key = method_in(published, name)
    owned = published["id"] == key["controller"] == issuer_of(tree)
    return owned and name in published["assertionMethod"] and proof_holds(tree, key["publicKeyMultibase"])


def test_a_naive_verifier_believes_what_a_document_says_of_itself() -> None:
    assert naive_verify(FORGERY, impostor())
    assert not naive_verify(FORGERY, web())


def test_the_forgery_is_refused_before_the_impostor_is_visited() -> None:
    world = impostor()
    assert_refused(report(FORGERY, world), "issuer_key", "key.not-the-issuers", "/proof/verificationMethod")
    assert world.visits == []


def test_the_victims_own_badge_is_accepted() -> None:
    assert report(badge(), impostor())


def test_the_forgers_document_cannot_claim_to_be_the_victims() -> None:
    world = World()
    world.serve(FORGER, document(verificationMethod=[method(publicKeyMultibase=FORGED_KEY)]))
    assert refusal(world, f"{FORGER}#key-1", controller=FORGER).code == "key.wrong-document-id"


def test_the_key_of_the_forgers_document_cannot_be_the_victims() -> None:
    world, own = World(), method(id=FORGERS_METHOD, controller=ISSUER, publicKeyMultibase=FORGED_KEY)
    world.serve(FORGER, {"id": FORGER, "verificationMethod": [own], "assertionMethod": [FORGERS_METHOD]})
    assert refusal(world, FORGERS_METHOD, controller=FORGER).code == "key.wrong-controller"


def test_a_document_with_another_id_is_not_the_victims() -> None:
    assert refusal(document(id=FORGER)).code == "key.wrong-document-id"


def test_the_document_of_a_did_web_cannot_be_that_of_another() -> None:
    victim, forger = "did:web:college.example", "did:web:forger.example"
    own = method(id=f"{victim}#key-1", controller=victim, publicKeyMultibase=FORGED_KEY)
    world = World()
    world.serve_did_web(forger, {"id": victim, "verificationMethod": [own], "assertionMethod": [own["id"]]})
    assert refusal(world, f"{forger}#key-1", controller=forger).code == "key.wrong-document-id"
    assert refusal(world, f"{forger}#key-1", controller=victim).code == "key.not-the-issuers"
