"""Building a credential in Python: short, completed by defaults, and held to what the standard demands of writers."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from pydantic import ValidationError

from microcred.errors import ModelError
from microcred.models import (
    OB_CONTEXT,
    OB_EXTENSIONS,
    Achievement,
    AchievementSubject,
    Alignment,
    CredentialSchema,
    CredentialStatus,
    Criteria,
    DataIntegrityProof,
    EndorsementCredential,
    EndorsementSubject,
    IdentityObject,
    Image,
    Multikey,
    OpenBadgeCredential,
    OpenBadgeCredentialV1,
    Profile,
    RefreshService,
    ResultDescription,
    RubricCriterionLevel,
    VerifiableCredential,
    read_credential,
)

SCHOOL = Profile(id="did:web:example.edu", name="Example School")


def knitting(**members: Any) -> Achievement:
    return Achievement(**{"name": "Knitting", "description": "Can knit", "criteria": "Knit a sock"} | members)


def badge(**members: Any) -> OpenBadgeCredential:
    subject = AchievementSubject(id="did:example:ada", achievement=knitting())
    return OpenBadgeCredential(**{"issuer": SCHOOL, "credential_subject": subject} | members)


def faults(build: Any, *args: Any, **members: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(ModelError) as caught:
        build(*args, **members)
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


def test_a_badge_needs_an_issuer_a_subject_and_an_achievement_and_nothing_else() -> None:
    tree = badge().to_dict()
    assert tree["@context"] == ["https://www.w3.org/ns/credentials/v2", OB_CONTEXT]
    assert tree["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert tree["id"].startswith("urn:uuid:")
    assert tree["credentialSubject"]["achievement"]["id"].startswith("urn:uuid:")
    assert tree["issuer"] == {"id": "did:web:example.edu", "type": ["Profile"], "name": "Example School"}
    assert tree["credentialSubject"]["achievement"]["criteria"] == {"narrative": "Knit a sock"}


def test_what_was_built_can_be_read_even_strictly() -> None:
    built = badge(name="A badge", image="https://example.edu/b.png")
    assert read_credential(built.to_dict(), strict=True) == built


def test_each_credential_gets_an_id_of_its_own() -> None:
    assert badge().id != badge().id


def test_validity_begins_now_in_utc_and_in_whole_seconds() -> None:
    before = datetime.now(UTC)
    built = badge()
    assert before - timedelta(seconds=1) < built.valid_from <= datetime.now(UTC)
    assert built.to_dict()["validFrom"] == built.valid_from.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_members_go_by_their_python_names_and_by_those_of_the_standard() -> None:
    python = Alignment(target_name="Knitting", target_url="https://example.org/knit")
    standard = Alignment(**{"targetName": "Knitting", "targetUrl": "https://example.org/knit"})
    assert python == standard


def test_a_text_stands_for_criteria_and_a_uri_for_an_image() -> None:
    built = knitting(image="https://example.edu/b.png")
    assert built.criteria == Criteria(narrative="Knit a sock")
    assert built.image == Image(id="https://example.edu/b.png")


def test_objects_may_be_given_as_dictionaries_and_are_completed_like_objects() -> None:
    subject = {"id": "did:example:ada", "achievement": {"name": "n", "description": "d", "criteria": "c"}}
    built = badge(credential_subject=subject)
    assert built.credential_subject.type == ("AchievementSubject",)
    assert built.credential_subject.achievement.id.startswith("urn:uuid:")


def test_one_value_may_stand_for_an_array_and_is_written_as_one() -> None:
    assert knitting(tag="wool").to_dict()["tag"] == ["wool"]
    assert knitting(tag=("wool", "socks")).tag == ("wool", "socks")


def test_none_means_that_a_member_is_not_there() -> None:
    assert "image" not in knitting(image=None).to_dict()


def test_an_extension_is_kept_as_it_is_given() -> None:
    built = knitting(difficulty={"stars": [3, None]})
    assert built.to_dict()["difficulty"] == {"stars": [3, None]}
    assert built.model_extra == {"difficulty": {"stars": [3, None]}}


def test_models_may_stand_inside_extensions() -> None:
    key = Multikey(id="did:web:example.edu#k", controller="did:web:example.edu", public_key_multibase="z6MkExamp1e")
    assert Profile(id="did:web:example.edu", verification_method=[key]).to_dict()["verificationMethod"] == [
        {
            "id": "did:web:example.edu#k",
            "type": "Multikey",
            "controller": "did:web:example.edu",
            "publicKeyMultibase": "z6MkExamp1e",
        }
    ]


@pytest.mark.parametrize(("slip", "meant"), [("tags", "tag"), ("inlanguage", "inLanguage"), ("nmae", "name")])
def test_a_member_that_is_nearly_one_of_the_standard_is_taken_for_a_slip(slip: str, meant: str) -> None:
    with pytest.raises(ModelError, match=f'found the member "{slip}"') as caught:
        knitting(**{slip: "x"})
    assert caught.value.hint == f"did you mean {meant}"
    assert caught.value.pointer == f"/{slip}"


def test_a_closed_class_has_no_extensions() -> None:
    picture = {"id": "https://example.edu/b.png", "photographer": "Ada"}
    assert faults(Image, **picture) == [("model.unknown-member", "/photographer")]


def test_every_fault_is_told_at_once_and_by_the_names_of_the_standard() -> None:
    found = faults(
        badge,
        issuer="nobody",
        valid_from=datetime(2025, 1, 1),
        awarded_date="yesterday",
        credential_subject={"id": "did:example:ada", "achievement": {"name": 7, "description": "d", "criteria": ""}},
    )
    assert found == [
        ("model.not-a-uri", "/issuer"),
        ("model.not-a-date-time", "/awardedDate"),
        ("model.wrong-type", "/credentialSubject/achievement/name"),
        ("model.not-a-date-time", "/validFrom"),
    ]


def test_an_object_of_another_class_is_refused() -> None:
    assert faults(knitting, criteria=SCHOOL) == [("model.wrong-type", "/criteria")]


def test_the_context_of_1edtech_types_is_listed_where_one_is_used() -> None:
    listed = ["https://www.w3.org/ns/credentials/v2", OB_CONTEXT, OB_EXTENSIONS]
    status = CredentialStatus(id="https://example.edu/revoked", type="1EdTechRevocationList")
    assert badge(credential_status=status).to_dict()["@context"] == listed
    assert badge(credential_schema=CredentialSchema(id="https://example.edu/s")).to_dict()["@context"] == listed
    assert badge(refresh_service=RefreshService(id="https://example.edu/new")).to_dict()["@context"] == listed


def test_the_context_of_1edtech_types_is_listed_once() -> None:
    contexts = ("https://www.w3.org/ns/credentials/v2", OB_CONTEXT, OB_EXTENSIONS)
    built = badge(context=contexts, refresh_service=RefreshService(id="https://example.edu/new"))
    assert built.context == contexts


def test_other_types_need_no_further_context() -> None:
    status = CredentialStatus(id="https://example.edu/list#7", type="BitstringStatusListEntry")
    assert OB_EXTENSIONS not in badge(credential_status=status).context


def test_a_status_is_written_without_an_array_and_alone() -> None:
    status = CredentialStatus(id="https://example.edu/list#7", type="BitstringStatusListEntry", status_purpose="x")
    assert badge(credential_status=[status]).to_dict()["credentialStatus"]["id"] == "https://example.edu/list#7"
    assert faults(badge, credential_status=[status, status]) == [("model.cardinality", "/credentialStatus")]


def test_a_status_is_written_with_an_id() -> None:
    assert faults(badge, credential_status=CredentialStatus(type="BitstringStatusListEntry")) == [
        ("model.missing", "/credentialStatus")
    ]


def test_what_the_issuer_fills_in_may_be_left_out_and_is_then_not_written() -> None:
    draft = OpenBadgeCredential(credential_subject=AchievementSubject(id="did:example:ada", achievement=knitting()))
    assert draft.issuer is draft.issuer_id is None
    assert "issuer" not in draft.to_dict()
    assert "id" not in Profile(name="Example College").to_dict()


def test_the_subject_is_named_or_identified() -> None:
    assert faults(AchievementSubject, achievement=knitting()) == [("model.missing", "")]
    ada = IdentityObject(hashed=False, identity_hash="ada@example.edu", identity_type="emailAddress")
    assert AchievementSubject(achievement=knitting(), identifier=ada).identifier == (ada,)


def test_what_is_hashed_looks_like_a_hash() -> None:
    ada = {"hashed": True, "identity_hash": "ada@example.edu", "identity_type": "emailAddress"}
    assert faults(IdentityObject, **ada) == [("model.wrong-form", "/identityHash")]


def test_a_data_integrity_proof_names_its_suite() -> None:
    assert faults(DataIntegrityProof, proof_value="z58") == [("model.missing", "")]
    assert DataIntegrityProof(type="Ed25519Signature2020", proof_value="z58").type == ("Ed25519Signature2020",)


def test_results_are_referred_to_by_ids_that_building_makes() -> None:
    assert RubricCriterionLevel(name="proficient").id.startswith("urn:uuid:")
    assert ResultDescription(name="Grade", result_type="LetterGrade").id.startswith("urn:uuid:")


def test_an_endorsement_says_what_it_endorses() -> None:
    built = EndorsementCredential(
        name="Good", issuer="did:web:example.org", credential_subject=EndorsementSubject(id="did:web:example.edu")
    )
    assert built.to_dict()["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert SCHOOL.endorsement == ()
    assert Profile(id="did:web:example.edu", endorsement=built).endorsement == (built,)


def test_a_credential_of_any_type_can_be_built() -> None:
    built = VerifiableCredential(
        type=("VerifiableCredential", "BitstringStatusListCredential"),
        issuer="did:web:example.edu",
        credential_subject={"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": "u4"},
    )
    assert built.to_dict()["credentialSubject"]["encodedList"] == "u4"
    assert read_credential(built.to_dict()) == built


def test_the_old_data_model_can_be_built_for_those_who_test_readers() -> None:
    subject = AchievementSubject(id="did:example:ada", achievement=knitting())
    tree = OpenBadgeCredentialV1(name="n", issuer=SCHOOL, credential_subject=subject).to_dict()
    assert tree["@context"][0] == "https://www.w3.org/2018/credentials/v1"
    assert "issuanceDate" in tree
    assert "validFrom" not in tree


def test_a_datetime_keeps_its_zone() -> None:
    summer = datetime(2025, 7, 1, 9, 30, tzinfo=timezone(timedelta(hours=2)))
    assert badge(valid_from=summer).to_dict()["validFrom"] == "2025-07-01T09:30:00+02:00"


def test_the_end_may_not_lie_before_the_beginning() -> None:
    period = {"valid_from": "2025-01-02T00:00:00Z", "valid_until": "2025-01-01T23:59:59Z"}
    assert faults(badge, **period) == [("model.period-reversed", "/validUntil")]


def test_the_end_may_be_the_beginning() -> None:
    assert badge(valid_from="2025-01-01T00:00:00Z", valid_until="2025-01-01T01:00:00+01:00").valid_until is not None


def test_the_members_that_name_a_thing_come_first() -> None:
    assert list(badge(name="n").to_dict())[:3] == ["@context", "id", "type"]


def test_json_is_written_by_pydantic_as_by_ourselves() -> None:
    built = badge()
    assert built.model_dump() == built.to_dict()
    assert built.model_dump(mode="json") == built.to_dict()


def test_a_model_does_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        SCHOOL.name = "Other"  # type: ignore[misc]


def test_models_are_compared_by_value_hashed_copied_and_pickled() -> None:
    built = badge(valid_from="2025-01-01T00:00:00+00:00")
    assert copy.deepcopy(built) == built
    assert pickle.loads(pickle.dumps(built)).to_dict() == built.to_dict()
    assert len({SCHOOL, Profile(id="did:web:example.edu", name="Example School")}) == 1


def test_the_text_of_a_model_leaves_out_what_is_not_there() -> None:
    assert repr(SCHOOL) == "Profile(id='did:web:example.edu', type=('Profile',), name='Example School')"
