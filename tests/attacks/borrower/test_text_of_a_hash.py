"""The text of a hash, said in place of the identifier.

Attack: In the badge of somebody else the borrower reads ``sha256$b580…``, and says that this is who they are. Or the
badge says that its identifier is plain, and has the text of a hash there.

Naively: A verifier compares what it was told with the text in the badge first, and only then with its hash; or it
hashes where the text looks like a hash, whatever ``hashed`` says.

Here: ``hashed`` says how to read the text (Open Badges 3.0, B.1.11 and 9.3): a hash is compared with a hash, and a
plain text with a plain one. Anything else is ``recipient.no-match``.
"""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from badges import unsigned
from microcred.document import Document
from microcred.errors import Rejected
from microcred.verification.claims import Recipient, check_recipient

ADDRESS, SALT = "a@example.com", "Kosher"
DIGEST = f"sha256${hashlib.sha256((ADDRESS + SALT).encode()).hexdigest()}"


def tree(**identity: Any) -> dict[str, Any]:
    whole = {"type": "IdentityObject", "identityType": "emailAddress", "salt": SALT, **identity}
    subject = unsigned()["credentialSubject"]
    return unsigned(credentialSubject={**subject, "identifier": [whole]})


def naive_is_about(badge: dict[str, Any], recipient: str) -> bool:
    for identity in badge["credentialSubject"]["identifier"]:
        written = identity["identityHash"]
        computed = hashlib.sha256((recipient + identity["salt"]).encode()).hexdigest()
        if recipient == written or written == f"sha256${computed}":
            return True
    return False


def is_about(badge: dict[str, Any], recipient: str, kind: str | None = None) -> bool:
    try:
        return check_recipient(Document.of(badge).tree, Recipient(recipient, kind)).holds
    except Rejected as error:
        return error.code != "recipient.no-match"  # any other refusal shows as a match where none is wanted


def test_a_naive_verifier_takes_the_text_of_a_hash_for_the_identifier() -> None:
    assert naive_is_about(tree(hashed=True, identityHash=DIGEST), DIGEST)


def test_a_naive_verifier_hashes_what_is_plain() -> None:
    assert naive_is_about(tree(hashed=False, identityHash=DIGEST), ADDRESS)


@pytest.mark.parametrize("said", [DIGEST, DIGEST.removeprefix("sha256$"), DIGEST.upper(), f"{DIGEST}$"])
def test_the_text_of_a_hash_is_nobody(said: str) -> None:
    for kind in (None, "emailAddress"):
        assert not is_about(tree(hashed=True, identityHash=DIGEST), said, kind)


@pytest.mark.parametrize("hashed", [False, 0, None, "true", "false", 1, [True]])
def test_a_hash_that_is_not_called_one_is_none(hashed: Any) -> None:
    assert not is_about(tree(hashed=hashed, identityHash=DIGEST), ADDRESS)


@pytest.mark.parametrize(
    "written",
    [
        ADDRESS,
        f"sha256${ADDRESS}",
        "sha256$",
        "$",
        "",
        "sha1$" + "0" * 40,
        f"SHA256{DIGEST[6:]}",
        f"{DIGEST}00",
        f" {DIGEST}",
    ],
)
def test_what_is_called_a_hash_and_is_none_matches_nobody(written: str) -> None:
    assert not is_about(tree(hashed=True, identityHash=written), ADDRESS)


def test_the_hash_of_the_identifier_and_its_salt_matches() -> None:
    assert is_about(tree(hashed=True, identityHash=DIGEST), ADDRESS)
    assert is_about(tree(hashed=False, identityHash=ADDRESS), ADDRESS)
