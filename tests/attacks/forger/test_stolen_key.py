"""A key that was stolen, and then revoked.

Attack: A thief has the victim's key. The victim revokes it. The thief seals a badge, and dates it back to a day on
which the key was good.

Naively: A verifier compares the date of the proof with the date of the revocation: it was sealed before.

Here: ``created`` is the word of whoever holds the key. Under a revoked key nothing is accepted any more
(docs/decisions/0015): ``key.revoked-since`` for what says that it is older, ``key.revoked`` for what does not. A key
that only expired stands behind what it sealed before.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from microcred.document import Document
from naive import document_at, method_in, proof_holds
from published_keys import ISSUER, METHOD, SIGNER, document, method
from victim import assert_refused, badge, report, web
from world import World

BEFORE, AFTER = datetime.fromisoformat("2026-01-15T09:00:00Z"), datetime.fromisoformat("2026-05-01T00:00:00Z")


def ending(**ends: Any) -> World:
    return web(document(verificationMethod=[method(**ends)]))


REVOKED = {"revoked": "2026-04-01T00:00:00Z"}
BACKDATED = badge(name="Doctor of Everything", proof={"created": BEFORE})


def naive_verify(badge_: Document, world: World) -> bool:
    tree = badge_.to_dict()
    key = method_in(document_at(ISSUER, world), tree["proof"]["verificationMethod"])
    sealed = datetime.fromisoformat(tree["proof"]["created"])
    ended = sealed >= datetime.fromisoformat(key.get("revoked", "9999-01-01T00:00:00Z"))
    return not ended and proof_holds(tree, key["publicKeyMultibase"])


def test_a_naive_verifier_believes_the_date_of_a_thief() -> None:
    assert naive_verify(BACKDATED, ending(**REVOKED))
    assert not naive_verify(badge(proof={"created": AFTER}), ending(**REVOKED))


def test_a_date_does_not_save_what_a_revoked_key_sealed() -> None:
    found = report(BACKDATED, ending(**REVOKED))
    assert_refused(found, "issuer_key", "key.revoked-since", "/proof/verificationMethod")
    assert_refused(report(badge(proof={"created": AFTER}), ending(**REVOKED)), "issuer_key", "key.revoked")


def test_an_expired_key_seals_nothing_more_and_stands_behind_what_it_sealed() -> None:
    expired = ending(expires=REVOKED["revoked"])
    assert_refused(report(badge(proof={"created": AFTER}), expired), "issuer_key", "key.expired")
    assert report(badge(proof={"created": BEFORE}), expired)


def test_a_proof_from_the_future_does_not_prolong_a_key() -> None:
    later = badge(proof={"created": datetime.fromisoformat("2030-01-01T00:00:00Z")})
    assert not report(later)
    assert_refused(report(later, ending(**REVOKED)), "issuer_key", "key.revoked")


@pytest.mark.parametrize("revoked", ["soon", "", 1_775_000_000, None, "2026-04-01", "0000-00-00T00:00:00Z"])
def test_an_end_that_cannot_be_read_is_no_reason_to_trust_the_key_longer(revoked: Any) -> None:
    published = document()
    published["verificationMethod"] = [{**method(), "revoked": revoked}]
    assert_refused(report(badge(), web(published)), "issuer_key", "key.invalid-method")


def test_the_key_is_good_while_it_lasts() -> None:
    assert report(badge(SIGNER, METHOD), ending(revoked="2027-01-01T00:00:00Z"))
