"""A forger who is also known as the victim.

Attack: The forger's document says ``alsoKnownAs`` the victim, and the badge, whose issuer is the victim, is sealed with
the forger's key.

Naively: A verifier takes two ids for one issuer if either document says that they are the same.

Here: ``alsoKnownAs`` is a claim that nobody has to confirm (Controlled Identifiers 1.0, 2.1.3), and no ids are taken
for one another: the check ``issuer_key`` fails with ``key.not-the-issuers``.
"""

from __future__ import annotations

from microcred.document import Document
from naive import document_at, issuer_of, method_in, proof_holds
from published_keys import ISSUER
from victim import FORGER, FORGERS_METHOD, assert_refused, badge, forged, forgers_document, report, web
from world import World

FORGERY = forged(FORGERS_METHOD)


def renamed() -> World:
    world = web()
    world.serve(FORGER, forgers_document(alsoKnownAs=[ISSUER]))
    return world


def naive_verify(document: Document, world: World) -> bool:
    tree = document.to_dict()
    name = tree["proof"]["verificationMethod"]
    published = document_at(name.partition("#")[0], world)
    names = {published["id"], *published.get("alsoKnownAs", [])}
    return issuer_of(tree) in names and proof_holds(tree, method_in(published, name)["publicKeyMultibase"])


def test_a_naive_verifier_believes_a_forger_who_is_also_known_as_the_victim() -> None:
    assert naive_verify(FORGERY, renamed())
    assert not naive_verify(FORGERY, web())


def test_the_forgery_is_refused() -> None:
    assert_refused(report(FORGERY, renamed()), "issuer_key", "key.not-the-issuers", "/proof/verificationMethod")


def test_an_issuer_with_several_names_issues_in_the_one_of_its_document() -> None:
    from published_keys import document as published

    assert report(badge(), web(published(alsoKnownAs=["did:web:college.example"])))
