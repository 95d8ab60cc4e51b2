"""A request that sets what nobody meant to be set.

Attack: beside the options that the API knows, the request says which key signs, who the issuer is, which list and index
the credential gets, when it was signed, or that nothing is checked.

Naively: the members of the request are put over the settings, so that every setting is an option, too.

Here: an option that is not known is refused by name (``server.unknown-option``; VCALM, Options), the issuer has to be
the instance's own, and a proof or a status entry of the instance's list is the server's to make.
"""

from __future__ import annotations

from typing import Any

import pytest

from microcred import Ed25519Signer
from servers import PUBLIC_URL, Client, serving

SETTINGS = {
    "key": "attacker.pem",
    "suite": "none",
    "verificationMethod": "did:key:z6Mkother",
    "store": False,
    "instance": "school",
    "statusListIndex": "0",
    "created": "2001-01-01T00:00:00Z",
    "proofPurpose": "authentication",
    "skipValidation": True,
    "fillsIssuer": True,
    "__proto__": {"admin": True},
    "constructor": {"admin": True},
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    every: dict[str, Any] = {"development-key": "Ed25519", "status": "revocation"}
    return serving(tmp_path_factory.mktemp("options"), {"college": every, "school": every})


def naive_settings(settings: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """How to issue: as the settings say, and as whoever asks wants it."""
    return {**settings, **options}


def test_a_naive_merge_signs_with_the_key_that_is_asked_for() -> None:
    assert naive_settings({"key": "college.pem", "store": True}, SETTINGS)["key"] == "attacker.pem"


@pytest.mark.parametrize("name", SETTINGS)
def test_an_option_that_nobody_meant_is_refused_by_name(client: Client, name: str) -> None:
    draft = client.credential("college", id=f"urn:example:{name}")
    places = ({"credential": draft, "options": {name: SETTINGS[name]}}, {"credential": draft, name: SETTINGS[name]})
    for body in places:
        response = client.post("/issuers/college/credentials/issue", body)
        assert (response.status_code, response.json()["code"]) == (400, "server.unknown-option")
        assert response.json()["pointer"].endswith(f"/{name}")
    assert client.get(f"/credentials/urn:example:{name}").status_code == 404


def test_the_issuer_is_the_instances_own(client: Client) -> None:
    other = Ed25519Signer.from_seed(bytes(32)).verification_method.partition("#")[0]
    for issuer in (client.issuer_id("school"), other, {"id": other}, [client.issuer_id("college"), other]):
        body = {"credential": client.credential("college", id="urn:example:issuer", issuer=issuer)}
        assert client.post("/issuers/college/credentials/issue", body).status_code == 400


def test_a_proof_that_is_brought_along_is_refused(client: Client) -> None:
    draft = client.credential("college", id="urn:example:proof", proof={"type": "DataIntegrityProof"})
    assert client.post("/issuers/college/credentials/issue", {"credential": draft}).status_code == 400


def test_an_entry_that_is_brought_along_does_not_take_the_place_of_the_servers(client: Client) -> None:
    entry = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "0",
        "statusListCredential": f"{PUBLIC_URL}/status-lists/none",
    }
    draft = client.credential("college", id="urn:example:entry", credentialStatus=entry)
    response = client.post("/issuers/college/credentials/issue", {"credential": draft})
    brought, own = response.json()["verifiableCredential"]["credentialStatus"]
    assert brought == entry
    change = {"credentialStatus": {"statusPurpose": "revocation"}, "credentialId": "urn:example:entry", "status": True}
    assert client.post("/credentials/status", change).json()["statusListIndex"] == own["statusListIndex"]
    assert own["statusListCredential"] != entry["statusListCredential"]


def test_the_options_that_are_meant_are_taken(client: Client) -> None:
    draft = client.credential("college")
    del draft["id"]
    body = {"credential": draft, "options": {"credentialId": "urn:example:meant"}}
    assert client.post("/issuers/college/credentials/issue", body).status_code == 201
