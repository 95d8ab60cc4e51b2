"""A 2.0 badge of somebody with a similar address.

Attack: The borrower shows the badge of somebody whose address differs in a capital letter, or in which their address
stands as a name, or as the text of a hash.

Naively: A verifier compares addresses without case and blanks, and does not look at what kind of identity it is or
whether it is hashed.

Here: An identity matches by its type, and character by character, plain or as a hash (Open Badges 2.0, IdentityObject;
docs/decisions/0018): ``recipient.no-match``.
"""

from __future__ import annotations

from typing import Any

import pytest

from hosted_badges import TRUSTED
from open_badges_2 import (
    assertion,
    verified,
    web,
)


def naive_is_about(given: dict[str, Any], address: str) -> bool:
    return given["recipient"]["identity"].strip().casefold() == address.casefold()


@pytest.mark.parametrize(
    "recipient",
    [
        {"type": "email", "hashed": False, "identity": "ANA@example.org"},
        {"type": "name", "hashed": False, "identity": "ana@example.org"},
        {"type": "email", "hashed": True, "identity": "ana@example.org"},
    ],
)
def test_a_naive_verifier_takes_a_similar_address_for_the_same(recipient: dict[str, Any]) -> None:
    assert naive_is_about(assertion(recipient=recipient), "ana@example.org")


def test_the_recipient_is_the_recipient() -> None:
    assert verified(assertion(), web(), trust=TRUSTED, recipient="ana@example.org")


@pytest.mark.parametrize(
    "identity",
    [
        {"type": "email", "hashed": False, "identity": "ANA@example.org"},
        {"type": "email", "hashed": False, "identity": "ana@example.org "},
        {"type": "name", "hashed": False, "identity": "ana@example.org"},
        {"type": "email", "hashed": True, "identity": "ana@example.org"},
        {"type": "email", "hashed": False, "identity": "sha256$" + "0" * 64},
        {"type": ["IdentityObject", "url"], "hashed": False, "identity": "ana@example.org"},
    ],
)
def test_somebody_else_is_not_the_recipient(identity: dict[str, Any]) -> None:
    given = assertion(recipient=identity)
    report = verified(given, web(given), recipient="ana@example.org")
    assert report["recipient"].code == "recipient.no-match"
    assert report.verdict == "rejected"
