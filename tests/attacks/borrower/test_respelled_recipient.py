"""Somebody whose identifier looks the same.

Attack: The borrower registers an address, a DID or a number that looks like the one in somebody else's badge: with
capitals, a blank, a full-width letter, a letter of another alphabet, an escape.

Naively: A verifier compares identifiers without case and blanks, after normalization, so as to be kind to people who
mistype.

Here: Identifiers are compared exactly, plain and hashed (Open Badges 3.0, 9.3): ``recipient.no-match``, and the hint
says so.
"""

from __future__ import annotations

import unicodedata
from typing import Any
from urllib.parse import unquote

import pytest

from badges import unsigned
from victim import badge, report

ADDRESS = "mira@example.org"
PLAIN = {"type": "IdentityObject", "hashed": False, "identityHash": ADDRESS, "identityType": "emailAddress"}
BADGE = badge(credentialSubject={**unsigned()["credentialSubject"], "identifier": [PLAIN]})
ALIKE = [
    "Mira@example.org",
    " mira@example.org",
    "mira@example.org ",
    "mira@EXAMPLE.org",
    "ｍira@example.org",
    "mira%40example.org",
    "mira@example.org\u200b",
    "mira@example.org\n",
]


def naive_form(text: str) -> str:
    kept = "".join(each for each in unicodedata.normalize("NFKC", unquote(text)) if unicodedata.category(each) != "Cf")
    return kept.strip().casefold()


def naive_is_about(tree: dict[str, Any], said: str) -> bool:
    identifiers = tree["credentialSubject"]["identifier"]
    return naive_form(said) in {naive_form(each["identityHash"]) for each in identifiers}


@pytest.mark.parametrize("said", ALIKE, ids=ascii)
def test_a_naive_verifier_is_kind_to_the_borrower(said: str) -> None:
    assert naive_is_about(BADGE.to_dict(), said)


@pytest.mark.parametrize(
    "said", [*ALIKE, "m\u0456ra@example.org", "mira@example.org\0", "mira+x@example.org"], ids=ascii
)
def test_who_only_looks_like_the_recipient_is_not(said: str) -> None:
    found = report(BADGE, recipient=said)
    assert (found.verdict, found["recipient"].code) == ("rejected", "recipient.no-match")
    assert found["recipient"].pointer == "/credentialSubject"
    assert "exactly" in (found["recipient"].hint or "")


@pytest.mark.parametrize(
    "said", ["did:example:Learner", "DID:example:learner", "did:example:learner#key", "did:example:learner "]
)
def test_another_spelling_of_the_subjects_id_is_another_subject(said: str) -> None:
    assert report(BADGE, recipient=said)["recipient"].code == "recipient.no-match"


def test_the_recipient_is_the_recipient() -> None:
    assert report(BADGE, recipient=ADDRESS)
    assert report(BADGE, recipient="did:example:learner")
