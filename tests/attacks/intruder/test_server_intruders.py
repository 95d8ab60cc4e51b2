"""Requests of those who want to issue as somebody else, to see inside, or to keep a server from its work."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from microcred.verification.fetch import HttpsFetcher
from servers import Client, serving


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("access"))


def stranger(client: Client, **headers: str) -> Client:
    return Client(client.app, client.clock, headers)


def issuance(client: Client) -> tuple[str, dict[str, Any]]:
    return "/issuers/college/credentials/issue", {"credential": client.credential("college")}


@pytest.mark.parametrize(
    "path",
    [
        "/issuers/college/credentials/issue/",
        "//issuers/college/credentials/issue",
        "/issuers/college/../college/credentials/issue",
        "/issuers/%63ollege/credentials/issue",
        "/issuers/college%2Fcredentials/issue",
        "/ISSUERS/college/credentials/issue",
        "/credentials/verify/../../issuers/college/credentials/issue",
    ],
)
def test_another_spelling_of_an_address_that_takes_a_token(client: Client, path: str) -> None:
    response = stranger(client).post(path, issuance(client)[1])
    assert response.status_code in (307, 401, 404, 405)


@pytest.mark.parametrize("name", ["x-http-method-override", "x-original-url", "x-forwarded-for", "x-forwarded-host"])
def test_a_header_that_says_who_asks_or_for_what(client: Client, name: str) -> None:
    for value in ("127.0.0.1", "localhost", "GET", "/health"):
        assert stranger(client, **{name: value}).post(*issuance(client)).status_code == 401


def test_a_token_in_another_place_than_its_header(client: Client) -> None:
    token = client.headers["authorization"].removeprefix("Bearer ")
    path, body = issuance(client)
    for headers, query in (({"cookie": f"authorization=Bearer {token}"}, ""), ({}, f"?access_token={token}")):
        assert stranger(client, **headers).post(path + query, body).status_code == 401


def test_the_digest_of_a_token_in_place_of_the_token(client: Client) -> None:
    (known,) = client.app.state.services.settings.tokens.values()
    for value in (known.digest, known.digest.removeprefix("sha-256:")):
        assert stranger(client, authorization=f"Bearer {value}").post(*issuance(client)).status_code == 401


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_of_a_page_that_a_browser_sends_without_asking_first(tmp_path: Path, media_type: str) -> None:
    client = serving(tmp_path, access="open")
    path, body = issuance(client)
    response = stranger(client, **{"content-type": media_type}).ask("POST", path, content=str(body).encode())
    assert response.status_code == 415


def test_a_name_of_the_thief_that_leads_to_a_server_which_is_open(tmp_path: Path) -> None:
    """What a browser is made to ask by DNS rebinding has the thief's name in it."""
    client = serving(tmp_path, access="open")
    for address in (
        "http://attacker.example",
        "http://localhost.attacker.example",
        "http://127.0.0.1.attacker.example",
    ):
        assert Client(client.app, client.clock, address=address).post(*issuance(client)).status_code == 421


def test_who_may_not_read_learns_not_what_there_is(client: Client) -> None:
    issued = client.issue("college", id="urn:example:kept")
    answers = [stranger(client).get(f"/credentials/{each}") for each in (issued["id"], "urn:example:none")]
    assert [each.status_code for each in answers] == [401, 401]
    assert answers[0].json() == answers[1].json()


def test_an_id_that_another_instance_issued_so_that_its_revocation_misses(tmp_path: Path) -> None:
    key = {"development-key": "Ed25519", "status": "revocation"}
    client = serving(tmp_path, {"college": key, "thief": {**key, "store": False}})
    issued = client.issue("college", id="urn:example:known")
    body = {"credential": client.credential("thief", id=issued["id"])}
    assert client.post("/issuers/thief/credentials/issue", body).status_code == 409
    change = {"credentialStatus": {"statusPurpose": "revocation"}, "credentialId": issued["id"], "status": True}
    assert client.post("/credentials/status", change).status_code == 200
    assert not client.verify(issued).json()["verified"]


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """Something in the network of the server that nobody outside may reach."""
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.setblocking(False)
        yield inside


def test_a_request_that_sends_the_server_to_its_neighbours(tmp_path: Path, listening: socket.socket) -> None:
    """Each place of a request from which the server fetches goes through the door that refuses what is inside."""
    client = serving(tmp_path, {"college": {"development-key": "Ed25519"}}, fetcher=HttpsFetcher())
    port = listening.getsockname()[1]
    credential = client.issue("college")
    for url in (f"https://127.0.0.1:{port}/x", f"http://127.0.0.1:{port}/x", f"https://localhost:{port}/x"):
        did = f"did:web:{url.split('/')[2].replace(':', '%3A')}"
        for issuer in (url, did):
            proof = {**credential["proof"], "verificationMethod": f"{issuer}#key"}
            assert not client.verify({**credential, "issuer": issuer, "proof": proof}).json()["verified"]
            assert client.get(f"/1.0/identifiers/{issuer.replace('%', '%25')}").status_code in (400, 404)
        for member in ("credentialStatus", "credentialSchema", "relatedResource", "refreshService", "termsOfUse"):
            aimed = client.credential("college", **{member: {"id": url, "type": "x"}, "@context": [url]})
            assert not client.verify({**aimed, "proof": credential["proof"]}).json()["verified"]
    with pytest.raises(BlockingIOError):
        listening.accept()
