"""A relationship that is a text.

Attack: The victim's software writes ``"assertionMethod": "https://…#key-10"``, a text where a list belongs. The forger
has had a key listed as ``#key-1``, for something else.

Naively: A verifier asks whether the id of the key is ``in`` the member: in a text, that is whether it is a part of it.

Here: Each relationship is an array (Controlled Identifiers 1.0, 2.3): anything else makes it no controller document,
``key.invalid-controller-document``.
"""

from __future__ import annotations

from typing import Any

import pytest

from microcred.document import Document
from naive import document_at, method_in, proof_holds
from published_keys import ISSUER, METHOD, document, method
from victim import FORGED_KEY, assert_refused, badge, forged, report, web
from world import World

TENTH = f"{ISSUER}#key-10"


def published(listed: Any) -> World:
    methods = [method(id=TENTH), method(publicKeyMultibase=FORGED_KEY)]
    return web(document(verificationMethod=methods, assertionMethod=listed, authentication=[METHOD]))


def naive_verify(badge_: Document, world: World) -> bool:
    tree, found = badge_.to_dict(), document_at(ISSUER, world)
    name = tree["proof"]["verificationMethod"]
    return name in found["assertionMethod"] and proof_holds(tree, method_in(found, name)["publicKeyMultibase"])


def test_a_naive_verifier_finds_one_id_in_another() -> None:
    assert naive_verify(forged(METHOD), published(TENTH))
    assert not naive_verify(forged(METHOD), published([TENTH]))


@pytest.mark.parametrize("listed", [TENTH, METHOD, {METHOD: True}, {"id": METHOD}, True, 1, None])
def test_a_relationship_is_an_array(listed: Any) -> None:
    world = web({**document(), "assertionMethod": listed})
    assert_refused(report(forged(METHOD), world), "issuer_key", "key.invalid-controller-document")


def test_in_an_array_one_id_is_not_another() -> None:
    assert_refused(report(forged(METHOD), published([TENTH])), "issuer_key", "key.not-for-this-purpose")
    from published_keys import SIGNER

    assert report(badge(SIGNER, TENTH), published([TENTH]))
