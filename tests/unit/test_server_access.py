"""Who may do what: a token for an action and an instance, known by its digest alone (RFC 6750)."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from microcred.errors import UsageError
from microcred.server import Settings
from microcred.server.access import digest_of, needed, new_token
from servers import TOKEN, Client, serving

TWO = {
    "college": {"development-key": "Ed25519", "status": "revocation", "presents": True},
    "school": {"development-key": "P-256", "status": "revocation", "presents": True},
}
#: What everybody may ask: to verify, and to read what the standards want to be public.
FOR_EVERYBODY = {
    ("POST", "/credentials/verify"),
    ("POST", "/credentials/derive"),
    ("POST", "/challenges"),
    ("POST", "/presentations/verify"),
    ("GET", "/issuers"),
    ("GET", "/issuers/{instance}"),
    ("GET", "/issuers/{instance}/did.json"),
    ("GET", "/status-lists/{name}"),
    ("GET", "/1.0/identifiers/{identifier}"),
    ("GET", "/health"),
    ("GET", "/ready"),
}


def holding(folder: Path, *actions: str, **members: Any) -> Client:
    """Somebody with one more token than the one for everything."""
    mine = {"digest": digest_of("mct_mine"), "actions": actions, **members}
    every = {"digest": digest_of(TOKEN), "actions": ["issue", "status", "read", "delete", "present"]}
    return serving(folder, TWO, tokens={"mine": mine, "every": every})


def with_mine(client: Client) -> Client:
    return Client(client.app, client.clock, {"authorization": "Bearer mct_mine"})


def issuance(client: Client, instance: str, **members: Any) -> tuple[str, dict[str, Any]]:
    return f"/issuers/{instance}/credentials/issue", {"credential": client.credential(instance, **members)}


def revocation(credential: dict[str, Any]) -> dict[str, Any]:
    entry = credential["credentialStatus"]
    return {"credentialId": credential["id"], "credentialStatus": entry, "status": True}


def test_every_route_takes_a_token_but_those_that_are_for_everybody(tmp_path: Path) -> None:
    routes = [route for route in serving(tmp_path).app.state.routes if isinstance(route, APIRoute)]
    open_to_all = {
        (method, route.path_format)
        for route in routes
        if route.include_in_schema and needed(route.openapi_extra) is None
        for method in route.methods
    }
    assert open_to_all == FOR_EVERYBODY


def test_without_a_token_nothing_is_issued(tmp_path: Path) -> None:
    client = serving(tmp_path)
    response = Client(client.app, client.clock).post(*issuance(client, "college"))
    assert (response.status_code, response.json()["code"]) == (401, "server.no-token")
    assert response.headers["www-authenticate"] == 'Bearer realm="microcred"'


@pytest.mark.parametrize(
    "authorization",
    ["Bearer mct_other", "Basic dTpw", "Bearer", "Bearer ", f"Bearer {TOKEN}x", TOKEN, "Bearer " + "a" * 10_000],
)
def test_what_is_not_a_token_of_this_server_is_refused(tmp_path: Path, authorization: str) -> None:
    client = serving(tmp_path)
    response = Client(client.app, client.clock, {"authorization": authorization}).post(*issuance(client, "college"))
    assert (response.status_code, response.json()["code"]) == (401, "server.bad-token")
    assert 'error="invalid_token"' in response.headers["www-authenticate"]


def test_two_tokens_at_once_are_none(tmp_path: Path) -> None:
    client = serving(tmp_path)
    path, body = issuance(client, "college")
    twice = [("authorization", f"Bearer {TOKEN}"), ("authorization", "Bearer mct_other")]
    assert Client(client.app, client.clock).ask("POST", path, json=body, headers=twice).status_code == 401


def test_the_name_of_the_scheme_is_read_in_any_case(tmp_path: Path) -> None:
    client = serving(tmp_path)
    lower = Client(client.app, client.clock, {"authorization": f"bearer {TOKEN}"})
    assert lower.post(*issuance(client, "college")).status_code == 201


def test_a_token_is_for_the_actions_that_it_names(tmp_path: Path) -> None:
    client = holding(tmp_path, "issue")
    mine = with_mine(client)
    issued = mine.issue("college")
    for response in (
        mine.post("/credentials/status", revocation(issued)),
        mine.post("/status-lists", {"statusPurpose": "revocation", "instance": "college"}),
        mine.get(f"/credentials/{issued['id']}"),
        mine.ask("DELETE", f"/credentials/{issued['id']}"),
        mine.post("/presentations", {"presentation": {}, "options": {"challenge": "x"}}),
    ):
        assert (response.status_code, response.json()["code"]) == (403, "server.forbidden")
        assert 'error="insufficient_scope"' in response.headers["www-authenticate"]


def test_a_token_issues_for_its_instances_alone(tmp_path: Path) -> None:
    client = holding(tmp_path, "issue", instances=["college"])
    assert with_mine(client).post(*issuance(client, "college")).status_code == 201
    assert with_mine(client).post(*issuance(client, "school", id="urn:x:2")).status_code == 403


def test_a_token_revokes_what_its_instances_issued_alone(tmp_path: Path) -> None:
    client = holding(tmp_path, "status", instances=["college"])
    own, other = client.issue("college"), client.issue("school", id="urn:x:2")
    assert with_mine(client).post("/credentials/status", revocation(own)).status_code == 200
    response = with_mine(client).post("/credentials/status", revocation(other))
    assert (response.status_code, response.json()["code"]) == (404, "status.no-such-entry")
    assert client.verify(other, returnResults=True).json()["verified"]


def test_a_token_makes_lists_for_its_instances_alone(tmp_path: Path) -> None:
    client = holding(tmp_path, "status", instances=["college"])
    made = {each: {"statusPurpose": "revocation", "instance": each} for each in TWO}
    assert with_mine(client).post("/status-lists", made["college"]).status_code == 201
    assert with_mine(client).post("/status-lists", made["school"]).status_code == 403


def test_what_others_issued_is_neither_read_nor_taken_away_nor_told_of(tmp_path: Path) -> None:
    client = holding(tmp_path, "read", "delete", instances=["college"])
    own, other = client.issue("college"), client.issue("school", id="urn:x:2")
    for method, status in (("GET", 200), ("DELETE", 202)):
        assert with_mine(client).ask(method, f"/credentials/{own['id']}").status_code == status
        found = with_mine(client).ask(method, f"/credentials/{other['id']}")
        missing = with_mine(client).ask(method, "/credentials/urn:x:3")
        assert (found.status_code, found.json()) == (404, missing.json())
    assert client.get(f"/credentials/{other['id']}").status_code == 200


def test_a_token_presents_as_its_instances_alone(tmp_path: Path) -> None:
    client = holding(tmp_path, "present", instances=["college"])
    for instance, status in (("college", 201), ("school", 400)):
        presentation = {"holder": client.issuer_id(instance)}
        body = {"presentation": presentation, "options": {"challenge": "x"}}
        assert with_mine(client).post("/presentations", body).status_code == status


def test_a_token_ends_when_it_expires(tmp_path: Path) -> None:
    client = holding(tmp_path, "issue", expires="2026-06-01T13:00:00Z")
    assert with_mine(client).post(*issuance(client, "college")).status_code == 201
    client.clock.pass_by(hours=1)
    assert with_mine(client).post(*issuance(client, "college", id="urn:x:2")).status_code == 401


def test_the_body_of_somebody_without_a_token_is_not_read(tmp_path: Path) -> None:
    client = serving(tmp_path)
    path = "/issuers/college/credentials/issue"
    response = Client(client.app, client.clock).ask("POST", path, content=b"not JSON", headers={"content-type": "a/b"})
    assert (response.status_code, response.headers["connection"]) == (401, "close")


def test_no_token_stands_in_the_log(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    client = holding(tmp_path, "issue")
    with caplog.at_level(logging.DEBUG):
        with_mine(client).issue("college")
        Client(client.app, client.clock, {"authorization": "Bearer mct_guess"}).get("/credentials/urn:x")
    told = "".join(str(vars(record)) for record in caplog.records)
    assert "mct_" not in told
    assert digest_of("mct_mine") not in told


def test_a_new_token_has_256_random_bits() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(each.startswith("mct_") and len(each) == 4 + 43 for each in tokens)


def test_settings_hold_a_digest_that_a_token_cannot_be_read_from(tmp_path: Path) -> None:
    for digest in ("mct_mine", "sha-256:mct_mine", digest_of("mct_mine").upper()):
        place = tmp_path / "badges.toml"
        place.write_text(f'[tokens.mine]\ndigest = "{digest}"\nactions = ["issue"]\n')
        with pytest.raises(UsageError) as caught:
            Settings.read(place, {})
        assert caught.value.pointer == "/tokens/mine/digest"


def test_a_token_for_an_instance_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    place = tmp_path / "badges.toml"
    digest = digest_of("mct_mine")
    place.write_text(f'[tokens.mine]\ndigest = "{digest}"\nactions = ["issue"]\ninstances = ["colledge"]\n')
    with pytest.raises(UsageError, match="'colledge', which is no issuer"):
        Settings.read(place, {})


def test_an_open_server_takes_no_token(tmp_path: Path) -> None:
    client = serving(tmp_path, access="open", tokens={})
    assert Client(client.app, client.clock).post(*issuance(client, "college")).status_code == 201


def test_an_open_server_answers_to_its_own_names_alone(tmp_path: Path) -> None:
    client = serving(tmp_path, access="open")
    for address, status in (
        ("http://localhost:8000", 201),
        ("http://127.0.0.1:8000", 409),
        ("http://[::1]:8000", 409),
        ("http://attacker.example", 421),
    ):
        asking = Client(client.app, client.clock, address=address)
        assert asking.post(*issuance(client, "college")).status_code == status
