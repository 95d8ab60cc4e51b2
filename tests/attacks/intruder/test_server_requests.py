"""Requests that are made to harm a server, or those who rely on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from microcred import Document, Ed25519Signer
from microcred.proofs import add_proof
from microcred.verification.fetch import HttpsFetcher
from servers import AT, PUBLIC_URL, Client, credential, serving

THIEF = Ed25519Signer.from_seed(bytes(range(1, 33)))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("attacks"))


def send(client: Client, path: str, content: bytes) -> Any:
    return client.ask("POST", path, content=content, headers={"content-type": "application/json"})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"verifiableCredential":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001, "document.too-deep"),
        (b'{"verifiableCredential":{"n":' + b"9" * 100_000 + b"}}", "document.number-out-of-range"),
        (b'{"verifiableCredential":{"a":NaN}}', "document.not-a-number"),
        (b'{"verifiableCredential":{"a":"\\ud800"}}', "document.lone-surrogate"),
        (b'{"verifiableCredential":{"a":1,"a":2}}', "document.duplicate-key"),
        (b'{"verifiableCredential":{}} {}', "document.not-json"),
        (b"\xff\xfe{}", "document.byte-order-mark"),
    ],
    ids=["deep", "long number", "NaN", "half a character", "twice", "two documents", "UTF-16"],
)
def test_a_body_that_parsers_read_differently_or_choke_on(client: Client, content: bytes, code: str) -> None:
    response = send(client, "/credentials/verify", content)
    assert (response.status_code, response.json()["code"]) == (400, code)


def test_a_body_without_an_end(client: Client) -> None:
    response = send(client, "/credentials/verify", b'{"verifiableCredential":"' + b"a" * 11_000_000 + b'"}')
    assert response.status_code == 413


def test_a_name_that_breaks_out_of_a_header(client: Client) -> None:
    draft = client.credential("college")
    del draft["id"]
    for name in ("x\r\nSet-Cookie: a=b", "x\x00", "x\x7f"):
        body = {"credential": draft, "options": {"credentialId": name}}
        assert client.post("/issuers/college/credentials/issue", body).status_code == 400


def test_a_name_that_is_markup_stays_a_name(tmp_path: Path) -> None:
    client = serving(tmp_path)
    draft = client.credential("college")
    del draft["id"]
    body = {"credential": draft, "options": {"credentialId": '<script>alert("1")</script>'}}
    response = client.post("/issuers/college/credentials/issue", body)
    assert "<" not in response.headers["location"]
    assert client.get(response.headers["location"]).status_code == 200


def test_words_of_an_attacker_come_back_as_json_alone(client: Client) -> None:
    response = client.get("/issuers/%3Cscript%3E/nothing")
    assert response.headers["content-type"] == "application/problem+json"
    assert json.loads(response.content)["status"] == 404


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


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/list",
        "https://localhost:8443/list",
        "http://169.254.169.254/latest/meta-data/",
        "https://[::1]/list",
        f"{PUBLIC_URL}@127.0.0.1/status-lists/a",
    ],
)
def test_a_credential_that_sends_the_server_into_its_own_network(tmp_path: Path, url: str) -> None:
    """What stands below the server's own address is at hand, and that opens no other door."""
    client = serving(tmp_path, {"college": {"development-key": "Ed25519"}}, fetcher=HttpsFetcher())
    entry = {
        "id": f"{url}#1",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "1",
        "statusListCredential": url,
    }
    result = client.verify(client.issue("college", credentialStatus=entry)).json()
    assert result["verdict"] != "accepted"
    (problem,) = result["problemDetails"]
    assert problem["code"].startswith(
        ("fetch.forbidden", "fetch.bad", "fetch.insecure", "status.malformed", "fetch.not")
    )


def test_a_list_outside_the_folder_of_lists(client: Client) -> None:
    for name in ("..%2Fissuers", "%2E%2E", "a%2F..%2Fb", "a?b"):
        assert client.get(f"/status-lists/{name}").status_code == 404
