"""Claims of a token that contradict its credential.

Attack: Software of the issuer fills ``sub``, ``nbf`` and ``exp`` from what the learner sends along, and signs: the
claim names the thief, the credential the learner; the claim ends in a hundred years, the credential next month.

Naively: A verifier compares ``sub`` with who logged in, and ``exp`` with the clock, since that is what claims are for,
and never looks at the dates and the subject of the credential.

Here: The claims have to say what the credential says (Open Badges 3.0, 8.2.4.1 and 8.2.6.1; RFC 8725, 3.8): the check
``proof`` fails with ``proof.claim-mismatch`` and the place of the claim.
"""

from __future__ import annotations

from typing import Any

import pytest

from naive import token_holds, token_of
from token_victim import (
    GENUINE,
    KEY,
    SIGNER,
    assert_forged,
    claims,
    header,
    report,
)
from tokens import token

THIEF = "did:example:thief"
CONTRADICTING = token(header(), claims(sub=THIEF), SIGNER)


def naive_verify(text: str, recipient: str) -> bool:
    read = token_of(text)
    return token_holds(read, KEY.public_key) and read.payload["sub"] == recipient


def test_a_naive_verifier_takes_the_claim_for_the_subject() -> None:
    assert naive_verify(CONTRADICTING, THIEF)
    assert token_of(CONTRADICTING).payload["credentialSubject"]["id"] != THIEF


def test_the_contradiction_is_shown_in_its_place() -> None:
    found = report(CONTRADICTING)
    assert (found["proof"].code, found["proof"].pointer) == ("proof.claim-mismatch", "/sub")
    assert report(GENUINE)


@pytest.mark.parametrize(
    ("name", "value"),
    [("sub", "did:example:thief"), ("jti", "urn:uuid:2"), ("nbf", 0), ("exp", 4_000_000_000)],
)
def test_a_claim_cannot_say_something_else_than_the_credential(name: str, value: Any) -> None:
    assert_forged(token(header(), claims(**{name: value}), SIGNER), "proof.claim-mismatch")
