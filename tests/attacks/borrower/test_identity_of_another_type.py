"""Several identities, of which one matches by chance.

Attack: A badge has several identifiers of its subject: a name, an address, a number. The borrower's address is
somebody's name, and their student number somebody's number of another kind.

Naively: A verifier looks whether any of the identifiers is the one that it was told.

Here: An address is compared with addresses, and who says of which kind an identifier is, is told of this kind alone
(Open Badges 3.0, B.2.11 and 9.3): ``recipient.no-match``.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import unsigned
from microcred.verification.claims import Recipient
from nested_credentials import plain
from victim import badge, report

IDENTIFIERS = [
    plain("mallory@example.org", kind="name"),
    plain("mallory@example.org", kind="ext:nickname"),
    plain("4711", kind="ltiUserId"),
    plain("mira@example.org", kind="emailAddress"),
]
BADGE = badge(credentialSubject={**unsigned()["credentialSubject"], "identifier": IDENTIFIERS})


def naive_is_about(tree: dict[str, Any], said: str) -> bool:
    return said in {each["identityHash"] for each in tree["credentialSubject"]["identifier"]}


@pytest.mark.parametrize("said", ["mallory@example.org", "4711"])
def test_a_naive_verifier_looks_for_a_text_among_all(said: str) -> None:
    assert naive_is_about(BADGE.to_dict(), said)


@pytest.mark.parametrize(
    "said", ["mallory@example.org", Recipient("mallory@example.org", "emailAddress"), Recipient("4711", "sisSourcedId")]
)
def test_an_identity_of_another_type_is_another_identity(said: Any) -> None:
    found = report(BADGE, recipient=said)
    assert (found.verdict, found["recipient"].code) == ("rejected", "recipient.no-match")


@pytest.mark.parametrize(
    "said", ["mira@example.org", Recipient("4711", "ltiUserId"), Recipient("mallory@example.org", "name")]
)
def test_an_identity_of_the_type_is_the_one(said: Any) -> None:
    assert report(BADGE, recipient=said)


def test_the_report_says_which_of_them_matched() -> None:
    found = report(BADGE, recipient="mira@example.org")
    assert found["recipient"].evidence["matched"] == "/credentialSubject/identifier/3"
