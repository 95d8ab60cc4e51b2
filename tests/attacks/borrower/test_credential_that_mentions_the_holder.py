"""A credential that only mentions the holder.

Attack: The borrower presents a genuine credential in which their id stands somewhere: as one subject of two, as a
friend of the subject, as the text of a hash.

Naively: A verifier looks for the id of the holder in the subject, wherever it stands.

Here: A credential is about the holder if its one subject is (VCDM 2.0, 4.8 and 4.13; Open Badges 3.0, 9.3): its report
says ``recipient.no-match``, and the presentation is rejected.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import CREDENTIALS_V2, SIGNER, sealed
from microcred.document import Document
from microcred.models import EnvelopedVerifiableCredential
from microcred.proofs import seal_jwt
from microcred.verification.report import Verdict
from nested_credentials import (
    FORGER_ID,
    ISSUER,
    VICTIM,
    badge,
    plain,
    presented,
)

MENTIONING = {"id": VICTIM, "knows": FORGER_ID}


def naive_is_about(tree: dict[str, Any], holder: str) -> bool:
    import json

    return f'"{holder}"' in json.dumps(tree["credentialSubject"])


def test_a_naive_verifier_finds_the_holder_somewhere() -> None:
    assert naive_is_about({"credentialSubject": MENTIONING}, FORGER_ID)


def test_a_credential_about_the_holder_is_the_holders() -> None:
    assert presented(sealed(badge(FORGER_ID)))


@pytest.mark.parametrize(
    "changes",
    [
        {"credentialSubject": [{"id": VICTIM}, {"id": FORGER_ID}]},
        {"credentialSubject": [{"id": FORGER_ID}, {"id": VICTIM}]},
        {"credentialSubject": {"id": VICTIM, "knows": FORGER_ID}},
        {"credentialSubject": {"id": f"{FORGER_ID}#{FORGER_ID}"}},
        {"credentialSubject": {"id": VICTIM, "identifier": [plain(FORGER_ID, hashed=True)]}},
    ],
    ids=["second of two", "first of two", "a friend", "with a fragment", "as the text of a hash"],
)
def test_a_credential_that_only_mentions_the_holder_is_not_the_holders(changes: dict[str, Any]) -> None:
    tree = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiableCredential"],
        "issuer": ISSUER,
        "validFrom": "2026-01-10T00:00:00Z",
        **changes,
    }
    found = presented(EnvelopedVerifiableCredential.of(seal_jwt(Document.of(tree), SIGNER)).to_dict())
    assert found.verdict is Verdict.REJECTED
    assert found.credentials[0].recipient is False
    assert found.credentials[0]["recipient"].code == "recipient.no-match"
