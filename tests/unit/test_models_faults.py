"""How faults are told, and how much of a hostile document is looked at."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from microcred.document import JsonObject
from microcred.errors import ModelError
from microcred.models import Achievement, Image, OpenBadgeCredential, Profile, read_credential
from microcred.models.faults import described

PROFILE: dict[str, Any] = {"id": "urn:x:1", "type": ["Profile"]}


def faults(tree: dict[str, Any]) -> tuple[tuple[str, str | None], ...]:
    with pytest.raises(ModelError) as caught:
        Profile.read(tree)
    return tuple((fault.code, fault.pointer) for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (True, "true"),
        (3, "the number 3"),
        (4.5, "the number 4.5"),
        ("a", '"a"'),
        ("é\n\x1b[31m\u202e", '"é\\n\\u001b[31m\\u202e"'),
        ("\x7f\x85", '"\\x7f\\x85"'),
        ({}, "an empty object"),
        ({"a": 1}, "an object"),
        ([], "an empty array"),
        ([1, "a"], "an array of 2"),
        (["a", "b"], '["a", "b"]'),
        (object(), "a Python object"),
    ],
)
def test_a_value_is_described_in_a_few_harmless_words(value: object, words: str) -> None:
    assert described(value) == words


@pytest.mark.parametrize("value", ["x" * 10_000_000, ["x" * 1000] * 1000, 10**400, "\U0010ffff" * 1000])
def test_a_long_value_is_cut(value: object) -> None:
    assert len(described(value)) < 700
    assert "..." in described(value)


def test_a_single_value_has_its_own_pointer_and_not_that_of_an_array() -> None:
    entry = {"type": "IdentifierEntry", "identifier": 3, "identifierType": "name"}
    assert faults(PROFILE | {"otherIdentifier": entry}) == (("model.wrong-type", "/otherIdentifier/identifier"),)
    assert faults(PROFILE | {"otherIdentifier": [entry]}) == (("model.wrong-type", "/otherIdentifier/0/identifier"),)


def test_a_pointer_escapes_what_json_pointer_gives_a_meaning() -> None:
    with pytest.raises(ModelError) as caught:
        Image.read({"id": "urn:x:1", "type": "Image", "a/b~c": 1})
    assert caught.value.pointer == "/a~1b~0c"


def test_a_fault_in_building_has_the_pointer_of_the_standard() -> None:
    with pytest.raises(ModelError) as caught:
        Profile(id="urn:x:1", other_identifier=[{"identifier": 3, "identifier_type": "name"}])
    assert caught.value.pointer == "/otherIdentifier/0/identifier"


def test_the_first_fault_and_the_number_of_others_are_in_the_text() -> None:
    with pytest.raises(ModelError) as caught:
        Profile.read({"id": 1, "type": ["Profile"], "name": 2})
    assert str(caught.value) == "/id: found the number 1, wanted an absolute URI (and 1 more)"


def test_an_object_that_lacks_a_member_is_named_by_its_type() -> None:
    with pytest.raises(ModelError, match="the Achievement has no name, which is required"):
        Achievement.read(
            {"id": "urn:x:1", "type": ["https://x", "Achievement"][1:], "description": "d", "criteria": {"id": "a:b"}}
        )


def test_the_type_that_names_an_object_is_told_on_one_line() -> None:
    with pytest.raises(ModelError) as caught:
        Achievement.read({"type": ["\r\n\x1b[31m\x7f\u202e", "Achievement"]})
    assert {fault.message.partition(" has no ")[0] for fault in caught.value.faults} == {
        "the \\r\\n\\x1b[31m\\x7f\\u202e"
    }


def test_more_values_than_any_badge_has_are_refused_unseen() -> None:
    assert faults(PROFILE | {"endorsementJwt": [1] * 100_000}) == (("model.too-many", "/endorsementJwt"),)


def test_the_values_of_all_arrays_count_together() -> None:
    children = [{"id": "urn:x:1", "type": "Achievement", "tag": ["a"] * 1500}] * 2
    with pytest.raises(ModelError) as caught:
        OpenBadgeCredential.read({"credentialSubject": children[0], "endorsement": [{}] * 600})
    assert ("model.too-many", "/endorsement") not in {(f.code, f.pointer) for f in caught.value.faults}
    entries = {"otherIdentifier": [{}] * 30_000, "endorsementJwt": ["a.b.c"] * 30_000}
    assert ("model.too-many", "/otherIdentifier") in faults(PROFILE | entries)


def test_each_document_is_counted_anew() -> None:
    tree = PROFILE | {"endorsementJwt": ["a.b.c"] * 1500}
    assert len(Profile.read(tree).endorsement_jwt) == len(Profile.read(tree).endorsement_jwt) == 1500


def test_no_more_than_five_hundred_faults_are_listed() -> None:
    found = faults(PROFILE | {"endorsementJwt": [1] * 1500})
    assert len(found) == 501
    assert found[-1] == ("model.too-many", "")


def test_a_closed_class_with_a_crowd_of_members_is_one_fault() -> None:
    assert faults(PROFILE | {"image": {str(number): 1 for number in range(100_000)}}) == (("model.too-many", "/image"),)


def test_any_nesting_ends_in_faults() -> None:
    tree = JsonObject(PROFILE)
    for _ in range(5 * sys.getrecursionlimit()):
        tree = JsonObject(PROFILE | {"parentOrg": tree})
    assert {code for code, _ in faults(tree)} == {"model.too-deep"}


def test_a_long_chain_of_parents_is_read() -> None:
    tree = PROFILE
    for _ in range(50):
        tree = PROFILE | {"parentOrg": tree}
    assert Profile.read(tree).to_dict() == tree


@pytest.mark.parametrize(
    "tree",
    [
        {"type": {"type": "VerifiableCredential"}},
        {"@context": {"@context": []}, "type": [["OpenBadgeCredential"]]},
        {"@context": [{}], "type": ["OpenBadgeCredential", None]},
        {"type": "OpenBadgeCredential", "proof": [[[]]], "endorsement": [[{}]], "evidence": {"0": {}}},
        {"type": "EndorsementCredential", "issuer": [{}], "credentialSubject": [[{}]]},
        {"<uri>": 1, "<string>": 2, "issuer": {"<object>": {}}, "": {"": ""}},
    ],
)
def test_odd_shapes_are_faults_and_nothing_worse(tree: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        read_credential(tree)
