"""A key that the victim publishes for nothing.

Attack: The victim took a key out of ``assertionMethod`` when it was stolen, and left it among its verification methods.
Or what stands under ``assertionMethod`` only looks like the key's id. The thief seals badges with it.

Naively: A verifier looks under ``verificationMethod`` alone, or compares ids by their beginnings and without case.

Here: A key has to be listed under ``assertionMethod``, by its very id (Controlled Identifiers 1.0, 3.3, step 11; 3.4
for the one short form). The check ``issuer_key`` fails with ``key.not-for-this-purpose``.
"""

from __future__ import annotations

import pytest

from microcred.document import Document
from naive import document_at, method_in, proof_holds
from published_keys import ISSUER, METHOD, document, method
from victim import FORGED_KEY, assert_refused, badge, forged, refusal, report, web
from world import World

STOLEN = f"{ISSUER}#old"
FORGERY = forged(STOLEN)


def retired() -> World:
    return web(document(verificationMethod=[method(), method(id=STOLEN, publicKeyMultibase=FORGED_KEY)]))


def naive_verify(badge_: Document, world: World) -> bool:
    tree = badge_.to_dict()
    key = method_in(document_at(ISSUER, world), tree["proof"]["verificationMethod"])
    return key["controller"] == ISSUER and proof_holds(tree, key["publicKeyMultibase"])


def test_a_naive_verifier_takes_a_key_that_is_listed_for_nothing() -> None:
    assert naive_verify(FORGERY, retired())


def test_the_forgery_is_refused_and_the_key_called_listed_for_nothing() -> None:
    found = report(FORGERY, retired())
    assert_refused(found, "issuer_key", "key.not-for-this-purpose", "/proof/verificationMethod")
    assert "no relationship" in found["issuer_key"].message


def test_the_victims_own_badge_is_accepted() -> None:
    assert report(badge(), retired())


@pytest.mark.parametrize(
    "listed", [f"{METHOD}0", METHOD[:-1], f"{METHOD}/", f"{METHOD} ", METHOD.upper(), f"{ISSUER}#"]
)
def test_a_lookalike_under_assertion_method_does_not_list_the_key(listed: str) -> None:
    assert refusal(document(assertionMethod=[listed])).code == "key.not-for-this-purpose"


@pytest.mark.parametrize("listed", ["key-1", "/issuers/1#key-1", "1#key-1", "//college.example/issuers/1#key-1"])
def test_other_relative_forms_do_not_list_the_key(listed: str) -> None:
    assert refusal(document(assertionMethod=[listed])).code == "key.not-for-this-purpose"
