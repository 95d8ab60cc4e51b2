"""Who issues here, and with which keys: what others need to verify, at the address that the issuer's id is."""

from __future__ import annotations

from pathlib import Path

import pytest

from microcred import TrustedIssuers, Verdict, Verifier
from microcred.keys import EcdsaSigner, Ed25519Signer
from servers import AT, PUBLIC_URL, Client, serving
from world import World

HTTPS = f"{PUBLIC_URL}/issuers/college"
DID_WEB = "did:web:badges.college.example:issuers:college"


def college(folder: Path, identifier: str, **more: object) -> Client:
    (folder / "a.pem").write_bytes(Ed25519Signer.from_seed(bytes(range(32))).to_pem())
    (folder / "b.pem").write_bytes(EcdsaSigner.generate().to_pem())
    issuers = {
        "college": {"key": str(folder / "a.pem"), "id": identifier, "name": "Riverside College", **more},
        "college-jwt": {"key": str(folder / "b.pem"), "id": identifier, "suite": "jwt"},
        "other": {"development-key": "Ed25519"},
    }
    return serving(folder, issuers)


@pytest.mark.parametrize("identifier", [HTTPS, DID_WEB])
@pytest.mark.parametrize("instance", ["college", "college-jwt"])
def test_an_issuer_that_lives_at_the_server_is_verified_there(tmp_path: Path, identifier: str, instance: str) -> None:
    client = college(tmp_path, identifier)
    assert client.verify(client.issue(instance)).json()["verdict"] == "accepted"


@pytest.mark.parametrize("identifier", [HTTPS, DID_WEB])
def test_others_find_the_keys_where_the_id_says(tmp_path: Path, identifier: str) -> None:
    client = college(tmp_path, identifier)
    place = HTTPS if identifier == HTTPS else f"{HTTPS}/did.json"
    world = World()
    world.serve(place, client.get(place).content)
    verifier = Verifier(trust=TrustedIssuers(identifier), fetcher=world, clock=lambda: AT)
    assert verifier.verify(client.issue("college")).verdict is Verdict.ACCEPTED


def test_the_keys_of_all_instances_of_an_issuer_stand_in_one_document(tmp_path: Path) -> None:
    client = college(tmp_path, HTTPS)
    document = client.get("/issuers/college").json()
    assert document == client.get("/issuers/college-jwt").json()
    assert len(document["assertionMethod"]) == 2
    assert "authentication" not in document


def test_a_key_that_presents_is_listed_for_that(tmp_path: Path) -> None:
    assert "authentication" in college(tmp_path, HTTPS, presents=True).get("/issuers/college").json()


def test_no_secret_is_published(tmp_path: Path) -> None:
    text = college(tmp_path, HTTPS).get("/issuers/college").text
    assert "secret" not in text
    assert '"d"' not in text


def test_the_instances_are_listed(tmp_path: Path) -> None:
    found = {each["name"]: each for each in college(tmp_path, HTTPS).get("/issuers").json()["issuers"]}
    assert {name: each["suite"] for name, each in found.items()} == {
        "college": "eddsa-rdfc-2022",
        "college-jwt": "jwt",
        "other": "eddsa-rdfc-2022",
    }


def test_an_instance_that_is_not_there_has_no_document(tmp_path: Path) -> None:
    assert college(tmp_path, HTTPS).get("/issuers/nobody").status_code == 404
