"""An id that another instance issued, so that its revocation misses.

Attack: who may issue for one instance issues a credential with the id of somebody else's. When that one is revoked by
its id, the entry of the thief's is found.

Naively: ids are taken to be unique, and the newest entry for an id is the one that is changed.

Here: an id that another instance gave out is refused, 409 ``server.credential-exists``, and a revocation by id changes
the credential that it is about.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from servers import Client, serving

KEY = {"development-key": "Ed25519", "status": "revocation"}


class NaiveStatus:
    """Remembers the last entry for each id."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[str, int]] = {}
        self.revoked: set[tuple[str, int]] = set()

    def issue(self, instance: str, credential_id: str, index: int) -> None:
        self.entries[credential_id] = (instance, index)

    def revoke(self, credential_id: str) -> None:
        self.revoked.add(self.entries[credential_id])


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return serving(tmp_path, {"college": KEY, "thief": {**KEY, "store": False}})


def test_a_naive_revocation_misses() -> None:
    naive = NaiveStatus()
    naive.issue("college", "urn:example:known", 7)
    naive.issue("thief", "urn:example:known", 1)
    naive.revoke("urn:example:known")
    assert naive.revoked == {("thief", 1)}


def test_an_id_that_another_instance_issued_so_that_its_revocation_misses(client: Client) -> None:
    issued = client.issue("college", id="urn:example:known")
    body = {"credential": client.credential("thief", id=issued["id"])}
    response = client.post("/issuers/thief/credentials/issue", body)
    assert (response.status_code, response.json()["code"]) == (409, "server.credential-exists")
    change = {"credentialStatus": {"statusPurpose": "revocation"}, "credentialId": issued["id"], "status": True}
    assert client.post("/credentials/status", change).status_code == 200
    assert not client.verify(issued).json()["verified"]


def test_an_id_of_its_own_is_issued(client: Client) -> None:
    client.issue("college", id="urn:example:known")
    assert client.issue("thief", id="urn:example:other")["id"] == "urn:example:other"
