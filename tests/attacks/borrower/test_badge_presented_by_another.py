"""A badge that somebody else presents.

Attack: The borrower presents a genuine badge of somebody else's, with a proof of their own that answers the challenge.

Naively: A verifier checks the seal of the presentation and those of the credentials in it, and finds that all hold.

Here: Each credential has to be about whoever answered (VCDM 2.0, 4.13 and A.1; Open Badges 3.0, 9.3): its report says
``recipient.no-match``, and the check ``credentials`` of the presentation fails with ``credentials.rejected``. Who lets
anybody show anything says ``bearer``.
"""

from __future__ import annotations

import pytest

from badges import sealed
from microcred.document import Document
from microcred.verification.report import Verdict
from naive import proof_holds
from nested_credentials import FORGER_ID, ISSUER, badge, presentation, presented, verifier

BORROWED = sealed(badge("did:example:victim"))


def naive_verify(document: Document) -> bool:
    tree = document.to_dict()
    held = all(proof_holds(each, ISSUER.removeprefix("did:key:")) for each in tree["verifiableCredential"])
    return held and proof_holds(tree, FORGER_ID.removeprefix("did:key:"))


def test_a_naive_verifier_asks_for_seals_alone() -> None:
    assert naive_verify(presentation(BORROWED))


def test_a_badge_of_somebody_else_is_not_the_presenters() -> None:
    found = presented(BORROWED)
    assert (found.verdict, found["credentials"].code) == ("rejected", "credentials.rejected")
    assert found["credentials"].pointer == "/verifiableCredential/0"
    assert found.credentials[0]["recipient"].code == "recipient.no-match"
    assert found.authentic is True


def test_one_borrowed_badge_among_ones_own_spoils_them_all() -> None:
    found = presented(sealed(badge(FORGER_ID)), BORROWED)
    assert [each.verdict for each in found.credentials] == [Verdict.ACCEPTED, Verdict.REJECTED]
    assert found.verdict is Verdict.REJECTED


@pytest.mark.parametrize("holder", ["did:example:victim", ISSUER])
def test_a_holder_who_is_somebody_else_did_not_answer(holder: str) -> None:
    found = verifier().verify_presentation(presentation(BORROWED, holder=holder), challenge="abc")
    assert (found.verdict, found["holder_key"].code) == ("rejected", "key.not-the-issuers")
    assert found.authentic is False


def test_ones_own_badge_is_ones_own_and_a_bearer_shows_what_they_like() -> None:
    assert presented(sealed(badge(FORGER_ID)))
    assert presented(BORROWED, bearer=True)
