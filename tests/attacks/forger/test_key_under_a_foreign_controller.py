"""A key in the victim's document that somebody else controls.

Attack: The victim's document lists a key of a partner, whose ``controller`` is the partner. The partner seals a badge
in the victim's name with it.

Naively: A verifier looks the key up in the issuer's document, finds it, and does not read on.

Here: The controller of a verification method has to be the document's own (Controlled Identifiers 1.0, 3.3, step 10,
and 2.1.1): the check ``issuer_key`` fails with ``key.wrong-controller``. A ``controller`` or ``alsoKnownAs`` of the
whole document hands nothing on either.
"""

from __future__ import annotations

import pytest

from microcred.document import Document
from naive import document_at, method_in, proof_holds
from published_keys import ISSUER, METHOD, document, method
from victim import FORGED_KEY, FORGER, assert_refused, badge, forged, forgers_document, refusal, report, web
from world import World

PARTNERS = f"{ISSUER}#partner"
FORGERY = forged(PARTNERS)


def shared() -> World:
    partner = method(id=PARTNERS, controller=FORGER, publicKeyMultibase=FORGED_KEY)
    return web(document(verificationMethod=[method(), partner], assertionMethod=[METHOD, PARTNERS]))


def naive_verify(tree: Document, world: World) -> bool:
    badge_ = tree.to_dict()
    published = document_at(ISSUER, world)
    name = badge_["proof"]["verificationMethod"]
    listed = name in published["assertionMethod"] and published["id"] == ISSUER
    return listed and proof_holds(badge_, method_in(published, name)["publicKeyMultibase"])


def test_a_naive_verifier_does_not_ask_who_controls_a_key() -> None:
    assert naive_verify(FORGERY, shared())


def test_the_forgery_is_refused_for_its_controller() -> None:
    assert_refused(report(FORGERY, shared()), "issuer_key", "key.wrong-controller", "/proof/verificationMethod")


@pytest.mark.parametrize("member", ["controller", "alsoKnownAs"])
def test_a_document_that_hands_itself_on_lends_no_key(member: str) -> None:
    world = web(document(**{member: [FORGER]}))
    assert_refused(report(forged(f"{FORGER}#key-1"), world), "issuer_key", "key.not-the-issuers")


def test_the_victims_own_badge_is_accepted_beside_the_partners_key() -> None:
    assert report(badge(), shared())


def test_the_forgers_key_cannot_name_the_victim_as_its_controller() -> None:
    own = method(id=f"{FORGER}#key-1", controller=ISSUER, publicKeyMultibase=FORGED_KEY)
    world = World()
    world.serve(FORGER, forgers_document(verificationMethod=[own], controller=ISSUER))
    assert refusal(world, f"{FORGER}#key-1", controller=ISSUER).code == "key.not-the-issuers"
    assert refusal(world, f"{FORGER}#key-1", controller=FORGER).code == "key.wrong-controller"


def test_a_foreign_controller_under_the_victims_name_is_refused() -> None:
    published = document(verificationMethod=[method(controller=FORGER, publicKeyMultibase=FORGED_KEY)])
    assert refusal(published).code == "key.wrong-controller"
