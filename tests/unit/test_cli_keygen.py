"""``microcred keygen``: a key that stays private, and what is published of it."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from cli_runs import run, write
from microcred.keys import Ed25519Signer, did_jwk, did_key, signer_from_pem
from microcred.verification.issuer_keys import resolve_verification_method
from world import World


def test_the_public_names_of_the_key_go_to_stdout(tmp_path: Path) -> None:
    found = run("keygen", "-o", tmp_path / "key.pem")
    signer = Ed25519Signer.from_pem((tmp_path / "key.pem").read_bytes())
    multikey = signer.public_key.to_multikey()
    assert found.code == 0
    assert found.json() == {
        "id": did_key(signer.public_key),
        "verificationMethod": f"did:key:{multikey}#{multikey}",
        "publicKeyMultibase": multikey,
    }
    assert list(tmp_path.iterdir()) == [tmp_path / "key.pem"]


def test_nothing_of_the_private_key_is_printed(tmp_path: Path) -> None:
    found = run("keygen", "-o", tmp_path / "key.pem")
    secret = (tmp_path / "key.pem").read_text().splitlines()[1]
    assert secret not in found.out + found.err


@pytest.mark.skipif(os.name != "posix", reason="file modes are different on this system")
def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    run("keygen", "-o", tmp_path / "key.pem")
    assert stat.S_IMODE((tmp_path / "key.pem").stat().st_mode) == 0o600


def test_a_key_is_not_overwritten_without_force(tmp_path: Path) -> None:
    place = write(tmp_path / "key.pem", b"precious")
    found = run("keygen", "-o", place)
    assert (found.code, found.out, place.read_bytes()) == (2, "", b"precious")
    assert found.err.startswith("error[usage.file-exists]: ")
    assert run("keygen", "-o", place, "--force").code == 0
    assert place.read_bytes() != b"precious"


def test_a_password_encrypts_the_key(tmp_path: Path) -> None:
    found = run("keygen", "-o", tmp_path / "key.pem", "--password-env", "KEY_PASSWORD", env={"KEY_PASSWORD": "Pâté"})
    pem = (tmp_path / "key.pem").read_bytes()
    assert found.code == 0
    assert b"ENCRYPTED" in pem
    assert Ed25519Signer.from_pem(pem, "Pâté").public_key.to_multikey() == found.json()["publicKeyMultibase"]


@pytest.mark.parametrize("value", [None, ""])
def test_a_password_that_is_not_there_makes_no_key(tmp_path: Path, value: str | None) -> None:
    found = run("keygen", "-o", tmp_path / "key.pem", "--password-env", "KEY_PASSWORD", env={"KEY_PASSWORD": value})
    assert (found.code, found.out, list(tmp_path.iterdir())) == (2, "", [])
    assert found.err.startswith("error[usage.no-password]: ")


@pytest.mark.parametrize(
    ("did", "identifier", "file", "url"),
    [
        ("web:example.edu", "did:web:example.edu", "did.json", "https://example.edu/.well-known/did.json"),
        ("did:web:example.edu:a", "did:web:example.edu:a", "did.json", "https://example.edu/a/did.json"),
        ("https://example.edu/issuer", "https://example.edu/issuer", "controller.json", "https://example.edu/issuer"),
    ],
)
def test_what_is_published_leads_to_the_key(tmp_path: Path, did: str, identifier: str, file: str, url: str) -> None:
    found = run("keygen", "-o", tmp_path / "key.pem", "--did", did, "--publish", tmp_path / "public")
    published = (tmp_path / "public" / file).read_bytes()
    assert (found.code, found.json()["id"]) == (0, identifier)
    assert f"publish it at {url}," in found.err
    world = World()
    world.serve(url, published)
    method = resolve_verification_method(
        found.json()["verificationMethod"], controller=identifier, purpose="assertionMethod", session=world.session()
    )
    assert method.public_key.to_multikey() == found.json()["publicKeyMultibase"]


def test_the_document_is_published_here_if_nobody_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("keygen", "-o", "key.pem", "--did", "web:example.edu")
    assert (tmp_path / "did.json").is_file()


def test_a_document_that_is_there_keeps_its_keys(tmp_path: Path) -> None:
    keys = [
        run("keygen", "-o", tmp_path / name, "--did", "web:example.edu", "--publish", tmp_path).json()
        for name in ("first.pem", "second.pem")
    ]
    document = json.loads((tmp_path / "did.json").read_bytes())
    methods = [key["verificationMethod"] for key in keys]
    assert [method["id"] for method in document["verificationMethod"]] == methods
    assert document["assertionMethod"] == methods


@pytest.mark.parametrize(
    "present",
    [b"no json", {"id": "did:web:other.example"}, {"id": "did:web:example.edu", "verificationMethod": {}}, b"[]"],
    ids=["not json", "of another", "no array", "no object"],
)
def test_a_document_that_the_key_cannot_be_added_to_stays_as_it_is(tmp_path: Path, present: object) -> None:
    place = write(tmp_path / "did.json", present)
    before = place.read_bytes()
    found = run("keygen", "-o", tmp_path / "key.pem", "--did", "web:example.edu", "--publish", tmp_path)
    assert (found.code, found.out, place.read_bytes()) == (2, "", before)
    assert found.err.startswith("error[usage.other-document]: ")
    assert not (tmp_path / "key.pem").exists()


@pytest.mark.parametrize(
    "did",
    [
        "example.edu",
        "web:",
        "web:127.0.0.1",
        "did:web:a b",
        "http://example.edu",
        "https://",
        "https://a@b",
        "did:key:z",
    ],
)
def test_a_did_that_nobody_could_look_up_makes_no_key(tmp_path: Path, did: str) -> None:
    found = run("keygen", "-o", tmp_path / "key.pem", "--did", did)
    assert (found.code, found.out, list(tmp_path.iterdir())) == (2, "", [])
    assert found.err.startswith("error[usage.bad-did]: ")


def test_a_did_key_has_nothing_to_publish(tmp_path: Path) -> None:
    found = run("keygen", "-o", tmp_path / "key.pem", "--publish", tmp_path)
    assert (found.code, list(tmp_path.iterdir())) == (2, [])
    assert found.err.startswith("error[usage.contradiction]: ")


def test_a_folder_that_cannot_be_made_makes_no_key(tmp_path: Path) -> None:
    write(tmp_path / "file", b"")
    found = run("keygen", "-o", tmp_path / "key.pem", "--did", "web:example.edu", "--publish", tmp_path / "file" / "x")
    assert (found.code, found.out, list(tmp_path.iterdir())) == (2, "", [tmp_path / "file"])
    assert found.err.startswith("error[usage.unwritable-output]: cannot make the folder ")


def test_an_rsa_key_is_published_as_a_json_web_key(tmp_path: Path) -> None:
    found = run(
        "keygen", "-o", tmp_path / "key.pem", "--type", "rsa", "--did", "web:example.edu", "--publish", tmp_path
    )
    signer = signer_from_pem((tmp_path / "key.pem").read_bytes())
    thumbprint = signer.public_key.thumbprint()
    document = json.loads((tmp_path / "did.json").read_bytes())
    assert found.json() == {
        "id": "did:web:example.edu",
        "verificationMethod": f"did:web:example.edu#{thumbprint}",
        "publicKeyJwk": {**signer.public_key.to_jwk(), "kid": thumbprint, "alg": "RS256"},
    }
    assert document["verificationMethod"][0]["publicKeyJwk"] == found.json()["publicKeyJwk"]


def test_a_key_may_be_its_own_did_jwk(tmp_path: Path) -> None:
    found = run("keygen", "-o", tmp_path / "key.pem", "--type", "p256", "--did", "jwk")
    did = did_jwk(signer_from_pem((tmp_path / "key.pem").read_bytes()).public_key)
    assert (found.json()["id"], found.json()["verificationMethod"]) == (did, f"{did}#0")
    refused = run("keygen", "-o", tmp_path / "other.pem", "--did", "jwk", "--publish", tmp_path)
    assert (refused.code, (tmp_path / "other.pem").exists()) == (2, False)


def test_the_jwk_set_of_the_host_is_written_if_it_is_asked_for(tmp_path: Path) -> None:
    issuer, place = "https://college.example/issuer", ("--did", "https://college.example/issuer", "--publish", tmp_path)
    first = run("keygen", "-o", tmp_path / "1.pem", "--type", "p256", "--jwks", *place)
    assert "publish it at https://college.example/.well-known/jwks.json" in first.err
    run("keygen", "-o", tmp_path / "2.pem", "--type", "rsa", "--jwks", *place)
    keys = json.loads((tmp_path / "jwks.json").read_bytes())["keys"]
    signers = [signer_from_pem((tmp_path / name).read_bytes()) for name in ("1.pem", "2.pem")]
    assert [key["kid"] for key in keys] == [signer.public_key.thumbprint() for signer in signers]
    assert [(key["iss"], key["use"], key["alg"]) for key in keys] == [
        (issuer, "sig", "ES256"),
        (issuer, "sig", "RS256"),
    ]
    assert len(json.loads((tmp_path / "controller.json").read_bytes())["verificationMethod"]) == 2


def test_a_jwk_set_is_of_a_host(tmp_path: Path) -> None:
    found = run("keygen", "-o", tmp_path / "key.pem", "--jwks", "--did", "web:college.example", "--publish", tmp_path)
    assert (found.code, list(tmp_path.iterdir())) == (2, [])


@pytest.mark.parametrize("there", [b"[]", b'{"keys": {}}', b"<html>"])
def test_something_else_in_the_place_of_the_jwk_set_is_kept(tmp_path: Path, there: bytes) -> None:
    write(tmp_path / "jwks.json", there)
    found = run(
        "keygen", "-o", tmp_path / "key.pem", "--jwks", "--did", "https://college.example/i", "--publish", tmp_path
    )
    assert (found.code, (tmp_path / "jwks.json").read_bytes(), (tmp_path / "key.pem").exists()) == (2, there, False)


def test_a_did_document_gets_the_context_of_its_new_kind_of_key(tmp_path: Path) -> None:
    place = ("--did", "web:example.edu", "--publish", tmp_path)
    run("keygen", "-o", tmp_path / "1.pem", *place)
    run("keygen", "-o", tmp_path / "2.pem", "--type", "rsa", *place)
    document = json.loads((tmp_path / "did.json").read_bytes())
    assert document["@context"] == [
        "https://www.w3.org/ns/did/v1",
        "https://w3id.org/security/multikey/v1",
        "https://w3id.org/security/jwk/v1",
    ]
    assert [method["type"] for method in document["verificationMethod"]] == ["Multikey", "JsonWebKey"]
