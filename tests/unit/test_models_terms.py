"""The enumerations of the standard with their extensions, and the class names in ``type``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from microcred.errors import Fault, ModelError
from microcred.models import (
    Achievement,
    AchievementType,
    Alignment,
    AlignmentTargetType,
    AssociationType,
    IdentifierEntry,
    IdentifierType,
    Image,
    Model,
    Multikey,
    Profile,
    Result,
    ResultDescription,
    ResultStatusType,
    ResultType,
)

ACHIEVEMENT: Mapping[str, Any] = {
    "id": "urn:x:1",
    "type": ["Achievement"],
    "name": "n",
    "description": "d",
    "criteria": {"narrative": "c"},
}
MEMBERS: Mapping[str, tuple[type[Model], Mapping[str, Any], object]] = {
    "achievementType": (Achievement, ACHIEVEMENT, AchievementType),
    "targetType": (
        Alignment,
        {"type": ["Alignment"], "targetName": "n", "targetUrl": "https://example.org"},
        AlignmentTargetType,
    ),
    "identifierType": (IdentifierEntry, {"type": "IdentifierEntry", "identifier": "i"}, IdentifierType),
    "resultType": (ResultDescription, {"id": "urn:x:1", "type": ["ResultDescription"], "name": "n"}, ResultType),
    "status": (Result, {"type": ["Result"]}, ResultStatusType),
}
EXTENSIBLE = [member for member in MEMBERS if member != "status"]


def read(member: str, value: Any, *, strict: bool = True) -> Model:
    model, tree, _ = MEMBERS[member]
    return model.read({**tree, member: value}, strict=strict)


def fault(member: str, value: Any, *, strict: bool = True) -> Fault:
    with pytest.raises(ModelError) as caught:
        read(member, value, strict=strict)
    (found,) = caught.value.faults
    assert found.pointer == f"/{member}"
    return found


@pytest.mark.parametrize(
    ("enumeration", "size"),
    [
        (AchievementType, 31),
        (AlignmentTargetType, 7),
        (IdentifierType, 19),
        (ResultType, 12),
        (ResultStatusType, 7),
        (AssociationType, 8),
    ],
)
def test_the_enumerations_are_complete(enumeration: object, size: int) -> None:
    assert len(set(get_args(enumeration))) == size


@pytest.mark.parametrize(
    ("member", "term"), [(m, term) for m, (_, _, words) in MEMBERS.items() for term in get_args(words)]
)
def test_every_term_of_the_standard_is_read(member: str, term: str) -> None:
    assert read(member, term).to_dict()[member] == term


@pytest.mark.parametrize("member", EXTENSIBLE)
@pytest.mark.parametrize("term", ["ext:x", "ext:Micro.Credential-2_b"])
def test_an_extension_term_begins_with_ext(member: str, term: str) -> None:
    assert read(member, term).to_dict()[member] == term


@pytest.mark.parametrize("member", EXTENSIBLE)
@pytest.mark.parametrize("term", ["Program", "my ext:x", "ext:", "ext:a b", "ext:a|b", "EXT:x", "badge", ""])
def test_a_foreign_term_is_read_and_noted(member: str, term: str) -> None:
    assert read(member, term, strict=False).to_dict()[member] == term
    assert fault(member, term).code == "model.not-in-enumeration"


def test_a_foreign_term_is_not_written() -> None:
    with pytest.raises(ModelError, match="wanted one of the 31 terms or one of your own behind ext:"):
        Achievement(name="n", description="d", criteria="c", achievement_type="Program")


def test_the_hint_to_a_foreign_term_is_the_nearest_one() -> None:
    assert fault("achievementType", "MicroCredentials").hint == "did you mean MicroCredential"
    assert fault("achievementType", "Yurt").hint == "write ext:Yurt for a term of your own"
    assert "only letters" in str(fault("achievementType", "ext:a b").hint)
    assert "the terms are Completed, Enrolled" in str(fault("status", "xyz").hint)


@pytest.mark.parametrize("term", ["completed", "ext:Passed", "Program"])
def test_a_closed_enumeration_has_no_extensions(term: str) -> None:
    assert fault("status", term, strict=False).code == "model.not-in-enumeration"


@pytest.mark.parametrize("member", MEMBERS)
@pytest.mark.parametrize("value", [None, 1, True, ["Badge"], {"@value": "Badge"}])
def test_a_term_is_a_string(member: str, value: Any) -> None:
    assert fault(member, value, strict=False).code == "model.wrong-type"


# The names of classes


@pytest.mark.parametrize(
    "names", [["Profile"], ["Profile", "https://example.org/School"], ["schema:Organization", "Profile"]]
)
def test_type_holds_the_name_of_the_class_and_may_hold_others(names: list[str]) -> None:
    assert Profile.read({"id": "urn:x:1", "type": names}, strict=True).type == tuple(names)


def test_one_name_may_stand_without_an_array_and_is_written_in_one() -> None:
    profile = Profile.read({"id": "urn:x:1", "type": "Profile"}, strict=True)
    assert profile.type == ("Profile",)
    assert profile.to_dict()["type"] == ["Profile"]


@pytest.mark.parametrize(
    ("value", "code", "pointer"),
    [
        (["Organization"], "model.type-missing", "/type"),
        ("profile", "model.type-missing", "/type"),
        ([], "model.type-missing", "/type"),
        ("", "model.type-missing", "/type"),
        (["Profile", 1], "model.wrong-type", "/type/1"),
        ([["Profile"]], "model.wrong-type", "/type/0"),
        (None, "model.wrong-type", "/type"),
        ({"Profile": 1}, "model.wrong-type", "/type"),
        (["Profile"] * 101, "model.too-many", "/type"),
    ],
)
def test_anything_else_is_no_type(value: Any, code: str, pointer: str) -> None:
    with pytest.raises(ModelError) as caught:
        Profile.read({"id": "urn:x:1", "type": value})
    assert [(fault.code, fault.pointer) for fault in caught.value.faults] == [(code, pointer)]


def test_the_hint_to_a_wrong_type_says_what_to_add() -> None:
    with pytest.raises(ModelError) as caught:
        Profile.read({"id": "urn:x:1", "type": ["Organization", "School"]})
    assert caught.value.message == 'found ["Organization", "School"] without Profile'
    assert caught.value.hint == "add Profile to the array"


def test_a_class_with_one_fixed_type_writes_it_as_a_string() -> None:
    tree = {"id": "https://example.edu/b.png", "type": "Image"}
    assert Image.read(tree, strict=True).to_dict() == tree
    assert Image(id="https://example.edu/b.png").to_dict() == tree


def test_a_fixed_type_in_an_array_is_read_and_noted() -> None:
    tree = {"id": "https://example.edu/b.png", "type": ["Image"]}
    assert Image.read(tree).to_dict()["type"] == "Image"
    with pytest.raises(ModelError, match="wanted one string"):
        Image.read(tree, strict=True)


def test_a_fixed_type_has_no_company() -> None:
    with pytest.raises(ModelError, match="wanted one string"):
        Image.read({"id": "https://example.edu/b.png", "type": ["Image", "Photo"]})


@pytest.mark.parametrize("name", ["DataIntegrityProof", "MultiKey"])
def test_a_multikey_is_read_by_the_name_that_open_badges_gives_it(name: str) -> None:
    tree = {"id": "urn:x:1#k", "type": name, "controller": "urn:x:1", "publicKeyMultibase": "z6Mk"}
    assert Multikey.read(tree).type == (name,)
    with pytest.raises(ModelError, match="without Multikey"):
        Multikey.read(tree, strict=True)
