"""A status list that says whatever the thief wants.

Attack: a revoked credential is signed anew by a thief, with a status entry that points to a list which says that all is
well: one of the thief's, or an address below that of the server at which nothing is.

Naively: an address that begins with the server's own is trusted, and where nothing is said nothing is wrong.

Here: a list counts only from the issuer of the credential, and what cannot be looked up is never "not revoked": 422.
"""

from __future__ import annotations

import pytest

from microcred import Document, Ed25519Signer
from microcred.proofs import add_proof
from servers import AT, PUBLIC_URL, Client, credential, serving

THIEF = Ed25519Signer.from_seed(bytes(range(1, 33)))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("attacks"))


def naive_is_revoked(entry: dict[str, str], lists: dict[str, set[int]]) -> bool:
    """Whether the list that the credential itself names has a one for it."""
    return int(entry["statusListIndex"]) in lists.get(entry["statusListCredential"], set())


def test_a_naive_look_up_believes_a_list_that_is_not_there() -> None:
    entry = {"statusListIndex": "7", "statusListCredential": f"{PUBLIC_URL}/status-lists/real"}
    lists = {f"{PUBLIC_URL}/status-lists/real": {7}}
    assert naive_is_revoked(entry, lists)
    assert not naive_is_revoked({**entry, "statusListCredential": f"{PUBLIC_URL}/status-lists/none"}, lists)


def test_a_status_list_that_says_whatever_the_thief_wants(client: Client) -> None:
    """The list of a thief at an address of their own never speaks for a credential of this issuer."""
    issued = client.issue("college", id="urn:example:stolen")
    entry = {**issued["credentialStatus"], "statusListCredential": f"{PUBLIC_URL}/status-lists/none"}
    bare = {name: value for name, value in issued.items() if name != "proof"}
    forged = add_proof(Document.of({**bare, "credentialStatus": entry}), THIEF, created=AT)
    assert client.verify(forged.tree).status_code == 422


def test_the_word_of_a_thief_for_an_issuer_of_this_server(client: Client) -> None:
    forged = add_proof(Document.of(credential(client.issuer_id("college"))), THIEF, created=AT)
    assert client.verify(forged.tree).json()["verdict"] == "rejected"


def test_what_the_issuer_issued_is_accepted_over_its_own_list(client: Client) -> None:
    assert client.verify(client.issue("college", id="urn:example:own")).json()["verdict"] == "accepted"
