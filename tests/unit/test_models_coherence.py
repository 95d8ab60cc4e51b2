"""What does not fit together within a credential is noted at its place, and refuses nothing."""

from __future__ import annotations

from typing import Any

import pytest

from badges import unsigned
from microcred.models import deviations, read_credential

GRADE = "urn:uuid:0a4e5f8e-7a0a-4d60-8a65-0d1ee24f5a01"
RUBRIC = "urn:uuid:0a4e5f8e-7a0a-4d60-8a65-0d1ee24f5a02"
LEVEL = "urn:uuid:0a4e5f8e-7a0a-4d60-8a65-0d1ee24f5a03"
ELSEWHERE = "urn:uuid:00000000-0000-4000-8000-000000000000"
RESULT = "/credentialSubject/result/0"
DESCRIPTION = "/credentialSubject/achievement/resultDescription/0"


def noted(tree: dict[str, Any]) -> list[tuple[str, str | None]]:
    read_credential(tree, strict=True)
    return [(fault.code, fault.pointer) for fault in deviations(tree)]


def badge(result: dict[str, Any] | None = None, **description: Any) -> dict[str, Any]:
    tree = unsigned()
    described = {"id": GRADE, "type": ["ResultDescription"], "name": "Grade", "resultType": "LetterGrade"}
    tree["credentialSubject"]["achievement"]["resultDescription"] = [described | description]
    tree["credentialSubject"]["result"] = [{"type": ["Result"], "resultDescription": GRADE, **(result or {})}]
    return tree


def rubric(*levels: str) -> list[dict[str, Any]]:
    return [{"id": level, "type": ["RubricCriterionLevel"], "name": "Proficient"} for level in levels]


def test_a_badge_that_fits_together_has_no_notes() -> None:
    assert deviations(unsigned()) == ()


def test_a_result_names_a_description_of_its_achievement() -> None:
    assert noted(badge({"resultDescription": ELSEWHERE})) == [
        ("result.unknown-description", f"{RESULT}/resultDescription")
    ]


def test_the_achieved_level_is_one_of_the_description() -> None:
    assert noted(badge({"achievedLevel": LEVEL}, rubricCriterionLevel=rubric(LEVEL))) == []
    expected = [("result.unknown-level", f"{RESULT}/achievedLevel")]
    assert noted(badge({"achievedLevel": ELSEWHERE}, rubricCriterionLevel=rubric(LEVEL))) == expected
    other = badge({"achievedLevel": LEVEL})
    other["credentialSubject"]["achievement"]["resultDescription"].append(
        {
            "id": RUBRIC,
            "type": ["ResultDescription"],
            "name": "Rubric",
            "resultType": "RubricCriterionLevel",
            "rubricCriterionLevel": rubric(LEVEL),
        }
    )
    assert noted(other) == expected


def test_a_result_without_a_description_may_name_a_level_of_any() -> None:
    tree = badge({"achievedLevel": LEVEL}, rubricCriterionLevel=rubric(LEVEL))
    del tree["credentialSubject"]["result"][0]["resultDescription"]
    assert noted(tree) == []


def test_the_required_level_is_one_of_the_description() -> None:
    assert noted(badge(requiredLevel=LEVEL, rubricCriterionLevel=rubric(LEVEL))) == []
    assert noted(badge(requiredLevel=ELSEWHERE)) == [("result.unknown-level", f"{DESCRIPTION}/requiredLevel")]


@pytest.mark.parametrize("member", ["value", "requiredValue"])
def test_a_value_is_one_of_those_allowed(member: str) -> None:
    place = f"{RESULT}/value" if member == "value" else f"{DESCRIPTION}/requiredValue"
    for value, notes in (("B", []), ("A+", [("result.value-not-allowed", place)])):
        tree = (
            badge({"value": value}, allowedValue=["C", "B", "A"])
            if member == "value"
            else badge(requiredValue=value, allowedValue=["C", "B", "A"])
        )
        assert noted(tree) == notes


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("0", True),
        ("99.5", True),
        ("100", True),
        ("100.0", True),
        ("100.01", False),
        ("-1", False),
        ("excellent", True),
    ],
)
def test_a_value_lies_within_its_range(value: str, fits: bool) -> None:
    tree = badge({"value": value}, resultType="Percent", valueMin="0", valueMax="100")
    assert noted(tree) == ([] if fits else [("result.value-out-of-range", f"{RESULT}/value")])


