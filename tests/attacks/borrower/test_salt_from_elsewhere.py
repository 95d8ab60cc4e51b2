"""A salt that the borrower brings along.

Attack: The borrower says an identifier that goes over into the salt: the hash is one over both, put together, so
``a@example.comKo`` and ``sher`` have the hash of ``a@example.com`` and ``Kosher``. They bring the salt along in a form,
or take it out of the badge.

Naively: A verifier asks the learner for the salt as well, since they know it, or takes none where there is none.

Here: The salt is the one that is signed (Open Badges 3.0, B.1.11): with another one nothing matches, and a badge from
which the salt was taken is another badge, ``proof.signature-invalid``, or none at all (``model.wrong-type``).
"""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from badges import unsigned
from microcred.document import Document
from victim import badge, report

ADDRESS, SALT = "a@example.com", "Kosher"
DIGEST = f"sha256${hashlib.sha256((ADDRESS + SALT).encode()).hexdigest()}"
IDENTITY = {
    "type": "IdentityObject",
    "hashed": True,
    "identityHash": DIGEST,
    "identityType": "emailAddress",
    "salt": SALT,
}
BADGE = badge(credentialSubject={**unsigned()["credentialSubject"], "identifier": [IDENTITY]})


def naive_is_about(tree: dict[str, Any], said: str, salt: str) -> bool:
    written = tree["credentialSubject"]["identifier"][0]["identityHash"]
    return written == f"sha256${hashlib.sha256((said + salt).encode()).hexdigest()}"


@pytest.mark.parametrize(("said", "salt"), [("a@example.comKo", "sher"), ("a@example.comKosher", "")])
def test_a_naive_verifier_takes_the_salt_that_it_is_told(said: str, salt: str) -> None:
    assert naive_is_about(BADGE.to_dict(), said, salt)
    assert report(BADGE, recipient=said)["recipient"].code == "recipient.no-match"


@pytest.mark.parametrize(
    ("salt", "check", "code"),
    [
        (None, "proof", "proof.signature-invalid"),
        ("", "proof", "proof.signature-invalid"),
        ("sher", "proof", "proof.signature-invalid"),
        (7, "model", "model.wrong-type"),
        (["Kosher"], "model", "model.wrong-type"),
    ],
)
def test_a_badge_with_another_salt_is_another_badge(salt: Any, check: str, code: str) -> None:
    tree = BADGE.to_dict()
    identity = tree["credentialSubject"]["identifier"][0]
    identity["salt"] = salt
    if salt is None:
        del identity["salt"]
    found = report(Document.of(tree), recipient="a@example.comKosher")
    assert found[check].code == code
    assert not found
    assert found.authentic is not True
    assert found["recipient"].outcome == "not_run"


def test_the_recipient_is_the_recipient() -> None:
    assert report(BADGE, recipient=ADDRESS)
    assert report(BADGE, recipient="b@example.com").recipient is False
