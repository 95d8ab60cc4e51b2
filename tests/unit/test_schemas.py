"""The published JSON Schemas: never stale, complete in themselves, and of use to validators and editors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from microcred.lint.settings_schema import ENTRY, settings_schema
from microcred.models import Achievement, OpenBadgeCredential, Profile
from microcred.models.json_schema import catalogue, json_schemas

SCHEMAS = Path(__file__).parents[2] / "schemas"
FILES = ("achievement", "clr-credential", "endorsement-credential", "open-badge-credential", "presentation", "profile")
V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"


@cache
def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def faults(name: str, tree: Any) -> list[str]:
    """The places in ``tree`` that the schema finds at fault."""
    return sorted(
        "/".join(map(str, error.absolute_path)) for error in Draft202012Validator(schema(name)).iter_errors(tree)
    )


def profile(**members: Any) -> dict[str, Any]:
    return {"id": "did:web:example.edu", "type": ["Profile"]} | members


def achievement(**members: Any) -> dict[str, Any]:
    texts = {"name": "n", "description": "d", "criteria": {"narrative": "c"}}
    return {"id": "urn:x:1", "type": ["Achievement"], **texts} | members


def badge(**members: Any) -> dict[str, Any]:
    return {
        "@context": [V2, OB],
        "id": "urn:x:2",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": profile(),
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {"id": "urn:x:3", "type": ["AchievementSubject"], "achievement": achievement()},
    } | members


def test_the_files_say_what_the_models_say() -> None:
    written = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.schema.json")}
    assert written == json_schemas() | {"configuration.schema.json": settings_schema()}, (
        "schemas/ is stale: run `python .ci/schemas`"
    )
    listed = json.loads((SCHEMAS / "catalog.json").read_text(encoding="utf-8"))
    assert listed == catalogue(more=[ENTRY]), "schemas/ is stale: run `python .ci/schemas`"


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_one_of_json_schema_2020_12_with_a_name(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema(name)["$id"] == f"urn:microcred:schema:{name}"
    assert schema(name)["title"]


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _parts(inner)


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_complete_in_itself(name: str) -> None:
    references = {part["$ref"] for part in _parts(schema(name)) if isinstance(part.get("$ref"), str)}
    assert references == {f"#/$defs/{definition}" for definition in schema(name)["$defs"]}


@pytest.mark.parametrize("name", FILES)
def test_every_class_and_every_member_is_explained(name: str) -> None:
    for definition, described in schema(name)["$defs"].items():
        assert described["description"], definition
        for member, rule in described.get("properties", {}).items():
            if not member.startswith("@value"):
                assert rule.get("description") or definition == "LanguageString", (definition, member)


@pytest.mark.parametrize("name", FILES)
def test_descriptions_are_plain_prose(name: str) -> None:
    for part in _parts(schema(name)):
        if isinstance(text := part.get("description"), str):
            assert not {"``", ":class:", "\n", "uilding"} & {
                mark for mark in ("``", ":class:", "\n", "uilding") if mark in text
            }


def test_what_is_built_is_valid() -> None:
    subject = {"id": "did:example:ada", "achievement": {"name": "n", "description": "d", "criteria": "c"}}
    built = OpenBadgeCredential(issuer=Profile(id="did:web:example.edu"), credential_subject=subject)
    assert faults("open-badge-credential", built.to_dict()) == []
    assert faults("achievement", Achievement(name="n", description="d", criteria="c").to_dict()) == []
    assert faults("profile", Profile(id="did:web:example.edu", name="School").to_dict()) == []


def test_the_context_chooses_the_data_model() -> None:
    old = badge(name="n", issuanceDate="2025-01-01T00:00:00Z") | {"@context": [V1, OB]}
    assert faults("open-badge-credential", old) == []
    del old["issuanceDate"]
    (error,) = Draft202012Validator(schema("open-badge-credential")).iter_errors(old)
    assert error.message == "'issuanceDate' is a required property"


def test_a_mistake_is_one_error_at_its_place() -> None:
    tree = badge(image="https://example.edu/b.png", evidence=[{"type": "Evidence"}, {"type": "Proof"}])
    assert faults("open-badge-credential", tree) == ["evidence/1/type", "image"]
    assert faults("open-badge-credential", badge(issuer="nobody")) == ["issuer"]
    assert faults("open-badge-credential", badge(issuer={"id": 3, "type": "Profile"})) == ["issuer/id"]


@pytest.mark.parametrize(
    ("member", "good", "bad"),
    [
        ("id", "did:key:z6Mk", "example"),
        ("type", "Profile", "Organization"),
        ("type", ["x:School", "Profile"], ["Organization"]),
        ("dateOfBirth", "1815-12-10", "10.12.1815"),
        ("endorsementJwt", "a.b.c", "a.b"),
        ("endorsementJwt", ["a.b.c"], ["a.b.c", 1]),
        ("name", {"@value": "n", "@language": "en"}, {"en": "n"}),
        ("image", {"id": "urn:x:1", "type": "Image"}, {"id": "urn:x:1", "type": "Image", "author": "Ada"}),
        ("address", {"type": "Address", "addressCountryCode": "NL"}, {"type": "Address", "addressCountryCode": "nl"}),
        ("parentOrg", profile(stars=3), {"id": "urn:x:1"}),
        ("stars", None, ...),
        ("phone", "+31", 31),
        ("phone", "", None),
    ],
)
def test_members_of_a_profile_are_held_to_their_types(member: str, good: Any, bad: Any) -> None:
    assert faults("profile", profile(**{member: good})) == []
    if bad is not ...:
        assert faults("profile", profile(**{member: bad}))


@pytest.mark.parametrize(
    ("member", "good", "bad"),
    [
        ("criteria", {"id": "https://example.edu/c"}, {}),
        ("achievementType", "ext:Yurt", "Yurt"),
        ("achievementType", "Badge", "my ext:Badge"),
        ("inLanguage", "pt-BR", "english"),
        ("creditsAvailable", 3.5, "3.5"),
        ("tag", ["a"], [1]),
    ],
)
def test_members_of_an_achievement_are_held_to_their_types(member: str, good: Any, bad: Any) -> None:
    assert faults("achievement", achievement(**{member: good})) == []
    assert faults("achievement", achievement(**{member: bad}))


@pytest.mark.parametrize(
    ("members", "place"),
    [
        ({"validFrom": "2025-01-01"}, "validFrom"),
        ({"@context": [OB, V2]}, "@context/0"),
        ({"@context": [V2, "https://purl.imsglobal.org/spec/ob/v3p0/context.json"]}, "@context/1"),
        ({"type": ["VerifiableCredential"]}, "type"),
        ({"type": "OpenBadgeCredential"}, "type"),
        ({"credentialSubject": {"type": "AchievementSubject", "achievement": achievement()}}, "credentialSubject"),
        ({"proof": {"type": "DataIntegrityProof"}}, "proof"),
        ({"proof": [{"type": "Ed25519Signature2020"}, {}]}, "proof/1"),
    ],
)
def test_members_of_a_badge_are_held_to_their_types(members: dict[str, Any], place: str) -> None:
    assert place in faults("open-badge-credential", badge(**members))


def test_an_identifier_in_clear_is_no_hash_and_a_hash_looks_like_one() -> None:
    subject = {"type": ["AchievementSubject"], "achievement": achievement()}
    identity = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "a@example.edu",
        "identityType": "emailAddress",
    }
    tree = badge(credentialSubject=subject | {"identifier": [identity]})
    assert faults("open-badge-credential", tree) == []
    tree = badge(credentialSubject=subject | {"identifier": [identity | {"hashed": True}]})
    assert faults("open-badge-credential", tree) == ["credentialSubject/identifier/0/identityHash"]


def test_an_embedded_endorsement_is_held_to_its_own_data_model() -> None:
    praise = badge(type=["VerifiableCredential", "EndorsementCredential"], name="Praise")
    praise["credentialSubject"] = {"id": "urn:x:2", "type": ["EndorsementSubject"]}
    assert faults("endorsement-credential", praise) == []
    old = praise | {"@context": [V1, OB], "issuanceDate": "2025-01-01T00:00:00Z"}
    assert faults("profile", profile(endorsement=[praise, old])) == []
    assert faults("profile", profile(endorsement=[praise, old | {"issuanceDate": 1}])) == ["endorsement/1/issuanceDate"]


def record(*credentials: Any, **members: Any) -> dict[str, Any]:
    clr = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
    subject = {"id": "urn:x:3", "type": ["ClrSubject"], "verifiableCredential": list(credentials)}
    kind = {"@context": [V2, clr, OB], "type": ["VerifiableCredential", "ClrCredential"], "name": "Transcript"}
    return badge(**kind, credentialSubject=subject, **members)


def test_a_credential_in_a_learner_record_is_held_to_its_own_class() -> None:
    inside = "credentialSubject/verifiableCredential"
    degree = {"@context": [V2], "type": ["VerifiableCredential"], "issuer": "urn:x:1", "credentialSubject": {"a": 1}}
    assert faults("clr-credential", record(badge(), degree, record(badge()))) == []
    assert faults("clr-credential", record(badge(), degree | {"issuer": 3})) == [f"{inside}/1/issuer"]
    assert faults("clr-credential", record(record(badge(validFrom="today")))) == [f"{inside}/0/{inside}/0/validFrom"]
    assert faults("clr-credential", record()) == [inside]
    assert faults("clr-credential", record("a.b.c")) == [f"{inside}/0"]
    assert faults("clr-credential", record(badge()) | {"@context": [V2, OB]})
