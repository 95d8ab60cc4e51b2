"""A proof that has ended.

Attack: The victim sealed a badge for a month, by the ``expires`` of its proof or the ``exp`` of its token; the badge
itself has no end. The forger goes on showing it, as good for ever.

Naively: A verifier looks for an end where badges have it, in ``validUntil``, and finds none.

Here: What its proof says ends with the proof (Data Integrity 1.0, 2.1 and 4.4, step 6; RFC 7519, 4.1.4):
``proof.expired``. A slow clock is forgiven at the beginning, and prolongs nothing at the end.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from badges import AT
from microcred.document import Document
from naive import proof_holds
from published_keys import ISSUER, METHOD, SIGNER
from tokens import claims, header, token
from victim import assert_refused, badge, report

MONTH = datetime(2026, 2, 15, 9, tzinfo=UTC)
ENDED = badge(validUntil=None, proof={"expires": MONTH})


def naive_verify(document: Document, at: datetime) -> bool:
    tree = document.to_dict()
    until = datetime.fromisoformat(tree.get("validUntil", "9999-12-31T23:59:59Z"))
    return at <= until and proof_holds(tree, SIGNER.public_key.to_multikey())


def test_a_naive_verifier_looks_for_the_end_in_the_badge_alone() -> None:
    assert naive_verify(ENDED, AT)


def test_a_proof_that_has_ended_does_not_count() -> None:
    assert_refused(report(ENDED), "proof", "proof.expired", "/proof/expires")
    assert_refused(report(ENDED, at=MONTH + timedelta(seconds=1)), "proof", "proof.expired")
    assert report(ENDED, at=MONTH)


def test_a_token_that_has_ended_does_not_count() -> None:
    own = claims(iss=ISSUER, issuer={"id": ISSUER, "type": ["Profile"]}, validUntil=None, exp=int(MONTH.timestamp()))
    text = token(header(kid=METHOD), own, SIGNER).encode()
    found = report(text)
    assert (found.verdict, found["period"].code, found["period"].pointer) == ("rejected", "proof.expired", "/exp")
    assert report(text, at=MONTH - timedelta(seconds=1))


def test_a_proof_without_an_end_has_none() -> None:
    assert report(badge(validUntil=None))
