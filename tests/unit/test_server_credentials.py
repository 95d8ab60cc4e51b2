"""Credentials over HTTP: what is issued can be verified, and what is wrong is told as a problem."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from microcred import Document, Ed25519Signer, Issuer, Profile
from microcred.proofs import CRYPTOSUITES, add_proof
from servers import AT, CREDENTIALS_V2, PUBLIC_URL, Client, credential, serving

SUITES = [
    ("Ed25519", "eddsa-rdfc-2022"),
    ("Ed25519", "eddsa-jcs-2022"),
    ("Ed25519", "Ed25519Signature2020"),
    ("P-256", "ecdsa-rdfc-2019"),
    ("P-384", "ecdsa-rdfc-2019"),
    ("P-256", "ecdsa-jcs-2019"),
    ("P-384", "ecdsa-jcs-2019"),
    ("P-256", "jwt"),
    ("Ed25519", "jwt"),
]
STRANGER = Ed25519Signer.from_seed(bytes(range(1, 33)))
OF_EXAMPLES = [CREDENTIALS_V2, "https://www.w3.org/ns/credentials/examples/v2"]


@pytest.fixture(scope="module")
def college(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A server with one issuer that keeps nothing, for tests that change nothing."""
    return serving(tmp_path_factory.mktemp("college"), {"college": {"development-key": "Ed25519", "store": False}})


def refused(client: Client, body: Any, status: int = 400, instance: str = "college") -> dict[str, Any]:
    response = client.post(f"/issuers/{instance}/credentials/issue", body)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    return problem


# Issuing


@pytest.mark.parametrize(("key", "suite"), SUITES, ids=lambda value: str(value))
def test_what_an_instance_of_any_suite_issues_is_verified(tmp_path: Path, key: str, suite: str) -> None:
    client = serving(tmp_path, {"college": {"development-key": key, "suite": suite, "status": "revocation"}})
    response = client.verify(client.issue("college"))
    assert (response.status_code, response.json()["verdict"]) == (200, "accepted")


def test_a_credential_of_data_model_1_1_is_issued_with_the_context_of_its_proof(college: Client) -> None:
    old = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "id": "urn:uuid:0b5b0e57-2d3f-4a6a-9e7c-1f0f6d7f5a10",
        "type": ["VerifiableCredential"],
        "issuer": college.issuer_id("college"),
        "issuanceDate": "2026-01-15T09:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
    }
    issued = college.post("/issuers/college/credentials/issue", {"credential": old}).json()["verifiableCredential"]
    assert issued["@context"][1:] == ["https://w3id.org/security/data-integrity/v2"]
    assert college.verify(issued).status_code == 200


def test_the_members_of_a_credential_stay_as_they_were(college: Client) -> None:
    draft = college.credential("college", validUntil="2027-01-15T10:00:00.250+01:00", name={"@value": "Soil"})
    issued = college.post("/issuers/college/credentials/issue", {"credential": draft}).json()["verifiableCredential"]
    assert {name: issued[name] for name in draft} == draft


def test_an_issued_credential_is_kept_under_its_id_byte_for_byte(tmp_path: Path) -> None:
    client = serving(tmp_path)
    body = {"credential": client.credential("college")}
    response = client.post("/issuers/college/credentials/issue", body)
    assert response.headers["location"].startswith(f"{PUBLIC_URL}/credentials/urn%3Auuid%3A")
    kept = client.get(response.headers["location"])
    assert Document.parse(kept.content).tree == response.json()["verifiableCredential"]
    assert kept.headers["content-type"] == "application/vc"


def test_a_credential_without_an_id_is_kept_under_the_name_that_the_request_gives_it(tmp_path: Path) -> None:
    client = serving(tmp_path)
    draft = client.credential("college")
    del draft["id"]
    body = {"credential": draft, "options": {"credentialId": "urn:example:roster/7"}}
    assert client.post("/issuers/college/credentials/issue", body).status_code == 201
    assert "id" not in client.get("/credentials/urn%3Aexample%3Aroster%2F7").json()


def test_a_credential_without_any_name_is_issued_and_not_kept(tmp_path: Path) -> None:
    client = serving(tmp_path)
    draft = client.credential("college")
    del draft["id"]
    response = client.post("/issuers/college/credentials/issue", {"credential": draft})
    assert response.status_code == 201
    assert "location" not in response.headers


def test_an_id_is_issued_once(tmp_path: Path) -> None:
    client = serving(tmp_path)
    client.issue("college")
    problem = refused(client, {"credential": client.credential("college")}, 409)
    assert problem["code"] == "server.credential-exists"


