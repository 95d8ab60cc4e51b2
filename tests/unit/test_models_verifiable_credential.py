"""Credentials of any type: what the W3C data model demands of them, and nothing of Open Badges."""

from __future__ import annotations

from typing import Any

import pytest

from microcred.errors import ModelError
from microcred.models import (
    CredentialIssuer,
    LanguageString,
    VerifiableCredential,
    VerifiableCredentialV1,
    deviations,
    read_credential,
)

V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"


def credential(**members: Any) -> dict[str, Any]:
    return {
        "@context": [V2],
        "type": ["VerifiableCredential", "ExampleCredential"],
        "issuer": "did:web:example.edu",
        "credentialSubject": {"id": "did:example:ada", "likes": "wool"},
    } | members


def old_credential(**members: Any) -> dict[str, Any]:
    return credential(**{"@context": [V1], "issuanceDate": "2010-01-01T19:23:24Z"} | members)


def faults(tree: dict[str, Any]) -> list[tuple[str, str | None]]:
    with pytest.raises(ModelError) as caught:
        read_credential(tree)
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


def test_a_credential_needs_no_id_and_no_dates() -> None:
    view = read_credential(credential())
    assert isinstance(view, VerifiableCredential)
    assert (view.id, view.valid_from, view.valid_until) == (None, None, None)
    assert view.to_dict() == credential()
    assert deviations(credential()) == ()


@pytest.mark.parametrize("member", ["@context", "type", "issuer", "credentialSubject"])
def test_a_credential_has_context_type_issuer_and_subject(member: str) -> None:
    tree = credential()
    del tree[member]
    assert faults(tree) == [("model.type-missing" if member == "type" else "model.missing", f"/{member}")]


def test_a_document_of_no_known_type_is_no_credential() -> None:
    assert faults(credential(type=["ExampleCredential"])) == [("model.type-missing", "/type")]


def test_the_issuer_is_named_alone_or_in_an_object() -> None:
    view = read_credential(credential(issuer={"id": "did:web:example.edu", "name": "School", "level": 3}))
    assert isinstance(view.issuer, CredentialIssuer)
    assert view.issuer_id == read_credential(credential()).issuer_id == "did:web:example.edu"
    assert view.issuer.model_extra == {"level": 3}


@pytest.mark.parametrize(
    ("issuer", "code", "pointer"),
    [
        (None, "model.wrong-type", "/issuer"),
        ([], "model.wrong-type", "/issuer"),
        ("example", "model.not-a-uri", "/issuer"),
        ({}, "model.missing", "/issuer/id"),
        ({"id": None}, "model.wrong-type", "/issuer/id"),
        ({"id": "not-url"}, "model.not-a-uri", "/issuer/id"),
    ],
)
def test_anything_else_is_no_issuer(issuer: Any, code: str, pointer: str) -> None:
    assert faults(credential(issuer=issuer)) == [(code, pointer)]


def test_there_may_be_several_subjects() -> None:
    tree = credential(credentialSubject=[{"id": "did:example:ada"}, {"likes": "wool"}])
    view = read_credential(tree)
    assert isinstance(view, VerifiableCredential)
    assert [subject.model_extra for subject in view.credential_subject] == [{}, {"likes": "wool"}]
    assert view.to_dict() == tree


@pytest.mark.parametrize(
    ("subject", "code", "pointer"),
    [
        ({}, "model.missing", "/credentialSubject"),
        ([], "model.cardinality", "/credentialSubject"),
        ([{"a": 1}, {}], "model.missing", "/credentialSubject/1"),
        ("did:example:ada", "model.wrong-type", "/credentialSubject"),
        ({"id": "ada", "a": 1}, "model.not-a-uri", "/credentialSubject/id"),
    ],
)
def test_every_subject_makes_a_claim(subject: Any, code: str, pointer: str) -> None:
    assert faults(credential(credentialSubject=subject)) == [(code, pointer)]


