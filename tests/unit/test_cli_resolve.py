"""``microcred resolve``: the document of an issuer, and which of its keys can sign credentials."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from badges import SIGNER, STRANGER
from cli_runs import ISSUER, Run, run
from microcred.keys import PublicKey, PublishedKey, RsaSigner, controller_document, did_jwk, jwk_set
from world import World

DID_WEB = "did:web:issuer.example"
KEYS = [PublishedKey(SIGNER.public_key, "key-1"), PublishedKey(STRANGER.public_key, "key-2")]


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    world = World()
    monkeypatch.setattr("microcred.cli.resolve.fetcher_for", lambda **_: world)
    return world


def resolved(world: World, document: dict[str, Any], fragment: str = "") -> Run:
    world.serve_did_web(DID_WEB, document)
    return run("resolve", f"{DID_WEB}{fragment}")


def test_a_did_key_needs_no_network() -> None:
    found = run("resolve", ISSUER, "--offline")
    assert (found.code, found.json()["id"]) == (0, ISSUER)
    assert found.err == f"✔ {SIGNER.verification_method}\n    signs credentials, Ed25519\n"


def test_the_document_goes_to_stdout_and_words_about_its_keys_to_stderr(world: World) -> None:
    document = controller_document(DID_WEB, KEYS)
    found = resolved(world, document)
    assert (found.code, found.json()) == (0, document)
    assert f"✔ {DID_WEB}#key-1\n" in found.err
    assert f"✔ {DID_WEB}#key-2\n" in found.err
    assert "fetched https://issuer.example/.well-known/did.json: " in found.err


def test_the_document_is_fetched_once_for_all_its_keys(world: World) -> None:
    resolved(world, controller_document(DID_WEB, KEYS))
    assert world.visits == ["https://issuer.example/.well-known/did.json"]


def test_a_fragment_asks_for_one_key(world: World) -> None:
    found = resolved(world, controller_document(DID_WEB, KEYS), "#key-2")
    assert (found.code, "#key-1\n" in found.err, "#key-2\n" in found.err) == (0, False, True)


def test_a_key_that_is_not_in_the_document_is_a_finding(world: World) -> None:
    found = resolved(world, controller_document(DID_WEB, KEYS), "#key-3")
    assert found.code == 1
    assert "[key.not-in-document]" in found.err


def test_a_key_for_something_else_cannot_sign_credentials(world: World) -> None:
    found = resolved(world, controller_document(DID_WEB, KEYS, relationships=("authentication",)))
    assert (found.code, found.err.count("[key.not-for-this-purpose]")) == (1, 2)


def test_the_end_of_a_key_is_told(world: World) -> None:
    key = PublishedKey(SIGNER.public_key, "key-1", revoked=datetime(2026, 1, 1, tzinfo=UTC))
    assert "    revoked 2026-01-01T00:00:00+00:00\n" in resolved(world, controller_document(DID_WEB, [key])).err


@pytest.mark.parametrize(
    "document",
    [{"id": "did:web:other.example"}, {"id": DID_WEB}, {}, {"id": DID_WEB, "verificationMethod": 7}],
    ids=["of another", "no keys", "empty", "no array"],
)
def test_a_document_without_a_key_that_signs_is_a_finding(world: World, document: dict[str, Any]) -> None:
    assert resolved(world, document).code == 1


def test_what_is_no_json_is_rejected(world: World) -> None:
    world.serve("https://issuer.example/.well-known/did.json", b"<html>")
    found = run("resolve", DID_WEB)
    assert (found.code, found.out) == (1, "")
    assert found.err.startswith("error[key.invalid-controller-document]: ")


def test_a_document_that_cannot_be_had_is_undetermined(world: World) -> None:
    world.down("https://issuer.example/.well-known/did.json")
    assert run("resolve", DID_WEB).code == 3
    assert run("resolve", "did:example:unknown").code == 3


def test_offline_is_undetermined_for_what_has_to_be_fetched() -> None:
    found = run("resolve", DID_WEB, "--offline")
    assert (found.code, found.err.startswith("error[fetch.offline]: ")) == (3, True)


@pytest.mark.parametrize("identifier", ["", "example.edu", "key.pem", "did:", "https://", "a b"])
def test_what_is_no_identifier_is_wrong_usage(identifier: str) -> None:
    found = run("resolve", identifier)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("error[usage.not-an-identifier]: ")


def test_a_document_cannot_write_to_the_terminal(world: World) -> None:
    document = {**controller_document(DID_WEB, KEYS), "name": "\x9b2J\u202e"}
    document["verificationMethod"][0]["type"] = "\x1b[2J\x9b"
    found = resolved(world, document)
    assert not set(found.out + found.err) & {"\x1b", "\x9b", "\u202e"}
    assert found.json() == document


def test_a_did_jwk_needs_no_network() -> None:
    did = did_jwk(SIGNER.public_key)
    found = run("resolve", did, "--offline")
    assert (found.code, found.json()["id"]) == (0, did)
    assert found.err == f"✔ {did}#0\n    signs credentials, Ed25519\n"


def test_an_rsa_key_signs_jwts_alone(world: World) -> None:
    key = RsaSigner.generate(2048).public_key
    found = resolved(world, controller_document(DID_WEB, [PublishedKey(key, "key-1", form="JsonWebKey")]))
    assert (found.code, f"✔ {DID_WEB}#key-1\n    signs credentials as JWTs, RSA\n" in found.err) == (0, True)


def test_a_key_that_signs_nothing_here_is_said_to_be_one(world: World) -> None:
    key = PublicKey.from_multikey("zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme")
    found = resolved(world, controller_document(DID_WEB, [PublishedKey(key, "key-1")]))
    assert found.code == 1
    assert f"? {DID_WEB}#key-1\n    signs nothing that is verified here, secp256k1\n" in found.err


def test_the_jwk_set_of_the_host_is_shown_if_it_is_asked_for(world: World) -> None:
    issuer, sets = "https://issuer.example/college", "https://issuer.example/.well-known/jwks.json"
    mine = jwk_set([PublishedKey(SIGNER.public_key, "2026", expires=datetime(2027, 1, 1, tzinfo=UTC))], issuer=issuer)
    other = jwk_set([PublishedKey(STRANGER.public_key, "2025")], issuer="https://issuer.example/school")
    world.serve(issuer, {"id": issuer, "type": ["Profile"]})
    world.serve(sets, {"keys": [*mine["keys"], *other["keys"], {"kty": "oct"}]})
    found = run("resolve", issuer, "--jwks")
    assert found.code == 0
    assert (
        f"✔ {sets}#2026\n    signs credentials as JWTs, Ed25519\n    expires 2027-01-01T00:00:00+00:00\n" in found.err
    )
    assert f"✘ {sets}#2025\n" in found.err
    assert "[key.not-the-issuers]" in found.err
    assert f"? {sets}#2\n" in found.err


def test_a_did_has_no_jwk_set(world: World) -> None:
    world.serve_did_web(DID_WEB, controller_document(DID_WEB, KEYS))
    found = run("resolve", DID_WEB, "--jwks")
    assert found.code == 2
    assert "error[usage.contradiction]: --jwks is for an issuer with an https URL" in found.err
