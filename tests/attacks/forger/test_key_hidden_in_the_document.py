"""A key hidden somewhere in the victim's document.

Attack: Somebody may write into some corner of the victim's document: an endorsement, a service, a list of former keys.
They put a verification method there and seal badges with it.

Naively: A verifier searches the whole document for an object with the id of the key.

Here: Verification methods stand under ``verificationMethod`` or in a relationship, and nowhere else (Controlled
Identifiers 1.0, 2.2 and 2.3). What is hidden elsewhere is not found: ``key.not-in-document``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from microcred.document import Document
from naive import document_at, proof_holds
from published_keys import ISSUER, METHOD, document, method
from victim import FORGED_KEY, assert_refused, badge, forged, refusal, report, web
from world import World

HIDDEN = f"{ISSUER}#hidden"
FORGERY = forged(HIDDEN)


def with_a_guest_book() -> World:
    entry = method(id=HIDDEN, publicKeyMultibase=FORGED_KEY)
    return web(document(endorsement=[entry], assertionMethod=[METHOD, HIDDEN]))


def naive_objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from naive_objects(each)


def naive_verify(badge_: Document, world: World) -> bool:
    tree = badge_.to_dict()
    name, everything = tree["proof"]["verificationMethod"], naive_objects(document_at(ISSUER, world))
    return any(proof_holds(tree, each["publicKeyMultibase"]) for each in everything if each.get("id") == name)


def test_a_naive_verifier_finds_a_key_wherever_it_is_hidden() -> None:
    assert naive_verify(FORGERY, with_a_guest_book())


def test_the_forgery_is_refused() -> None:
    found = report(FORGERY, with_a_guest_book())
    assert_refused(found, "issuer_key", "key.not-in-document", "/proof/verificationMethod")


def test_the_victims_own_badge_is_accepted() -> None:
    assert report(badge(), with_a_guest_book())


@pytest.mark.parametrize("place", ["service", "previousKeys", "endorsement", "controller", "alsoKnownAs", "publicKey"])
def test_a_method_hidden_elsewhere_in_the_document_is_not_found(place: str) -> None:
    hidden = method(id=f"{ISSUER}#hidden", publicKeyMultibase=FORGED_KEY)
    published = document(**{place: [hidden]}, assertionMethod=[METHOD, hidden["id"]])
    assert refusal(published, hidden["id"]).code == "key.not-in-document"
