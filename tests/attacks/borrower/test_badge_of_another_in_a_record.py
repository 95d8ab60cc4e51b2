"""The badge of another in a record of one's own.

Attack: The borrower has a genuine record about themselves, or makes one, and puts the genuine badge of somebody else
into it.

Naively: A verifier checks that the record is about the borrower, and that every badge in it holds.

Here: Each badge in a record has a subject of its own, which is compared with the recipient as well (Open Badges 3.0,
9.3): its report says ``recipient.no-match``.
"""

from __future__ import annotations

from badges import sealed
from microcred.document import Document
from microcred.verification.report import Verdict
from naive import proof_holds
from nested_credentials import (
    FORGER_ID,
    ISSUER,
    badge,
    presented,
    record,
    report,
)

LEARNER = "did:example:learner"
RECORD = record(sealed(badge()))


def naive_badges_of(document: Document, recipient: str) -> list[str]:
    tree = document.to_dict()
    if tree["credentialSubject"]["id"] != recipient or not proof_holds(tree, FORGER_ID.removeprefix("did:key:")):
        return []
    held = tree["credentialSubject"]["verifiableCredential"]
    return [each["name"] for each in held if proof_holds(each, ISSUER.removeprefix("did:key:"))]


def test_a_naive_verifier_gives_the_learner_a_badge_of_somebody_else() -> None:
    assert naive_badges_of(RECORD, LEARNER) == ["Soil Sampling, Level 2"]


def test_the_learners_own_badge_is_reported_as_theirs() -> None:
    found = report(record(sealed(badge(LEARNER))), recipient=LEARNER)
    assert found.credentials[0].recipient is True
    assert found


def test_a_badge_of_somebody_else_in_a_record_is_not_reported_as_the_recipients() -> None:
    found = report(record(sealed(badge())), recipient="did:example:learner")
    assert found.recipient is True
    assert found.credentials[0].recipient is False
    assert found.credentials[0].verdict is Verdict.REJECTED
    assert found.credentials[0]["recipient"].code == "recipient.no-match"


def test_a_record_of_ones_own_does_not_lend_the_badges_of_others() -> None:
    subject = {"id": FORGER_ID, "type": ["ClrSubject"], "verifiableCredential": [sealed(badge()).tree]}
    found = presented(record(credentialSubject=subject))
    assert found.credentials[0].credentials[0].verdict is Verdict.REJECTED
    assert found.credentials[0].credentials[0]["recipient"].code == "recipient.no-match"
