"""The settings for the W3C interoperability suites: what they loosen, and that everything else stays strict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from microcred import Document, Ed25519Signer
from microcred.document import to_json
from microcred.present import Holder
from microcred.proofs import CRYPTOSUITES, add_proof, sign_jws
from microcred.server import Settings, VerificationSettings, create_app
from servers import AT, CREDENTIALS_V2, Client, Clock, credential

FILE = Path(__file__).parents[2] / "examples" / "interoperability.toml"
STRANGER = Ed25519Signer.from_seed(bytes(range(1, 33)))
STRANGERS_DID = STRANGER.verification_method.partition("#")[0]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    data = tmp_path_factory.mktemp("interoperability")
    settings = Settings.read(FILE, {"MICROCRED_DATA": str(data)})
    clock = Clock()
    return Client(create_app(settings, clock=clock), clock, address=settings.public_url)


def issue(client: Client, instance: str, **members: Any) -> dict[str, Any]:
    options = {} if instance != "ecdsa-sd-2023" else {"mandatoryPointers": ["/issuer"]}
    body = {"credential": client.credential(instance, **members), "options": options}
    response = client.post(f"/issuers/{instance}/credentials/issue", body)
    assert response.status_code == 201, response.text
    issued: dict[str, Any] = response.json()["verifiableCredential"]
    return issued


def test_it_loosens_what_its_guide_names_and_nothing_else() -> None:
    settings = Settings.read(FILE, {})
    strict = VerificationSettings()
    changed = {
        name for name in type(strict).model_fields if getattr(settings.verification, name) != getattr(strict, name)
    }
    assert changed == {
        "trust",
        "offline",
        "all_proofs",
        "warnings",
        "challenges",
        "bearer",
        "draft_tokens",
        "ignored_options",
    }
    assert settings.verification.warnings == ("issuer_key",)
    guide = (FILE.parents[1] / "docs/guides/interoperability-suites.md").read_text()
    for name in changed - {"offline"}:
        assert f"`{name.replace('_', '-')} = " in guide


def test_there_is_an_instance_for_every_suite() -> None:
    suites = {each.suite for each in Settings.read(FILE, {}).issuers.values()}
    assert suites == {*CRYPTOSUITES, "jwt", None}


@pytest.mark.parametrize("instance", sorted(set(Settings.read(FILE, {}).issuers) - {"ecdsa-sd-2023"}))
def test_what_each_instance_issues_is_verified_by_its_own_issuer(client: Client, instance: str) -> None:
    response = client.verify(issue(client, instance), checks=["proof"])
    assert response.status_code == 200
    assert response.json()["problemDetails"] == []


def test_one_id_is_issued_as_often_as_it_is_asked_for(client: Client) -> None:
    assert issue(client, "vc2")["id"] == issue(client, "vc2")["id"]


def test_the_key_of_another_is_told_of_and_does_not_decide(client: Client) -> None:
    vector = add_proof(Document.of(credential("https://vc.example/issuers/5678")), STRANGER, created=AT)
    response = client.verify(vector.tree)
    assert response.status_code == 200
    assert [each["code"] for each in response.json()["problemDetails"]] == ["key.foreign"]


def test_a_proof_that_does_not_hold_beside_one_that_does_is_refused(client: Client) -> None:
    issued = issue(client, "vc2")
    good = issued["proof"]
    bad = {**good, "proofValue": issue(client, "vc2", name="Another")["proof"]["proofValue"]}
    assert client.verify({**issued, "proof": [good, bad]}).status_code == 422


def test_a_presentation_of_what_is_about_others_is_accepted(client: Client) -> None:
    shown = Holder(STRANGER, clock=client.clock).present(
        issue(client, "vc2"), challenge="123456789", domain="x.example"
    )
    body = {"verifiablePresentation": shown.tree, "options": {"challenge": "123456789", "domain": "x.example"}}
    assert client.post("/presentations/verify", body).status_code == 200


def draft_token(media_type: str) -> dict[str, Any]:
    """A presentation of data model 2.0 in the claim ``vp``, as a draft had it."""
    presentation = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "holder": STRANGERS_DID}
    payload = to_json({"iss": STRANGERS_DID, "nonce": "123456789", "vp": presentation}, indent=None)
    token = sign_jws(payload, STRANGER, header={"kid": STRANGER.verification_method, "typ": media_type})
    envelope = {"@context": CREDENTIALS_V2, "type": "EnvelopedVerifiablePresentation"}
    return {**envelope, "id": f"data:application/jwt,{token}"}


@pytest.mark.parametrize(("media_type", "status"), [("JWT", 200), ("vp+jwt", 422)])
def test_a_token_of_a_draft_is_read_unless_it_claims_to_be_of_the_standard(
    client: Client, media_type: str, status: int
) -> None:
    body = {"verifiablePresentation": draft_token(media_type), "options": {"challenge": "123456789"}}
    assert client.post("/presentations/verify", body).status_code == status


def test_expired_is_still_expired(client: Client) -> None:
    expired = issue(client, "vc2", validUntil="2026-02-01T00:00:00Z")
    assert [each["code"] for each in client.verify(expired).json()["problemDetails"]] == ["period.expired"]
