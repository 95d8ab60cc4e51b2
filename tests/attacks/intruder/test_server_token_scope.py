"""A token for one thing, used for another.

Attack: a client that may issue for one instance uses its token to issue for another, to revoke, to read, to delete, to
present or to look at the metrics; it ended yesterday, or it is a token for the same thing at another place.

Naively: a token that is known opens everything, or its scope is looked at in some of the routes.

Here: each route names its action in the description of the API, and the gate in front reads it there (403
``server.forbidden``); what belongs to an instance that a token is not for looks as if it were not there.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest

from microcred.server.access import digest_of
from microcred.server.settings import Action
from servers import TOKEN, Client, serving
from strangers import issuance, stranger

ACTIONS = get_args(Action)
ISSUERS: dict[str, dict[str, Any]] = {
    "college": {"development-key": "Ed25519", "status": "revocation", "presents": True},
    "school": {"development-key": "Ed25519", "status": "revocation", "presents": True},
}
ENTRY = {"statusPurpose": "revocation"}
ASKS: dict[str, Callable[[Client, str], httpx.Response]] = {
    "issue": lambda client, to: client.post(*issuance(client, to, id=f"urn:example:{to}:new")),
    "status": lambda client, to: client.post(
        "/credentials/status",
        {"credentialId": f"urn:example:{to}", "credentialStatus": ENTRY, "status": True},
    ),
    "read": lambda client, to: client.get(f"/credentials/urn:example:{to}"),
    "delete": lambda client, to: client.ask("DELETE", f"/credentials/urn:example:{to}"),
    "present": lambda client, to: client.post(
        "/presentations", {"presentation": {"holder": client.issuer_id(to)}, "options": {"challenge": "x"}}
    ),
}
# What a token for the same action at the other instance hears: that there is nothing of the kind.
ELSEWHERE = {
    "issue": (403, "server.forbidden"),
    "status": (404, "status.no-such-entry"),
    "read": (404, "server.not-found"),
    "delete": (404, "server.not-found"),
    "present": (400, "server.no-holder"),
}


class NaiveAccess:
    """Knows tokens, and lets in whoever has one; what it is for stands in a list that nobody reads."""

    def __init__(self, tokens: dict[str, tuple[str, ...]]) -> None:
        self.tokens = tokens

    def admits(self, token: str, action: str) -> bool:
        return token in self.tokens


@pytest.fixture
def client(tmp_path: Path) -> Client:
    tokens: dict[str, Any] = {
        f"{action}-{instance}": {
            "digest": digest_of(f"mct_{action}_{instance}"),
            "actions": [action],
            "instances": [instance],
        }
        for action, instance in product(ACTIONS, ISSUERS)
    }
    tokens["all"] = {"digest": digest_of(TOKEN), "actions": list(ACTIONS)}
    tokens["ended"] = {"digest": digest_of("mct_ended"), "actions": list(ACTIONS), "expires": "2026-05-31T00:00:00Z"}
    made = serving(tmp_path, ISSUERS, tokens=tokens)
    for each in ISSUERS:
        made.issue(each, id=f"urn:example:{each}")
    return made


def test_a_naive_guard_lets_a_token_for_reading_issue() -> None:
    assert NaiveAccess({"mct_read": ("read",)}).admits("mct_read", "issue")


@pytest.mark.parametrize("action", ASKS)
def test_a_token_is_for_one_action_at_one_instance(client: Client, action: str) -> None:
    for other, instance in product(ACTIONS, ISSUERS):
        mine = stranger(client, authorization=f"Bearer mct_{other}_{instance}")
        for aim in ISSUERS:
            if (other, instance) == (action, aim):
                continue
            response = ASKS[action](mine, aim)
            expected = (403, "server.forbidden") if other != action else ELSEWHERE[action]
            assert (response.status_code, response.json()["code"]) == expected, (other, instance, aim)
    honest = stranger(client, authorization=f"Bearer mct_{action}_college")
    assert ASKS[action](honest, "college").status_code in (200, 201, 202)


@pytest.mark.parametrize("action", ASKS)
def test_a_token_that_ended_is_for_nothing(client: Client, action: str) -> None:
    response = ASKS[action](stranger(client, authorization="Bearer mct_ended"), "college")
    assert (response.status_code, response.json()["code"]) == (401, "server.bad-token")
