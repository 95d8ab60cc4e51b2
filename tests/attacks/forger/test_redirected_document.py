"""The victim's URL that sends on to the forger's document.

Attack: The victim's host has an open redirector, or lets its pages move to whoever asks. The forger makes the victim's
URL lead to a document of their own.

Naively: A verifier follows the redirect, as every HTTP library does by itself, and takes what it finds at the end for
the document of the URL at which it began.

Here: Redirects are followed, and lend nobody a name: the document at their end has to have the id of the URL that was
asked for (Controlled Identifiers 1.0, 3.3, step 6), else the check ``issuer_key`` fails with ``key.wrong-document-id``.
"""

from __future__ import annotations

from microcred.document import Document
from naive import document_at, method_in, proof_holds
from published_keys import ISSUER, METHOD, document, method
from victim import FORGED_KEY, FORGER, assert_refused, badge, forged, forgers_document, refusal, report, web
from world import World

FORGERY = forged(METHOD)


def misled() -> World:
    world = web()
    own = method(id="#key-1", controller=FORGER, publicKeyMultibase=FORGED_KEY)
    world.serve(FORGER, forgers_document(verificationMethod=[own], assertionMethod=["#key-1"]))
    world.redirect(ISSUER, FORGER)
    return world


def naive_verify(document: Document, world: World) -> bool:
    tree = document.to_dict()
    owner, _, fragment = tree["proof"]["verificationMethod"].partition("#")
    found = document_at(owner, world)
    return owner == ISSUER and proof_holds(tree, method_in(found, f"#{fragment}")["publicKeyMultibase"])


def test_a_naive_verifier_takes_what_stands_at_the_end_of_a_redirect() -> None:
    assert naive_verify(FORGERY, misled())


def test_the_forgery_is_refused_and_the_redirect_is_seen() -> None:
    world = misled()
    assert_refused(report(FORGERY, world), "issuer_key", "key.wrong-document-id", "/proof/verificationMethod")
    assert world.visits == [ISSUER, FORGER]


def test_a_redirect_to_another_place_of_the_same_document_is_followed() -> None:
    world = web()
    world.serve("https://cdn.example/issuers/1.json", document())
    world.redirect(ISSUER, "https://cdn.example/issuers/1.json")
    assert report(badge(), world)


def test_a_redirect_to_the_forger_does_not_lend_the_forgers_document_the_victims_name() -> None:
    world = World()
    world.serve(FORGER, forgers_document())
    world.redirect(ISSUER, FORGER)
    assert refusal(world).code == "key.wrong-document-id"
