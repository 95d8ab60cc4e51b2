"""Two keys under one name.

Attack: Whoever can add to the victim's document, or to what a careless host puts together, adds a second verification
method by the id of the first, with the forger's key or without the date of its revocation.

Naively: A verifier reads the methods into a table by their ids, in which the last one wins, or takes the first that it
finds. Which one that is, the forger chooses.

Here: Two entries that differ leave open which key is meant: ``key.ambiguous``, in either order and wherever the second
stands. A member of the document that stands twice is refused with the whole document (RFC 8259, 4).
"""

from __future__ import annotations

import json

from microcred.document import Document
from naive import document_at, proof_holds
from published_keys import ISSUER, METHOD, document, method
from victim import FORGED_KEY, assert_refused, badge, forged, refusal, report, web
from world import World

FORGERY = forged(METHOD)


def doubled() -> World:
    return web(document(verificationMethod=[method(), method(publicKeyMultibase=FORGED_KEY)]))


def naive_verify(badge_: Document, world: World) -> bool:
    tree, published = badge_.to_dict(), document_at(ISSUER, world)
    name = tree["proof"]["verificationMethod"]
    keys = {entry["id"]: entry["publicKeyMultibase"] for entry in published["verificationMethod"]}
    return name in published["assertionMethod"] and proof_holds(tree, keys[name])


def test_a_naive_verifier_takes_the_last_of_two_keys() -> None:
    assert naive_verify(FORGERY, doubled())


def test_the_forgery_is_refused_and_so_is_the_genuine_badge() -> None:
    for each in (FORGERY, badge()):
        assert_refused(report(each, doubled()), "issuer_key", "key.ambiguous", "/proof/verificationMethod")


def test_the_same_key_twice_is_one_key() -> None:
    assert report(badge(), web(document(assertionMethod=[method()])))


def test_two_keys_under_one_name_are_refused_in_either_order() -> None:
    forged = method(publicKeyMultibase=FORGED_KEY)
    for methods in ([method(), forged], [forged, method()]):
        assert refusal(document(verificationMethod=methods)).code == "key.ambiguous"


def test_two_keys_under_one_name_are_refused_when_one_is_embedded_elsewhere() -> None:
    forged = method(id="#key-1", publicKeyMultibase=FORGED_KEY)
    assert refusal(document(keyAgreement=[forged])).code == "key.ambiguous"
    assert refusal(document(assertionMethod=[forged])).code == "key.ambiguous"


def test_a_second_copy_cannot_take_the_end_of_a_key_away() -> None:
    revoked = method(revoked="2020-01-01T00:00:00Z")
    assert refusal(document(verificationMethod=[revoked], assertionMethod=[method()])).code == "key.ambiguous"


def test_the_last_of_two_equal_members_does_not_win() -> None:
    text = json.dumps(document())
    doubled = text.replace(
        '"verificationMethod":',
        f'"verificationMethod": {json.dumps([method(publicKeyMultibase=FORGED_KEY)])}, "verificationMethod":',
    )
    assert refusal(doubled.encode()).evidence["cause"] == "document.duplicate-key"
