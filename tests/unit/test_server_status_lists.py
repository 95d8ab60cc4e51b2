"""Status lists over HTTP: an index for each credential, and a list that says what is so now."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from microcred import Document, Ed25519Signer
from servers import PUBLIC_URL, Client, serving

PURPOSES = ("revocation", "suspension")


@pytest.fixture
def client(tmp_path: Path) -> Client:
    issuers = {purpose: {"development-key": "Ed25519", "status": purpose} for purpose in PURPOSES}
    return serving(tmp_path, issuers)


def issue(client: Client, number: int, instance: str = "revocation") -> dict[str, Any]:
    return client.issue(instance, id=f"urn:example:badge:{number}")


def change(client: Client, credential_id: str, status: bool, purpose: str = "revocation") -> Any:
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": purpose}
    body = {"credentialId": credential_id, "credentialStatus": entry, "status": status}
    return client.post("/credentials/status", body)


def test_a_credential_gets_an_entry_of_a_list_of_this_server(client: Client) -> None:
    entry = issue(client, 1)["credentialStatus"]
    assert (entry["type"], entry["statusPurpose"]) == ("BitstringStatusListEntry", "revocation")
    assert entry["statusListCredential"].startswith(f"{PUBLIC_URL}/status-lists/")


def test_a_credential_keeps_the_status_that_it_came_with(client: Client) -> None:
    own = {"id": "https://elsewhere.example/1", "type": "1EdTechRevocationList"}
    contexts = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    first, second = client.issue("revocation", credentialStatus=own, **{"@context": contexts})["credentialStatus"]
    assert (first, second["type"]) == (own, "BitstringStatusListEntry")


def test_the_list_is_a_signed_credential(client: Client) -> None:
    url = issue(client, 1)["credentialStatus"]["statusListCredential"]
    published = client.get(url)
    assert published.json()["id"] == url
    assert published.json()["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert client.verify(published.json()).status_code == 200


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/vc"),
        ("application/json", "application/json"),
        ("application/ld+json, application/json", "application/ld+json"),
        ("application/json;q=0.5, application/vc;q=0.9", "application/vc"),
        ("text/html, application/*;q=0.8", "application/vc"),
    ],
)
def test_the_list_comes_in_a_form_that_the_client_takes(client: Client, accept: str, media_type: str) -> None:
    url = issue(client, 1)["credentialStatus"]["statusListCredential"]
    response = client.get(url, headers={"accept": accept})
    assert (response.headers["content-type"], response.headers["vary"]) == (media_type, "accept")


@pytest.mark.parametrize("accept", ["image/png", "application/vc;q=0, application/vc+jwt", "application/vc;q=x"])
def test_a_form_that_there_is_not_is_refused(client: Client, accept: str) -> None:
    url = issue(client, 1)["credentialStatus"]["statusListCredential"]
    assert client.get(url, headers={"accept": accept}).status_code == 406


def test_a_revoked_credential_is_refused_as_revoked_and_its_neighbour_is_not(client: Client) -> None:
    first, second = issue(client, 1), issue(client, 2)
    assert change(client, first["id"], True).json()["status"] is True
    result = client.verify(first).json()
    assert [problem["check"] for problem in result["problemDetails"]] == ["status"]
    assert client.verify(second).status_code == 200


def test_what_is_revoked_stays_revoked(client: Client) -> None:
    issued = issue(client, 1)
    change(client, issued["id"], True)
    back = change(client, issued["id"], False)
    assert (back.status_code, back.json()["code"]) == (409, "status.irreversible")
    assert client.verify(issued).status_code == 422


def test_a_suspension_is_lifted(client: Client) -> None:
    issued = issue(client, 1, "suspension")
    change(client, issued["id"], True, "suspension")
    assert client.verify(issued).status_code == 422
    change(client, issued["id"], False, "suspension")
    assert client.verify(issued).status_code == 200


def test_an_id_that_two_issuers_gave_out_is_revoked_for_neither_by_chance(tmp_path: Path) -> None:
    issuer = {"development-key": "Ed25519", "status": "revocation", "store": False}
    client = serving(tmp_path, {"college": issuer, "school": {**issuer}})
    mine, other = (client.issue(name, id="urn:example:badge:1")["credentialStatus"] for name in ("college", "school"))
    refused = change(client, "urn:example:badge:1", True)
    assert (refused.status_code, refused.json()["code"]) == (404, "status.no-such-entry")
    entry = {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"}
    named = {**entry, "statusListCredential": mine["statusListCredential"]}
    body = {"credentialId": "urn:example:badge:1", "credentialStatus": named, "status": True}
    changed = client.post("/credentials/status", body).json()
    assert changed["statusListCredential"] == mine["statusListCredential"] != other["statusListCredential"]


def test_revoking_twice_changes_nothing(client: Client) -> None:
    issued = issue(client, 1)
    assert change(client, issued["id"], True).json() == change(client, issued["id"], True).json()


def test_an_entry_is_found_by_its_list_and_index(client: Client) -> None:
    entry = issue(client, 1)["credentialStatus"]
    del entry["id"]
    response = client.post("/credentials/status", {"credentialStatus": entry, "status": True})
    assert response.json()["credentialId"] == "urn:example:badge:1"


@pytest.mark.parametrize(
    "changed",
    [
        {"statusListIndex": "131071"},
        {"statusPurpose": "suspension"},
        {"statusListCredential": f"{PUBLIC_URL}/status-lists/none"},
        {"statusListCredential": "https://elsewhere.example/list"},
    ],
)
def test_an_entry_that_was_not_given_out_is_not_found(client: Client, changed: dict[str, str]) -> None:
    entry = {**issue(client, 1)["credentialStatus"], **changed}
    response = client.post("/credentials/status", {"credentialStatus": entry, "status": True})
    assert (response.status_code, response.json()["code"]) == (404, "status.no-such-entry")


def test_the_entry_of_another_credential_is_not_changed(client: Client) -> None:
    first, second = issue(client, 1), issue(client, 2)
    body = {"credentialId": first["id"], "credentialStatus": second["credentialStatus"], "status": True}
    assert client.post("/credentials/status", body).status_code == 404
    assert client.verify(second).status_code == 200


def test_an_index_is_given_out_once(client: Client) -> None:
    indexes = [issue(client, number)["credentialStatus"]["statusListIndex"] for number in range(40)]
    assert len(set(indexes)) == 40


def test_a_list_that_is_full_is_followed_by_another(client: Client, tmp_path: Path) -> None:
    first = issue(client, 1)["credentialStatus"]["statusListCredential"]
    with sqlite3.connect(tmp_path / "microcred.sqlite3") as connection:
        connection.execute("UPDATE lists SET allocated = 131072")
    connection.close()
    second = issue(client, 2)["credentialStatus"]["statusListCredential"]
    assert first != second
    assert change(client, "urn:example:badge:1", True).json()["statusListCredential"] == first


def test_a_list_is_signed_once_for_all_who_ask_until_it_changes_or_grows_old(client: Client) -> None:
    issued = issue(client, 1)
    url = issued["credentialStatus"]["statusListCredential"]
    first = client.get(url).content
    client.clock.pass_by(minutes=4)
    assert client.get(url).content == first
    client.clock.pass_by(minutes=1)
    second = client.get(url).content
    assert second != first
    change(client, issued["id"], True)
    assert client.get(url).content != second


def test_a_list_is_made_under_a_name_of_ones_own(client: Client) -> None:
    body = {"statusPurpose": "revocation", "id": "autumn", "instance": "revocation"}
    response = client.post("/status-lists", body)
    assert (response.status_code, response.headers["location"]) == (201, f"{PUBLIC_URL}/status-lists/autumn")
    created = response.json()["verifiableCredential"]
    assert created["credentialSubject"] == client.get("/status-lists/autumn").json()["credentialSubject"]


def test_a_list_is_never_made_anew(client: Client) -> None:
    body = {"statusPurpose": "revocation", "id": "autumn", "instance": "revocation"}
    client.post("/status-lists", body)
    response = client.post("/status-lists", body)
    assert (response.status_code, response.json()["code"]) == (409, "server.list-exists")


def test_where_there_are_several_instances_one_has_to_be_named(client: Client) -> None:
    assert client.post("/status-lists", {"statusPurpose": "revocation"}).json()["pointer"] == "/instance"


def test_the_lists_of_an_issuer_of_tokens_are_tokens(tmp_path: Path) -> None:
    client = serving(tmp_path, {"jwt": {"development-key": "P-256", "suite": "jwt", "status": "revocation"}})
    created = client.post("/status-lists", {"statusPurpose": "revocation", "id": "a"})
    assert created.json()["verifiableCredential"]["type"] == "EnvelopedVerifiableCredential"
    assert client.get("/status-lists/a").headers["content-type"] == "application/vc+jwt"
    issued = client.issue("jwt")
    assert client.verify(issued).status_code == 200


def test_the_lists_of_a_suite_with_selective_disclosure_show_everything(tmp_path: Path) -> None:
    client = serving(tmp_path, {"sd": {"development-key": "P-256", "suite": "ecdsa-sd-2023", "status": "revocation"}})
    client.post("/status-lists", {"statusPurpose": "revocation", "id": "a"})
    assert Document.parse(client.get("/status-lists/a").content).tree["proof"]["cryptosuite"] == "ecdsa-rdfc-2019"


def test_a_list_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/status-lists/none").json()["code"] == "server.not-found"


def test_a_list_of_a_key_that_is_gone_gets_no_new_entries_and_is_not_shown_under_another_name(tmp_path: Path) -> None:
    first = serving(tmp_path).issue("college")["credentialStatus"]["statusListCredential"]
    (tmp_path / "college.development.pem").unlink()
    client = serving(tmp_path)
    second = client.issue("college", id="urn:example:badge:2")["credentialStatus"]["statusListCredential"]
    assert first != second
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)


def test_a_list_outlives_its_instance_where_another_is_the_same_issuer(tmp_path: Path) -> None:
    issuer = {"key": str(tmp_path / "a.pem"), "id": "did:web:college.example", "status": "revocation"}
    (tmp_path / "a.pem").write_bytes(Ed25519Signer.generate().to_pem())
    url = serving(tmp_path, {"spring": issuer}).issue("spring")["credentialStatus"]["statusListCredential"]
    assert serving(tmp_path, {"autumn": issuer}).get(url).json()["id"] == url


@pytest.mark.parametrize("name", ["%00", "a%2Fb", "%2E%2E", "%E2%82%AC", "a" * 65])
def test_a_name_that_no_list_can_have_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/status-lists/{name}").status_code == 404