def test_a_range_may_be_open_and_numbers_are_compared_as_numbers() -> None:
    assert noted(badge({"value": "9"}, resultType="RawScore", valueMin="10")) == [
        ("result.value-out-of-range", f"{RESULT}/value")
    ]
    assert noted(badge({"value": "11"}, resultType="RawScore", valueMin="9")) == []
    assert noted(badge({"value": "1e999999999"}, resultType="RawScore", valueMax="9")) == []


def test_a_status_goes_with_the_type_status() -> None:
    assert noted(badge({"status": "Completed"}, resultType="Status")) == []
    assert noted(badge(resultType="Status")) == [("result.status-missing", RESULT)]
    assert noted(badge({"status": "Completed"})) == [("result.status-unexpected", f"{RESULT}/status")]


def test_one_result_without_its_array_is_held_to_the_same() -> None:
    tree = badge({"value": "F"}, allowedValue=["A"])
    (tree["credentialSubject"]["result"],) = tree["credentialSubject"]["result"]
    assert ("result.value-not-allowed", "/credentialSubject/result/value") in [
        (fault.code, fault.pointer) for fault in deviations(tree)
    ]


def test_a_credential_has_an_id_of_its_own() -> None:
    tree = unsigned()
    tree["id"] = tree["issuer"]["id"]
    assert ("content.id-of-issuer", "/id") in noted(tree)


def test_two_things_have_two_ids() -> None:
    tree = unsigned(evidence=[{"id": "https://college.example/achievements/soil-2", "type": ["Evidence"]}])
    assert "content.shared-id" in [code for code, _ in noted(tree)]


def test_one_profile_may_stand_in_several_places() -> None:
    tree = unsigned()
    tree["credentialSubject"]["id"] = tree["issuer"]["id"]
    tree["credentialSubject"]["achievement"]["creator"] = tree["issuer"]
    assert noted(tree) == []


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://college.example/badge.png", None),
        ("data:image/png;base64,iVBORw0KGgo=", None),
        ("data:image/svg+xml,%3Csvg/%3E", None),
        ("DATA:IMAGE/PNG;base64,iVBORw0KGgo=", None),
        ("data:image/webp;base64,UklGRg==", "content.image-type"),
        ("data:text/html,x", "content.image-type"),
        ("data:,x", "content.image-type"),
        ("http://college.example/badge.png", "content.image-address"),
        ("urn:x:1", "content.image-address"),
    ],
)
def test_pictures_are_png_or_svg_over_https_or_in_data_uris(address: str, code: str | None) -> None:
    tree = unsigned()
    tree["credentialSubject"]["achievement"]["image"] = {"id": address, "type": "Image"}
    expected = [] if code is None else [(code, "/credentialSubject/achievement/image/id")]
    assert noted(tree) == expected


def test_no_more_is_noted_than_a_person_reads() -> None:
    tree = badge({"value": "F"}, allowedValue=["A"])
    tree["credentialSubject"]["result"] *= 1000
    assert len(deviations(tree)) == 100


def test_what_is_noted_comes_after_what_is_wrong_in_form() -> None:
    tree = badge({"value": "F"}, allowedValue="A")
    assert [fault.code for fault in deviations(tree)] == ["model.cardinality", "result.value-not-allowed"]


def test_a_credential_that_cannot_be_read_has_its_faults_alone() -> None:
    tree = badge({"value": "F"}, allowedValue=["A"])
    del tree["credentialSubject"]["achievement"]["name"]
    assert [fault.code for fault in deviations(tree)] == ["model.missing"]
