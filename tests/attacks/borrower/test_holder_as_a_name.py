"""A holder whose id is somebody's name.

Attack: A learner means to lend a badge out. When it is made they give the DID of the borrower for their name, or for
their user name, and the issuer writes it into the badge as an identifier of the subject. The borrower presents the
badge.

Naively: A verifier looks for the id of the holder among all identifiers of the subject.

Here: A DID or URL is nobody's ``name`` or ``userName``, which people choose for themselves: the report of the
credential says ``recipient.no-match``, and the presentation is rejected (Open Badges 3.0, 9.3). An identifier that the
issuer gives out counts.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import sealed
from microcred.document import Document
from microcred.verification.claims import Recipient, check_recipient
from microcred.verification.report import Verdict
from nested_credentials import FORGER_ID, badge, plain, presented

CHOSEN = ["name", "userName"]


def lent(kind: str) -> Document:
    tree = badge("did:example:friend")
    tree["credentialSubject"]["identifier"] = [plain(FORGER_ID, kind=kind)]
    return sealed(tree)


def naive_is_about(tree: dict[str, Any], holder: str) -> bool:
    subject = tree["credentialSubject"]
    return holder in {subject["id"], *(each["identityHash"] for each in subject["identifier"])}


@pytest.mark.parametrize("kind", CHOSEN)
def test_a_naive_verifier_takes_a_name_for_an_id(kind: str) -> None:
    assert naive_is_about(lent(kind).to_dict(), FORGER_ID)


@pytest.mark.parametrize("kind", CHOSEN)
def test_a_badge_is_not_lent_by_a_name(kind: str) -> None:
    found = presented(lent(kind))
    assert found.verdict is Verdict.REJECTED
    assert found.credentials[0]["recipient"].code == "recipient.no-match"
    assert found.credentials[0]["recipient"].pointer == "/credentialSubject"


def test_an_identifier_that_the_issuer_gives_out_counts() -> None:
    assert presented(lent("systemId"))


def test_who_asks_for_a_name_is_told_of_names() -> None:
    tree = lent("name").tree
    assert check_recipient(tree, Recipient(FORGER_ID, "name")).holds
