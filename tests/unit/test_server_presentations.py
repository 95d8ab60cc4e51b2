"""Presentations over HTTP: a challenge is answered once, by whoever holds the key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from microcred import Ed25519Signer
from microcred.present import Holder
from servers import Client, serving

LEARNER = Ed25519Signer.from_seed(bytes(range(2, 34)))
DOMAIN = "https://jobs.example"


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return serving(tmp_path, {"college": {"development-key": "Ed25519", "presents": True, "store": False}})


def challenge(client: Client) -> str:
    return str(client.post("/challenges", None).json()["challenge"])


def badge(client: Client, holder: str) -> dict[str, Any]:
    return client.issue("college", credentialSubject={"id": holder})


def presented(client: Client, challenge: str) -> dict[str, Any]:
    holder = Holder(LEARNER, clock=client.clock)
    return dict(holder.present(badge(client, holder.id), challenge=challenge, domain=DOMAIN).tree)


def verify(client: Client, presentation: Any, challenge: str | None, **options: Any) -> Any:
    options = {"domain": DOMAIN, **({"challenge": challenge} if challenge else {}), **options}
    return client.post("/presentations/verify", {"verifiablePresentation": presentation, "options": options})


def test_a_presentation_that_answers_the_challenge_is_accepted(client: Client) -> None:
    asked = challenge(client)
    response = verify(client, presented(client, asked), asked)
    assert (response.status_code, response.json()["verdict"]) == (200, "accepted")
    assert response.json()["holder"] == LEARNER.verification_method.partition("#")[0]


def test_a_challenge_is_answered_once(client: Client) -> None:
    asked = challenge(client)
    presentation = presented(client, asked)
    assert verify(client, presentation, asked).status_code == 200
    again = verify(client, presentation, asked)
    assert (again.status_code, again.json()["code"]) == (400, "server.unknown-challenge")


def test_an_answer_that_does_not_hold_leaves_the_challenge_to_its_holder(client: Client) -> None:
    asked = challenge(client)
    presentation = presented(client, asked)
    assert verify(client, presented(client, challenge(client)), asked).status_code == 422
    assert verify(client, presentation, asked).status_code == 200


def test_a_challenge_ends(client: Client) -> None:
    asked = challenge(client)
    presentation = presented(client, asked)
    client.clock.pass_by(seconds=600)
    assert verify(client, presentation, asked).json()["code"] == "server.unknown-challenge"


def test_a_challenge_outlasts_the_process_that_gave_it_out(tmp_path: Path) -> None:
    first, second = serving(tmp_path), serving(tmp_path)
    asked = challenge(first)
    assert verify(second, presented(second, asked), asked).status_code == 200


@pytest.mark.parametrize("made_up", ["123456789", "", "AAAA", "ß", "A" * 51, None])
def test_a_challenge_of_the_callers_own_is_refused(client: Client, made_up: str | None) -> None:
    response = verify(client, presented(client, "123456789"), made_up)
    assert response.status_code == 400


def test_a_challenge_with_other_characters_behind_it_is_another_one(client: Client) -> None:
    asked = challenge(client)
    for other in (f"{asked}=", f"{asked} ", asked[:-1], asked.swapcase()):
        assert verify(client, presented(client, other), other).json()["code"] == "server.unknown-challenge"


def test_the_settings_can_leave_challenges_to_the_caller(tmp_path: Path) -> None:
    client = serving(tmp_path, verification={"challenges": "any"})
    assert verify(client, presented(client, "123456789"), "123456789").status_code == 200


def test_a_presentation_for_somebody_else_is_refused(client: Client) -> None:
    asked = challenge(client)
    response = verify(client, presented(client, asked), asked, domain="https://elsewhere.example")
    assert [problem["code"] for problem in response.json()["problemDetails"]] == ["proof.wrong-domain"]


def test_a_credential_about_somebody_else_is_refused_unless_bearers_are_allowed(tmp_path: Path) -> None:
    for bearer, status in ((False, 422), (True, 200)):
        client = serving(tmp_path / str(bearer), verification={"bearer": bearer})
        asked = challenge(client)
        shown = Holder(LEARNER, clock=client.clock).present(client.issue("college"), challenge=asked, domain=DOMAIN)
        assert verify(client, shown.tree, asked).status_code == status


def test_a_presentation_without_a_proof_is_refused(client: Client) -> None:
    asked = challenge(client)
    presentation = presented(client, asked)
    del presentation["proof"]
    assert verify(client, presentation, asked).status_code == 422


def test_each_credential_has_its_own_result(client: Client) -> None:
    asked = challenge(client)
    presentation = presented(client, asked)
    result = verify(client, presentation, asked, returnResults=True, returnPresentation=True).json()
    assert result["verifiablePresentation"] == presentation
    assert result["results"]["presentation"]["challenge"] == {"verified": True, "input": asked}
    assert [each["verdict"] for each in result["results"]["credentials"]] == ["accepted"]


def test_an_expired_credential_makes_the_presentation_unverified_unless_that_only_warns(tmp_path: Path) -> None:
    for warnings, status in (([], 422), (["period"], 200)):
        client = serving(tmp_path / str(status), verification={"warnings": warnings})
        holder = Holder(LEARNER, clock=client.clock)
        expired = client.issue("college", credentialSubject={"id": holder.id}, validUntil="2026-06-01T13:00:00Z")
        client.clock.pass_by(hours=2)
        asked = challenge(client)
        shown = holder.present(expired, challenge=asked, domain=DOMAIN)
        assert verify(client, shown.tree, asked).status_code == status


# Presenting


def test_a_holder_of_this_server_presents(client: Client) -> None:
    asked, holder = challenge(client), client.issuer_id("college")
    draft = {"type": ["VerifiablePresentation"], "holder": holder, "verifiableCredential": [badge(client, holder)]}
    body = {"presentation": draft, "options": {"challenge": asked, "domain": DOMAIN}}
    response = client.post("/presentations", body)
    assert response.status_code == 201
    assert verify(client, response.json()["verifiablePresentation"], asked).status_code == 200


def test_a_holder_who_is_not_of_this_server_does_not_present(client: Client) -> None:
    body = {"presentation": {"holder": "did:web:elsewhere.example"}, "options": {"challenge": "x"}}
    assert client.post("/presentations", body).json()["code"] == "server.no-holder"


def test_a_key_presents_only_if_its_instance_says_so(tmp_path: Path) -> None:
    client = serving(tmp_path)
    body = {"presentation": {"holder": client.issuer_id("college")}, "options": {"challenge": "x"}}
    assert client.post("/presentations", body).json()["code"] == "server.no-holder"


def test_what_would_not_be_signed_is_refused(client: Client) -> None:
    body = {"presentation": {"termsOfUse": {"type": "Nothing"}}, "options": {"challenge": "x"}}
    assert client.post("/presentations", body).json()["code"] == "server.bad-request"