def test_an_id_that_was_taken_away_is_not_issued_again(tmp_path: Path) -> None:
    client = serving(tmp_path)
    issued = client.issue("college")
    assert client.ask("DELETE", f"/credentials/{issued['id']}").status_code == 202
    assert client.get(f"/credentials/{issued['id']}").status_code == 410
    assert client.ask("DELETE", f"/credentials/{issued['id']}").status_code == 410
    refused(client, {"credential": client.credential("college")}, 409)


def test_a_credential_that_was_taken_away_can_still_be_revoked(tmp_path: Path) -> None:
    client = serving(tmp_path)
    issued = client.issue("college")
    client.ask("DELETE", f"/credentials/{issued['id']}")
    entry = {name: issued["credentialStatus"][name] for name in ("type", "statusPurpose", "statusListIndex")}
    entry["statusListCredential"] = issued["credentialStatus"]["statusListCredential"]
    assert client.post("/credentials/status", {"credentialStatus": entry, "status": True}).status_code == 200
    assert client.verify(issued).status_code == 422


def test_a_credential_of_another_issuer_is_refused(college: Client) -> None:
    assert refused(college, {"credential": credential("did:web:other.example")})["code"] == "usage.another-issuer"


def test_a_credential_without_an_issuer_is_refused_unless_the_instance_fills_it_in(tmp_path: Path) -> None:
    issuers = {"strict": {"development-key": "Ed25519"}, "kind": {"development-key": "Ed25519", "fills-issuer": True}}
    client = serving(tmp_path, issuers)
    draft = client.credential("kind")
    del draft["issuer"]
    assert refused(client, {"credential": draft}, instance="strict")["code"] == "server.no-issuer"
    issued = client.post("/issuers/kind/credentials/issue", {"credential": draft}).json()["verifiableCredential"]
    assert issued["issuer"] == client.issuer_id("kind")


def test_a_credential_that_is_signed_already_is_refused(college: Client) -> None:
    assert refused(college, {"credential": college.issue("college")})["code"] == "usage.already-signed"


@pytest.mark.parametrize(
    ("member", "value", "pointer"),
    [
        ("@context", [], "/@context"),
        ("type", ["UniversityDegreeCredential"], "/type"),
        ("credentialSubject", {}, "/credentialSubject"),
        ("credentialSubject", "did:example:learner", "/credentialSubject"),
        ("validFrom", "yesterday", "/validFrom"),
        ("validUntil", "2025-01-01T00:00:00Z", "/validUntil"),
        ("credentialSchema", {"id": "https://example.org/schema"}, "/credentialSchema/type"),
    ],
)
def test_what_is_no_credential_is_refused_at_its_place(college: Client, member: str, value: Any, pointer: str) -> None:
    problem = refused(college, {"credential": college.credential("college", **{member: value})})
    assert problem["pointer"] == pointer
    assert problem["code"].startswith("model.")


def test_every_fault_of_a_credential_is_told(college: Client) -> None:
    draft = college.credential("college", validFrom="yesterday", validUntil="tomorrow")
    problem = refused(college, {"credential": draft})
    assert [fault["pointer"] for fault in problem["faults"]] == ["/validFrom", "/validUntil"]


def test_a_word_that_no_context_defines_is_refused(college: Client) -> None:
    assert refused(college, {"credential": college.credential("college", grade="A")})["code"].startswith("contexts.")


def test_a_context_that_is_not_at_hand_is_refused_and_not_fetched(college: Client) -> None:
    contexts = [CREDENTIALS_V2, "https://contexts.example/v1"]
    problem = refused(college, {"credential": college.credential("college", **{"@context": contexts})})
    assert problem["code"] == "contexts.unknown"


def related(client: Client, digest: str) -> dict[str, Any]:
    resource = {"id": CREDENTIALS_V2, "digestSRI": f"sha384-{digest}"}
    return {"credential": client.credential("college", relatedResource=resource)}


def test_the_digest_of_a_context_has_to_be_that_of_the_version_that_is_signed(college: Client) -> None:
    newest = "l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU"
    older = "NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg"
    wrong = "rCVIV7fSXXTNIvpiq26jRDyj8JG8TDjijAtD0ewLk4JpnXEz6a5AeeYA1qQ0d0Pw"
    for digest in (older, wrong):
        assert refused(college, related(college, digest))["code"] == "resource.wrong-digest"
    assert college.post("/issuers/college/credentials/issue", related(college, newest)).status_code == 201


def test_an_instance_can_allow_the_digests_of_older_versions(tmp_path: Path) -> None:
    client = serving(tmp_path, {"college": {"development-key": "Ed25519", "older-digests": True}})
    older = "NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg"
    assert client.post("/issuers/college/credentials/issue", related(client, older)).status_code == 201


