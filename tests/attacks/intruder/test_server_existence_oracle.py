"""Learning what there is from the way that it is refused.

Attack: ask for the ids of credentials one after another, without a token or with one for another instance, and tell
from the answers which of them exist.

Naively: what exists and is not for whoever asks is 403, and what does not exist is 404.

Here: who may not read gets the same answer whether there is anything or not: 401 without a token, and 404 with the same
words for what belongs to an instance that the token is not for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from microcred.server.access import digest_of
from servers import TOKEN, Client, serving
from strangers import stranger

ISSUERS: dict[str, dict[str, Any]] = {
    "college": {"development-key": "Ed25519", "status": "revocation"},
    "school": {"development-key": "Ed25519", "status": "revocation", "shares": False},
}


@pytest.fixture
def client(tmp_path: Path) -> Client:
    every = {"digest": digest_of(TOKEN), "actions": ["issue", "status", "read", "delete"]}
    mine = {"digest": digest_of("mct_mine"), "actions": ["read", "delete", "status"], "instances": ["college"]}
    made = serving(tmp_path, ISSUERS, tokens={"every": every, "mine": mine})
    made.issue("school", id="urn:example:kept")
    return made


def naive_status(kept: dict[str, str], credential_id: str, instance: str) -> int:
    """Look for it, and see then if it is for whoever asks."""
    if credential_id not in kept:
        return 404
    return 200 if kept[credential_id] == instance else 403


def test_a_naive_refusal_tells_what_exists() -> None:
    kept = {"urn:example:kept": "school"}
    assert [naive_status(kept, f"urn:example:{each}", "college") for each in ("kept", "none")] == [403, 404]


def test_who_may_not_read_learns_not_what_there_is(client: Client) -> None:
    for method in ("GET", "DELETE"):
        answers = [stranger(client).ask(method, f"/credentials/urn:example:{each}") for each in ("kept", "none")]
        assert [each.status_code for each in answers] == [401, 401]
        assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_what_is_of_another_instance_seems_not_to_be_there(client: Client, method: str) -> None:
    mine = stranger(client, authorization="Bearer mct_mine")
    answers = [mine.ask(method, f"/credentials/urn:example:{each}") for each in ("kept", "none")]
    assert [each.status_code for each in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    assert client.get("/credentials/urn:example:kept").status_code == 200


def test_what_is_of_another_instance_is_not_revoked(client: Client) -> None:
    mine = stranger(client, authorization="Bearer mct_mine")
    answers = []
    for each in ("kept", "none"):
        entry = {"statusPurpose": "revocation"}
        change = {"credentialId": f"urn:example:{each}", "credentialStatus": entry, "status": True}
        answers.append(mine.post("/credentials/status", change))
    assert [each.status_code for each in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