def test_names_and_descriptions_may_carry_languages() -> None:
    texts = [{"@value": "Hello", "@language": "en"}, {"@value": "مرحبا", "@language": "ar", "@direction": "rtl"}]
    tree = credential(name=texts[0], description=texts)
    view = read_credential(tree, strict=True)
    assert isinstance(view.description, LanguageString)
    assert view.description.values[1].direction == "rtl"
    assert view.to_dict() == tree


@pytest.mark.parametrize("member", ["evidence", "refreshService", "termsOfUse", "credentialStatus"])
def test_what_a_credential_refers_to_is_typed_one_or_several(member: str) -> None:
    one = {"type": "ExampleService", "about": "x"}
    assert read_credential(credential(**{member: one}), strict=True).to_dict()[member] == one
    assert read_credential(credential(**{member: [one, one]}), strict=True).to_dict()[member] == [one, one]
    assert faults(credential(**{member: {"id": "urn:x:1"}})) == [("model.type-missing", f"/{member}/type")]
    assert faults(credential(**{member: [one, {"type": "X", "id": ["urn:x:1"]}]})) == [
        ("model.wrong-type", f"/{member}/1/id")
    ]


def test_a_schema_has_an_address() -> None:
    assert faults(credential(credentialSchema={"type": "JsonSchema"})) == [("model.missing", "/credentialSchema/id")]


def test_a_related_resource_has_a_digest() -> None:
    related = {"id": "https://example.org/a.png", "digestSRI": "sha384-x"}
    assert read_credential(credential(relatedResource=related)).to_dict()["relatedResource"] == related
    bare = {"id": "https://example.org/a.png"}
    assert faults(credential(relatedResource=[related, bare])) == [("model.missing", "/relatedResource/1")]


def test_a_resource_is_related_once() -> None:
    related = {"id": "https://example.org/a.png", "digestMultibase": "uEi"}
    assert faults(credential(relatedResource=[related, related])) == [("model.duplicate-id", "/relatedResource/1/id")]


def test_the_end_may_not_lie_before_the_beginning() -> None:
    period = {"validFrom": "2025-01-02T00:00:00Z", "validUntil": "2025-01-01T00:00:00Z"}
    assert faults(credential(**period)) == [("model.period-reversed", "/validUntil")]
    period = {"issuanceDate": "2025-01-02T00:00:00Z", "expirationDate": "2025-01-01T00:00:00Z"}
    assert faults(old_credential(**period)) == [("model.period-reversed", "/expirationDate")]


def test_the_old_data_model_demands_a_date() -> None:
    tree = old_credential()
    del tree["issuanceDate"]
    assert faults(tree) == [("model.missing", "/issuanceDate")]


def test_the_old_data_model_knows_dates_without_a_zone() -> None:
    view = read_credential(old_credential(issuanceDate="2010-01-01T19:23:24", expirationDate="2010-01-01T20:23:24"))
    assert isinstance(view, VerifiableCredentialV1)
    assert view.valid_from.isoformat() == "2010-01-01T19:23:24+00:00"
    assert view.valid_until == view.expiration_date
    assert view.to_dict()["issuanceDate"] == "2010-01-01T19:23:24"


def test_the_old_data_model_demands_the_id_of_a_status() -> None:
    assert faults(old_credential(credentialStatus={"type": "X"})) == [("model.missing", "/credentialStatus")]


@pytest.mark.parametrize("name", ["BitstringStatusListCredential", "StatusList2021Credential", "AlumniCredential"])
def test_credentials_of_other_standards_are_read_whole(name: str) -> None:
    subject = {"id": "urn:x:1", "type": "StatusList", "encodedList": "uH4", "verifiableCredential": [credential()]}
    tree = credential(type=["VerifiableCredential", name], credentialSubject=subject)
    view = read_credential(tree)
    assert isinstance(view, VerifiableCredential)
    assert view.credential_subject[0].model_extra is not None
    assert view.credential_subject[0].model_extra["encodedList"] == "uH4"
    assert view.to_dict() == tree
