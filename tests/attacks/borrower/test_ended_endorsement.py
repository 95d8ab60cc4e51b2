"""An endorsement that has ended.

Attack: Somebody endorsed the badge for a month, a year ago. The borrower goes on showing it.

Naively: A verifier checks the seal of an endorsement and nothing else of it: it is no badge, after all.

Here: An endorsement is a credential, and verified as one, with its dates and its status (Open Badges 3.0, 9.2): its own
report says ``period.expired``, and the check ``endorsements`` of the badge fails.
"""

from __future__ import annotations

from badges import SIGNER, sealed
from microcred.document import Document
from microcred.proofs import seal_jwt
from microcred.verification.report import Outcome
from naive import token_holds, token_of
from nested_credentials import (
    FORGER,
    endorsement,
    own_badge,
    report,
)

ENDED = seal_jwt(Document.of(endorsement("urn:x:badge", validUntil="2026-02-01T00:00:00Z")), SIGNER)


def naive_endorses(text: str, target: str) -> bool:
    read = token_of(text)
    return read.payload["credentialSubject"]["id"] == target and token_holds(read, SIGNER.public_key)


def test_a_naive_verifier_does_not_ask_until_when() -> None:
    assert naive_endorses(ENDED, "urn:x:badge")


def test_an_endorsement_that_lasts_is_accepted() -> None:
    token = seal_jwt(Document.of(endorsement("urn:x:badge", validUntil="2027-02-01T00:00:00Z")), SIGNER)
    found = report(sealed(own_badge(id="urn:x:badge", endorsementJwt=[token]), FORGER))
    assert found["endorsements"].outcome is Outcome.PASSED


def test_an_endorsement_that_was_revoked_or_has_expired_is_not_accepted() -> None:
    token = seal_jwt(Document.of(endorsement("urn:x:badge", validUntil="2026-02-01T00:00:00Z")), SIGNER)
    found = report(sealed(own_badge(id="urn:x:badge", endorsementJwt=[token]), FORGER))
    assert found.endorsements[0]["period"].code == "period.expired"
    assert found["endorsements"].outcome is Outcome.FAILED
