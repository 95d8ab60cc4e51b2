"""A badge that somebody got, as their endorsement.

Attack: A forger once got a badge from a university. They hang it into their own profile as an endorsement: the
university speaks up for them.

Naively: A verifier checks that the credential under ``endorsement`` holds, and that it is about whoever it hangs on.

Here: An endorsement is an EndorsementCredential (Open Badges 3.0, 9.2 and B.5): its own report says
``endorsements.not-an-endorsement``, and the check ``endorsements`` of the badge fails.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import CREDENTIALS_V2, SIGNER, sealed
from microcred.document import Document
from microcred.proofs import seal_jwt
from microcred.verification.report import Outcome, Verdict
from naive import token_holds, token_of
from nested_credentials import (
    FORGER,
    FORGER_ID,
    ISSUER,
    badge,
    endorsement,
    own_badge,
    report,
)

BORROWED = seal_jwt(Document.of(badge(FORGER_ID)), SIGNER)


def naive_endorsers(tree: dict[str, Any]) -> list[str]:
    """Whoever has signed something about the issuer."""
    found = []
    for text in tree["issuer"].get("endorsementJwt", []):
        read = token_of(text)
        about = read.payload["credentialSubject"]["id"] == tree["issuer"]["id"]
        if about and token_holds(read, SIGNER.public_key):
            found.append(read.payload["issuer"]["id"])
    return found


def test_a_naive_verifier_takes_a_badge_for_an_endorsement() -> None:
    assert naive_endorsers(own_badge(issuer={"endorsementJwt": [BORROWED]})) == [ISSUER]


def test_an_endorsement_is_one() -> None:
    genuine = seal_jwt(Document.of(endorsement(FORGER_ID)), SIGNER)
    found = report(sealed(own_badge(issuer={"endorsementJwt": [genuine]}), FORGER))
    assert found["endorsements"].outcome is Outcome.PASSED
    assert found.endorsements[0].verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    "other",
    [
        badge(FORGER_ID),
        {
            "@context": [CREDENTIALS_V2],
            "type": ["VerifiableCredential"],
            "issuer": ISSUER,
            "validFrom": "2026-01-10T00:00:00Z",
            "credentialSubject": {"id": FORGER_ID},
        },
    ],
    ids=["badge", "credential"],
)
def test_a_badge_that_somebody_once_got_is_no_endorsement_of_them(other: dict[str, Any]) -> None:
    whole = own_badge(issuer={"endorsementJwt": [seal_jwt(Document.of(other), SIGNER)]})
    found = report(sealed(whole, FORGER))
    assert found.endorsements[0].verdict is Verdict.REJECTED
    assert found.endorsements[0]["recipient"].code == "endorsements.not-an-endorsement"
    assert found["endorsements"].outcome is Outcome.FAILED
