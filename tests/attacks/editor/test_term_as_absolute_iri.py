"""A term written as its absolute IRI.

Attack: The learner writes the end of validity, "validUntil", as "https://www.w3.org/2018/credentials#validUntil". The
statement is the same one.

Naively: the signature holds, and whoever reads the JSON finds no validUntil: the badge has no end any more. The same
takes a credentialStatus out of sight, and with it the revocation.

Here: a word of the standards is written as the standards' contexts write it, or it is refused
(`contexts.respelled-term`): what a reader of the JSON looks for is where it belongs, or the badge is rejected.
"""

from __future__ import annotations

from typing import Any

import pytest

from doctored import CREDENTIALS_VOCABULARY, accepted, badge, refusal, written_out
from naive_data_integrity import naive_statements, naive_verify

STATUS = {
    "id": "https://college.example/status/3#94567",
    "type": "BitstringStatusListEntry",
    "statusPurpose": "revocation",
    "statusListIndex": "94567",
    "statusListCredential": "https://college.example/status/3",
}


def without_end() -> dict[str, Any]:
    tree = badge()
    tree[f"{CREDENTIALS_VOCABULARY}validUntil"] = written_out(tree.pop("validUntil"))
    return tree


def without_status() -> dict[str, Any]:
    tree = badge(credentialStatus=STATUS)
    tree[f"{CREDENTIALS_VOCABULARY}credentialStatus"] = tree.pop("credentialStatus")
    return tree


def test_a_naive_verifier_sees_no_end_and_no_status() -> None:
    assert "validUntil" not in naive_verify(without_end())
    assert "credentialStatus" not in naive_verify(without_status())


@pytest.mark.parametrize(("respelled", "word"), [(without_end, "validUntil"), (without_status, "credentialStatus")])
def test_the_same_statement_under_its_iri_is_refused(respelled: Any, word: str) -> None:
    place = f"/https:~1~1www.w3.org~12018~1credentials#{word}"
    assert refusal(respelled()) == ("contexts", "contexts.respelled-term", place)


def test_the_statements_are_those_of_the_badge_which_is_accepted() -> None:
    honest, changed = badge(), without_end()
    assert accepted(honest)
    assert naive_statements({**changed, "proof": {}}) == naive_statements({**honest, "proof": {}})
