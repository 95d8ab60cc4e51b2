"""Reading somebody else's credential: its own class decides the rules, nothing is filled in, nothing is lost."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import pytest

from microcred.document import Document
from microcred.errors import DocumentError, ModelError, UsageError
from microcred.models import (
    Achievement,
    EndorsementCredential,
    EndorsementCredentialV1,
    Model,
    OpenBadgeCredential,
    OpenBadgeCredentialV1,
    Profile,
    VerifiableCredential,
    VerifiableCredentialV1,
    credential_class,
    deviations,
    read_credential,
)

V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


def badge(**members: Any) -> dict[str, Any]:
    """A badge in the form that the standard demands, in data model 2.0."""
    return {
        "@context": [V2, OB],
        "id": "urn:uuid:5b1b9e4a-6f1c-4a57-9c5f-0d3f3c1a7a11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:example.edu", "type": ["Profile"], "name": "Example School"},
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:8f0c3f3e-1111-4a57-9c5f-0d3f3c1a7a11",
                "type": ["Achievement"],
                "name": "Knitting",
                "description": "Can knit",
                "criteria": {"narrative": "Knit a sock"},
            },
        },
    } | members


def old_badge(**members: Any) -> dict[str, Any]:
    """The same badge in the form of data model 1.1."""
    tree = badge(name="A badge", issuanceDate="2025-01-01T00:00:00Z") | {"@context": [V1, OB]}
    del tree["validFrom"]
    return tree | members


PRAISE = {"credentialSubject": {"id": "did:web:example.edu", "type": ["EndorsementSubject"]}}


def endorsement(**members: Any) -> dict[str, Any]:
    return badge(type=["VerifiableCredential", "EndorsementCredential"], name="Praise", **PRAISE) | members


def anything(**members: Any) -> dict[str, Any]:
    return {
        "@context": [V2],
        "type": ["VerifiableCredential", "ExampleCredential"],
        "issuer": "did:web:example.edu",
        "credentialSubject": {"id": "did:example:ada", "likes": "wool"},
    } | members


def changed(tree: dict[str, Any], *path: Any, to: Any) -> dict[str, Any]:
    """A copy of ``tree`` with another value at ``path``."""
    tree = copy.deepcopy(tree)
    place: Any = tree
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return tree


def faults(tree: Any, *, strict: bool = False) -> list[tuple[str, str | None]]:
    with pytest.raises(ModelError) as caught:
        read_credential(tree, strict=strict)
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


def noted(tree: dict[str, Any]) -> list[tuple[str, str | None]]:
    """What is let pass and noted."""
    read_credential(tree)
    return [(fault.code, fault.pointer) for fault in deviations(tree)]


# Which class a document is held to


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (badge(), OpenBadgeCredential),
        (badge(type=["AchievementCredential", "VerifiableCredential"]), OpenBadgeCredential),
        (old_badge(), OpenBadgeCredentialV1),
        (endorsement(), EndorsementCredential),
        (old_badge(type=["VerifiableCredential", "EndorsementCredential"], **PRAISE), EndorsementCredentialV1),
        (anything(), VerifiableCredential),
        (anything(type="VerifiableCredential"), VerifiableCredential),
        (anything(**{"@context": [V1], "issuanceDate": "2025-01-01T00:00:00Z"}), VerifiableCredentialV1),
    ],
)
def test_context_and_type_choose_the_class(tree: dict[str, Any], expected: type[Model]) -> None:
    assert type(read_credential(tree)) is expected
    assert credential_class(tree) is expected


def test_without_a_base_context_the_dates_tell_the_data_model() -> None:
    assert credential_class(old_badge(**{"@context": [OB]})) is OpenBadgeCredentialV1
    assert credential_class(badge(**{"@context": [OB]})) is OpenBadgeCredential


def test_a_document_that_lists_both_base_contexts_is_held_to_the_newer_one() -> None:
    assert credential_class(old_badge(**{"@context": [V1, V2, OB]})) is OpenBadgeCredential


@pytest.mark.parametrize("version", [badge, old_badge])
def test_only_the_rules_of_the_chosen_class_are_broken(version: Callable[..., dict[str, Any]]) -> None:
    picture = "https://example.edu/b.png"
    tree = changed(badge(), "credentialSubject", "achievement", "image", to=picture)
    assert faults(tree) == [("model.wrong-type", "/credentialSubject/achievement/image")]
    assert faults(changed(version(), "issuer", "id", to="nobody")) == [("model.not-a-uri", "/issuer/id")]


def test_a_fault_says_what_was_found_what_was_wanted_and_what_to_do() -> None:
    tree = changed(badge(), "credentialSubject", "achievement", "image", to="https://example.edu/b.png")
    with pytest.raises(ModelError) as caught:
        read_credential(tree)
    (fault,) = caught.value.faults
    assert fault.message == 'found "https://example.edu/b.png", wanted an Image object'
    assert fault.problem == "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"


def test_every_fault_is_told_at_once() -> None:
    tree = badge(issuer=7, validFrom="yesterday", evidence=[{"type": ["Evidence"]}, {"id": "x"}])
    tree["credentialSubject"] = {"type": "Subject", "achievement": {"type": "Achievement", "criteria": {}}}
    del tree["id"]
    subject = "/credentialSubject"
    assert sorted(faults(tree)) == sorted(
        [
            ("model.missing", "/id"),
            ("model.wrong-type", "/issuer"),
            ("model.not-a-uri", "/evidence/1/id"),
            ("model.type-missing", "/evidence/1/type"),
            ("model.type-missing", f"{subject}/type"),
            ("model.missing", f"{subject}/achievement/id"),
            ("model.missing", f"{subject}/achievement/name"),
            ("model.missing", f"{subject}/achievement/description"),
            ("model.missing", f"{subject}/achievement/criteria"),
            ("model.not-a-date-time", "/validFrom"),
        ]
    )


def test_an_issuer_is_a_uri_or_an_object_and_is_faulty_only_as_what_it_is() -> None:
    assert faults(badge(issuer="nobody")) == [("model.not-a-uri", "/issuer")]
    assert faults(badge(issuer={"type": ["Profile"]})) == [("model.missing", "/issuer/id")]
    assert faults(badge(issuer=None)) == [("model.wrong-type", "/issuer")]


def test_an_embedded_endorsement_is_held_to_the_data_model_of_its_own_context() -> None:
    tree = badge(endorsement=[endorsement(), endorsement(id="x")])
    assert faults(tree) == [("model.not-a-uri", "/endorsement/1/id")]
    old = old_badge(type=["VerifiableCredential", "EndorsementCredential"], issuanceDate=5, **PRAISE)
    assert faults(old_badge(endorsement=[old])) == [("model.wrong-type", "/endorsement/0/issuanceDate")]


def test_an_embedded_endorsement_carries_its_own_context() -> None:
    naked = endorsement()
    del naked["@context"]
    assert faults(badge(endorsement=[naked])) == [("model.missing", "/endorsement/0/@context")]


# Nothing is filled in


@pytest.mark.parametrize("member", ["@context", "id", "issuer", "validFrom", "credentialSubject"])
def test_what_a_badge_must_have_is_not_filled_in(member: str) -> None:
    tree = badge()
    del tree[member]
    assert ("model.missing", f"/{member}") in faults(tree)


@pytest.mark.parametrize("member", ["id", "type", "name", "description", "criteria"])
def test_what_an_achievement_must_have_is_not_filled_in(member: str) -> None:
    tree = badge()["credentialSubject"]["achievement"]
    del tree[member]
    with pytest.raises(ModelError) as caught:
        Achievement.read(tree)
    assert caught.value.pointer == f"/{member}"
    assert caught.value.code == ("model.type-missing" if member == "type" else "model.missing")


def test_a_missing_type_is_explained() -> None:
    with pytest.raises(ModelError) as caught:
        Profile.read({"id": "did:web:example.edu"})
    assert caught.value.message == "the object has no type"
    assert "no signature covers them" in str(caught.value.hint)


def test_an_empty_object_is_nothing_but_missing_members() -> None:
    assert {code for code, _ in faults({})} == {"model.missing", "model.type-missing"}


# Nothing is guessed


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("credentialSubject", "creditsEarned"), "3"),
        (("credentialSubject", "creditsEarned"), True),
        (("credentialSubject", "role"), 3),
        (("credentialSubject", "role"), True),
        (("credentialSubject", "role"), None),
        (("credentialSubject", "role"), ["a"]),
        (("name",), {"en": "A badge", "fr": "Un badge"}),
        (("issuer", "url"), 1),
        (("issuer", "image"), None),
        (("credentialSubject", "achievement", "tag"), [1]),
        (("credentialSubject", "achievement", "tag"), [None]),
        (("endorsementJwt",), [["a.b.c"]]),
        (("validUntil",), 1735689600),
        (("id",), ["urn:x:1"]),
        (("proof",), "z58DAdFfa9SkqZMVPxAQpic7ndSayn1PzZs6ZjWp1CktyGesjuTSwRdoWhAfGFCF5bppETSTojQCrfFPP2oumHKtz"),
    ],
)
def test_no_value_is_taken_for_one_of_another_type(path: tuple[str, ...], value: Any) -> None:
    (found,) = faults(changed(badge(), *path, to=value))
    assert found[0] == "model.wrong-type"
    assert str(found[1]).startswith("/" + "/".join(path))


def test_members_go_only_by_the_names_of_the_standard() -> None:
    tree = badge(valid_until="2024-01-01T00:00:00Z", valid_from="2030-01-01T00:00:00Z")
    view = read_credential(tree)
    assert view.valid_until is None
    assert view.valid_from is not None
    assert view.valid_from.year == 2025
    assert view.model_extra == {"valid_until": "2024-01-01T00:00:00Z", "valid_from": "2030-01-01T00:00:00Z"}


def test_a_slip_of_the_pen_is_kept_as_it_is() -> None:
    assert read_credential(badge(evidences=[])).model_extra == {"evidences": []}


def test_the_end_may_not_lie_before_the_beginning() -> None:
    assert faults(badge(validUntil="2024-12-31T23:59:59Z")) == [("model.period-reversed", "/validUntil")]
    assert faults(old_badge(expirationDate="2024-12-31T23:59:59Z")) == [("model.period-reversed", "/expirationDate")]
    assert faults(badge(validUntil="2025-01-01T00:30:00+01:00")) == [("model.period-reversed", "/validUntil")]


def test_criteria_say_something() -> None:
    tree = changed(badge(), "credentialSubject", "achievement", "criteria", to={})
    assert faults(tree) == [("model.missing", "/credentialSubject/achievement/criteria")]
    page = {"id": "https://example.edu/criteria"}
    read_credential(changed(badge(), "credentialSubject", "achievement", "criteria", to=page))


# Nothing is lost


def test_what_the_standard_does_not_know_is_kept() -> None:
    tree = badge(**{"@context": [V2, OB, {"stars": "https://example.org/stars"}], "stars": {"n": [3.0, None, {}]}})
    view = read_credential(tree)
    assert view.model_extra == {"stars": {"n": [3.0, None, {}]}}
    assert view.to_dict() == tree


def test_a_closed_class_knows_all_its_members() -> None:
    picture = {"id": "https://example.edu/b.png", "type": "Image", "<odd>/~": 1}
    assert faults(badge(image=picture)) == [("model.unknown-member", "/image/<odd>~1~0")]


def test_dates_and_numbers_are_written_as_they_were_read() -> None:
    text = json.dumps(badge(validFrom="2025-01-01T00:00:00.120+00:00"))
    numbers = '"did:example:ada", "creditsEarned": 1.50, "x": 4.0, "y": 3'
    view = read_credential(Document.parse(text.replace('"did:example:ada"', numbers)).tree)
    written = view.to_json(indent=None)
    for spelling in ('"2025-01-01T00:00:00.120+00:00"', '"creditsEarned":1.50', '"x":4.0', '"y":3'):
        assert spelling in written


def test_a_view_does_not_change_with_the_values_it_was_made_of() -> None:
    tree = badge(stars=[1])
    view = read_credential(tree)
    tree["stars"].append(2)
    tree["issuer"]["name"] = "Other"
    assert view.to_dict()["stars"] == [1]
    assert view.to_dict()["issuer"]["name"] == "Example School"


def test_a_view_can_be_copied_and_pickled_without_loss() -> None:
    view = read_credential(badge(validFrom="2025-01-01T00:00:00.0+00:00", stars=[1.0]))
    for twin in (copy.deepcopy(view), pickle.loads(pickle.dumps(view))):
        assert twin == view
        assert twin.to_json() == view.to_json()


def test_any_mapping_of_json_values_is_read() -> None:
    assert read_credential(MappingProxyType(badge())) == read_credential(Document.of(badge()).tree)


@pytest.mark.parametrize("value", [object(), float("nan"), {1: 2}, b"bytes"])
def test_what_is_not_json_is_a_wrong_call(value: Any) -> None:
    with pytest.raises(UsageError):
        read_credential(badge(stars=value))


@pytest.mark.parametrize("value", [[], "text", 3, None])
def test_what_is_not_an_object_is_no_document(value: Any) -> None:
    with pytest.raises(DocumentError):
        read_credential(value)


# The old data model


def test_the_old_data_model_answers_by_the_new_names() -> None:
    view = read_credential(old_badge(expirationDate="2030-01-01T00:00:00Z"))
    assert isinstance(view, OpenBadgeCredentialV1)
    assert (view.valid_from, view.valid_until) == (view.issuance_date, view.expiration_date)
    assert (view.data_model, read_credential(badge()).data_model) == ("1.1", "2.0")


def test_the_old_data_model_demands_a_name() -> None:
    tree = old_badge()
    del tree["name"]
    assert faults(tree) == [("model.missing", "/name")]


def test_the_old_data_model_demands_the_id_of_a_status() -> None:
    status = {"type": "1EdTechRevocationList"}
    assert faults(old_badge(credentialStatus=status)) == [("model.missing", "/credentialStatus")]


def test_only_the_old_data_model_names_a_picture_by_its_uri() -> None:
    tree = changed(old_badge(), "issuer", "image", to="https://example.edu/logo.png")
    view = read_credential(tree)
    assert isinstance(view.issuer, Profile)
    assert view.issuer.image is not None
    assert view.issuer.image.id == "https://example.edu/logo.png"
    assert view.to_dict() == tree
    assert faults(changed(old_badge(), "issuer", "image", to="logo.png")) == [("model.not-a-uri", "/issuer/image")]


# What is let pass, and noted

NOBODY = {name: value for name, value in badge()["credentialSubject"].items() if name != "id"}
ONLY_A_NAME = NOBODY | {"name": "Ada Lovelace"}


@pytest.mark.parametrize(
    ("tree", "code", "pointer"),
    [
        (badge(**{"@context": [V2, OB.replace("3.0.3", "3.0.2")]}), "model.old-context", "/@context/1"),
        (
            changed(badge(), "credentialSubject", to=[badge()["credentialSubject"]]),
            "model.cardinality",
            "/credentialSubject",
        ),
        (badge(credentialStatus=[{"id": "urn:x:1", "type": "X"}]), "model.cardinality", "/credentialStatus"),
        (badge(credentialStatus={"type": "BitstringStatusListEntry"}), "model.missing", "/credentialStatus"),
        (badge(evidence={"type": "Evidence"}), "model.cardinality", "/evidence"),
        (badge(evidence=[]), "model.cardinality", "/evidence"),
        (badge(name={"@value": "A badge", "@language": "en"}), "model.wrong-type", "/name"),
        (badge(image={"id": "https://x.org/b.png", "type": ["Image"]}), "model.cardinality", "/image/type"),
        (badge(credentialSubject=ONLY_A_NAME), "model.missing", "/credentialSubject"),
        (badge(proof={"type": "DataIntegrityProof"}), "model.missing", "/proof"),
        (badge(validFrom="2025-01-01T00:00:00"), "model.not-a-date-time", "/validFrom"),
        (badge(validUntil="2029-01-01T00:00:00.5"), "model.not-a-date-time", "/validUntil"),
        (badge(awardedDate="2025-01-01T00:00:00"), "model.not-a-date-time", "/awardedDate"),
    ],
)
def test_forms_that_others_write_are_read_and_noted(tree: dict[str, Any], code: str, pointer: str) -> None:
    assert noted(tree) == [(code, pointer)]


@pytest.mark.parametrize("member", ["validFrom", "validUntil", "awardedDate"])
def test_an_instant_without_a_zone_is_read_as_utc_and_a_bare_date_is_none(member: str) -> None:
    assert read_credential(badge(**{member: "2025-01-01T09:00:00"})).to_dict()[member] == "2025-01-01T09:00:00"
    assert faults(badge(**{member: "2025-01-01"})) == [("model.not-a-date-time", f"/{member}")]
    assert faults(badge(validFrom="2025-01-01T09:00:00", validUntil="2025-01-01T09:59:59+01:00")) == [
        ("model.period-reversed", "/validUntil")
    ]


def test_a_subject_that_is_nobody_is_refused() -> None:
    assert faults(badge(credentialSubject=NOBODY)) == [("model.missing", "/credentialSubject")]


def test_a_document_in_the_language_of_badges_says_that_it_is_one() -> None:
    assert faults(badge(type=["VerifiableCredential", "OtherCredential"])) == [("model.type-missing", "/type")]


def test_a_badge_by_the_letter_has_no_deviation() -> None:
    assert deviations(badge()) == ()


def test_where_the_standard_permits_one_value_without_an_array_there_is_no_deviation() -> None:
    proof = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}
    terms, schema = {"type": "X"}, {"id": "https://example.edu/s", "type": "JsonSchema"}
    tree = changed(badge(proof=proof, termsOfUse=terms, credentialSchema=schema), "issuer", "type", to="Profile")
    assert deviations(tree) == ()
    assert read_credential(tree).to_dict()["proof"] == [proof]


def test_the_deviations_of_what_cannot_be_read_are_its_faults() -> None:
    assert [fault.pointer for fault in deviations(badge(issuer=3))] == ["/issuer"]


def test_the_old_data_model_is_a_deviation() -> None:
    tree = changed(old_badge(), "issuer", to="did:web:example.edu")
    assert noted(tree) == [("model.old-context", "/@context/0"), ("model.wrong-type", "/issuer")]


def test_arrays_are_written_in_the_form_of_the_standard() -> None:
    status = {"id": "urn:x:1", "type": "X"}
    written = read_credential(badge(evidence={"type": "Evidence"}, credentialStatus=[status])).to_dict()
    assert written["evidence"] == [{"type": ["Evidence"]}]
    assert written["credentialStatus"] == status


def test_several_statuses_are_read_and_stay_several() -> None:
    statuses = [{"id": f"urn:x:{number}", "type": "BitstringStatusListEntry"} for number in range(2)]
    assert read_credential(badge(credentialStatus=statuses)).to_dict()["credentialStatus"] == statuses


def test_two_subjects_are_not_one() -> None:
    subject = badge()["credentialSubject"]
    assert faults(badge(credentialSubject=[subject, subject])) == [("model.cardinality", "/credentialSubject")]
    assert faults(badge(credentialSubject=[])) == [("model.cardinality", "/credentialSubject")]