def test_mandatory_pointers_are_for_selective_disclosure_alone(college: Client) -> None:
    body = {"credential": college.credential("college"), "options": {"mandatoryPointers": ["/issuer"]}}
    assert refused(college, body)["pointer"] == "/options/mandatoryPointers"


def test_an_instance_that_is_not_there_is_not_found(college: Client) -> None:
    assert refused(college, {"credential": {}}, 404, "nobody")["code"] == "server.not-found"


# Requests


def test_a_body_that_names_a_member_twice_is_refused(college: Client) -> None:
    content = b'{"verifiableCredential": {}, "verifiableCredential": {}}'
    response = college.ask("POST", "/credentials/verify", content=content, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (400, "document.duplicate-key")


def test_a_body_that_is_not_declared_as_json_is_refused(college: Client) -> None:
    response = college.ask("POST", "/credentials/verify", content=b"{}", headers={"content-type": "text/plain"})
    assert (response.status_code, response.json()["code"]) == (415, "server.not-json")


@pytest.mark.parametrize("body", [{}, {"verifiableCredential": "eyJhbGciOiJFUzI1NiJ9.e30.AA"}, {"options": {}}])
def test_a_body_of_another_shape_is_refused(college: Client, body: Any) -> None:
    response = college.post("/credentials/verify", body)
    assert (response.status_code, response.json()["code"]) == (400, "server.bad-request")


def test_an_unknown_option_is_refused_by_name(college: Client) -> None:
    response = college.verify(college.issue("college"), checks=["proof"])
    assert response.status_code == 400
    problem = response.json()
    assert problem["type"] == "https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED"
    assert problem["pointer"] == "/options/checks"


def test_an_option_that_the_settings_name_is_passed_over(tmp_path: Path) -> None:
    client = serving(tmp_path, verification={"ignored-options": ["checks"]})
    assert client.verify(client.issue("college"), checks=["proof"]).status_code == 200


def test_an_unknown_member_beside_the_options_is_refused(college: Client) -> None:
    body = {"verifiableCredential": college.issue("college"), "option": {}}
    assert college.post("/credentials/verify", body).json()["pointer"] == "/option"


# Verifying


def test_a_credential_that_was_changed_is_refused_and_the_check_is_named(college: Client) -> None:
    response = college.verify({**college.issue("college"), "validFrom": "2026-01-16T09:00:00Z"})
    assert response.status_code == 422
    (problem,) = response.json()["problemDetails"]
    assert (problem["check"], problem["code"]) == ("proof", "proof.signature-invalid")


def test_the_settings_can_ask_for_200_with_the_same_body(tmp_path: Path) -> None:
    client = serving(tmp_path, verification={"refusal": 200})
    response = client.verify({**client.issue("college"), "validFrom": "2026-01-16T09:00:00Z"})
    assert (response.status_code, response.json()["verified"]) == (200, False)


def test_an_issuer_whom_nobody_named_is_not_trusted(college: Client) -> None:
    stranger = Issuer(Profile(name="Stranger"), STRANGER).issue(credential(STRANGER.verification_method.split("#")[0]))
    response = college.verify(stranger.tree)
    assert [problem["check"] for problem in response.json()["problemDetails"]] == ["trust"]


def by_a_stranger(issuer: str) -> dict[str, Any]:
    sealed = add_proof(Document.of(credential(issuer)), STRANGER, created=AT)
    return dict(sealed.tree)


def test_the_key_of_a_stranger_proves_nothing(college: Client) -> None:
    response = college.verify(by_a_stranger(college.issuer_id("college")))
    assert response.status_code == 422
    assert [problem["code"] for problem in response.json()["problemDetails"]] == ["key.not-the-issuers"]


def test_where_whose_key_it_is_does_not_decide_it_is_still_told(tmp_path: Path) -> None:
    client = serving(tmp_path, verification={"warnings": ["issuer_key"]})
    response = client.verify(by_a_stranger(client.issuer_id("college")))
    assert (response.status_code, response.json()["verified"]) == (200, True)
    (problem,) = response.json()["problemDetails"]
    assert (problem["code"], problem["warning"]) == ("key.foreign", True)


def test_an_expired_credential_is_refused_as_expired_and_not_as_forged(tmp_path: Path) -> None:
    client = serving(tmp_path)
    issued = client.issue("college", validUntil="2026-06-02T00:00:00Z")
    client.clock.pass_by(days=2)
    result = client.verify(issued, returnResults=True).json()
    assert result["verdict"] == "rejected"
    assert [problem["code"] for problem in result["problemDetails"]] == ["period.expired"]
    assert result["results"]["validUntil"] == {"verified": False, "input": "2026-06-02T00:00:00Z"}
    assert result["results"]["validFrom"]["verified"] is True
    assert [each["verified"] for each in result["results"]["proof"]] == [True]


def test_a_status_that_cannot_be_looked_up_leaves_the_verdict_open(college: Client) -> None:
    entry = {
        "id": "https://elsewhere.example/list#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://elsewhere.example/list",
    }
    result = college.verify(college.issue("college", credentialStatus=entry), returnResults=True).json()
    assert (result["verified"], result["verdict"]) == (False, "undetermined")
    assert result["results"]["credentialStatus"] == [{"verified": None, "input": entry}]


def test_the_credential_and_every_check_come_back_if_they_are_asked_for(college: Client) -> None:
    issued = college.issue("college")
    result = college.verify(issued, returnCredential=True, returnResults=True, returnProblemDetails=False).json()
    assert result["credential"] == issued
    assert [each["check"] for each in result["results"]["checks"]][:3] == ["document", "model", "contexts"]
    assert "problemDetails" not in result


def test_an_envelope_of_another_media_type_leaves_the_verdict_open(college: Client) -> None:
    envelope = {
        "@context": [CREDENTIALS_V2],
        "type": "EnvelopedVerifiableCredential",
        "id": "data:application/vc+sd-jwt,eyJhbGciOiJFUzI1NiJ9.e30.AA~",
    }
    assert college.verify(envelope).json()["verdict"] == "undetermined"


def test_verifying_asks_nobody_when_the_issuer_is_not_trusted(college: Client) -> None:
    # The fetcher of these tests refuses everything; a request would be told as a problem.
    response = college.verify(by_a_stranger("did:web:other.example"))
    assert "fetch." not in response.text


# Selective disclosure


@pytest.fixture(scope="module")
def discloser(tmp_path_factory: pytest.TempPathFactory) -> Client:
    issuers = {"sd": {"development-key": "P-256", "suite": "ecdsa-sd-2023", "status": "revocation", "store": False}}
    return serving(tmp_path_factory.mktemp("sd"), issuers)


def disclosable(client: Client, **options: Any) -> dict[str, Any]:
    subject = {"id": "did:example:learner", "givenName": "Mira", "familyName": "Okafor"}
    draft = client.credential("sd", credentialSubject=subject, **{"@context": OF_EXAMPLES})
    body = {"credential": draft, "options": options}
    response = client.post("/issuers/sd/credentials/issue", body)
    assert response.status_code == 201, response.text
    issued: dict[str, Any] = response.json()["verifiableCredential"]
    return issued


def test_a_holder_derives_a_part_and_the_part_is_verified(discloser: Client) -> None:
    base = disclosable(discloser, mandatoryPointers=["/issuer", "/credentialStatus"])
    body = {"verifiableCredential": base, "options": {"selectivePointers": ["/credentialSubject/givenName"]}}
    derived = discloser.post("/credentials/derive", body)
    assert derived.status_code == 201
    assert derived.json()["credentialSubject"] == {"id": "did:example:learner", "givenName": "Mira"}
    assert discloser.verify(derived.json()).json()["verdict"] == "accepted"


def test_a_base_proof_is_for_its_holder_alone(discloser: Client) -> None:
    (problem,) = discloser.verify(disclosable(discloser)).json()["problemDetails"]
    assert problem["code"] == "proof.base-proof"


def test_a_pointer_to_nothing_is_refused(discloser: Client) -> None:
    draft = discloser.credential("sd")
    body = {"credential": draft, "options": {"mandatoryPointers": ["/credentialSubject/none"]}}
    assert refused(discloser, body, instance="sd")["code"] == "usage.no-such-pointer"


def test_what_has_no_base_proof_cannot_be_derived_from(college: Client) -> None:
    body = {"verifiableCredential": college.issue("college"), "options": {"selectivePointers": ["/issuer"]}}
    assert college.post("/credentials/derive", body).status_code == 400


# The legacy suite


def test_the_legacy_suite_is_issued_only_where_an_instance_says_so() -> None:
    assert not CRYPTOSUITES["Ed25519Signature2020"].issuable


def test_a_legacy_proof_names_its_context(tmp_path: Path) -> None:
    client = serving(tmp_path, {"old": {"development-key": "Ed25519", "suite": "Ed25519Signature2020"}})
    issued = client.issue("old")
    assert issued["@context"][-1] == "https://w3id.org/security/suites/ed25519-2020/v1"
    assert issued["proof"]["type"] == "Ed25519Signature2020"
    assert "cryptosuite" not in issued["proof"]
