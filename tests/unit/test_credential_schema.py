"""credentialSchema: which schemas are assessed, which are covered, and what becomes of the rest."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest

from badges import AT, SIGNER, sealed, unsigned
from microcred.document import Document, JsonObject
from microcred.errors import MicrocredError, Rejected, Undetermined
from microcred.multibase import encode_base64url
from microcred.verification.credential_schema import check_schema
from microcred.verification.report import Check, Outcome
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier
from world import World

OB = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"
ENDORSEMENT = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json"
PROFILE = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_profile_schema.json"
OWN = "https://college.example/schemas/badge.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
BOUND = "1EdTechJsonSchemaValidator2019"


def schema(**members: Any) -> dict[str, Any]:
    return {"$schema": DIALECT, "$id": OWN, "type": "object", **members}


def entry(kind: str = "JsonSchema", url: str = OWN, **members: str) -> dict[str, str]:
    return {"id": url, "type": kind, **members}


def unexpected(content: bytes, url: str) -> Document:
    raise AssertionError(f"{url} was verified as a credential")


def checked(
    *entries: Any,
    world: World | None = None,
    model: str = "OpenBadgeCredential",
    verify: Any = unexpected,
    **changes: Any,
) -> Check:
    tree = Document.of(unsigned(credentialSchema=list(entries) or None, **changes)).tree
    return check_schema(tree, model=model, session=(world or World()).session(), verify_credential=verify)


def refusal(*entries: Any, **options: Any) -> MicrocredError:
    with pytest.raises(MicrocredError) as caught:
        checked(*entries, **options)
    return caught.value


# The schemas of 1EdTech.


@pytest.mark.parametrize("url", [OB, OB.replace("/json/", "/json-ld/"), OB.replace("ob_v3p0_a", "ob_v3p0_anya")])
def test_the_data_model_covers_the_standards_own_schema_of_its_class(url: str) -> None:
    check = checked(entry(BOUND, url))
    assert (check.outcome, check.evidence["schemas"]) == (Outcome.PASSED, [url])


def test_a_covered_schema_needs_no_network() -> None:
    tree = Document.of(unsigned(credentialSchema=entry(BOUND, OB))).tree
    check = check_schema(tree, model="OpenBadgeCredential", session=None, verify_credential=unexpected)
    assert check.outcome is Outcome.PASSED


@pytest.mark.parametrize("url", [ENDORSEMENT, PROFILE, CLR, CLR.replace("/json/", "/json-ld/")])
def test_the_schema_of_another_class_is_a_contradiction(url: str) -> None:
    error = refusal(entry(BOUND, url))
    assert (type(error), error.code, error.pointer) == (Rejected, "schema.of-another-class", "/credentialSchema/0")


def test_a_class_that_no_model_reads_is_held_against_its_schema_itself() -> None:
    world = World()
    world.serve(CLR, {"$schema": "https://json-schema.org/draft/2019-09/schema#", "required": ["partial"]})
    types = ["VerifiableCredential", "ClrCredential"]
    error = refusal(entry(BOUND, CLR), world=world, model="VerifiableCredential", type=types)
    assert error.code == "schema.not-conforming"
    assert checked(entry(BOUND, CLR), model="ClrCredential", type=types).outcome is Outcome.PASSED


def test_a_standard_schema_with_a_digest_is_fetched_for_the_digest() -> None:
    error = refusal(entry(BOUND, OB, digestSRI="sha256-" + "A" * 43 + "="), world=World({OB: b"{}"}))
    assert error.code == "schema.wrong-digest"


# Any other schema.


@pytest.mark.parametrize("kind", ["JsonSchema", BOUND])
def test_a_credential_is_held_against_the_schema_that_it_names(kind: str) -> None:
    world = World()
    world.serve(OWN, schema(required=["name"]))
    assert checked(entry(kind), world=world).outcome is Outcome.PASSED
    world.serve(OWN, schema(required=["grade"], properties={"name": {"maxLength": 3}}))
    error = refusal(entry(kind), world=world)
    assert isinstance(error, Rejected)
    assert [(fault.code, fault.pointer) for fault in error.faults] == [
        ("schema.not-conforming", ""),
        ("schema.not-conforming", "/name"),
    ]
    assert dict(error.faults[1].evidence) == {"schema": OWN, "keyword": "/properties/name/maxLength"}


def test_the_schema_of_1edtech_type_is_2019_09_unless_it_says_otherwise() -> None:
    world = World()
    # In 2019-09 a list under items speaks of the first elements; in 2020-12 it is not allowed.
    world.serve(OWN, {"properties": {"type": {"items": [{"const": "VerifiableCredential"}]}}})
    assert checked(entry(BOUND), world=world).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("change", "code", "branch"),
    [
        ({"$id": None}, "schema.incomplete", Rejected),
        ({"$schema": None}, "schema.incomplete", Rejected),
        ({"$id": "https://college.example/other.json"}, "schema.misnamed", Rejected),
        ({"$schema": "http://json-schema.org/draft-04/schema#"}, "schema.unsupported-dialect", Undetermined),
        ({"type": "text"}, "schema.unusable", Undetermined),
        ({"$ref": "https://elsewhere.example/x.json"}, "schema.unresolved-reference", Undetermined),
        ({"$ref": "#"}, "schema.too-much-work", Undetermined),
        ({"properties": {"name": {"pattern": r"(a)\1"}}}, "schema.unsupported-pattern", Undetermined),
    ],
)
def test_a_schema_that_is_none_is_told_apart_from_one_that_refuses(
    change: dict[str, Any], code: str, branch: type[MicrocredError]
) -> None:
    world = World()
    world.serve(OWN, {name: value for name, value in schema(**change).items() if value is not None})
    error = refusal(entry(), world=world)
    assert (error.code, error.pointer) == (code, "/credentialSchema/0")
    assert isinstance(error, branch)
    assert error.evidence.get("schema", OWN) == OWN


@pytest.mark.parametrize("content", [b"<html>", b"[]", b"true", b"\xff", b'{"a":1,"a":2}', b"{" * 100])
def test_what_is_no_json_document_is_no_schema(content: bytes) -> None:
    error = refusal(entry(), world=World({OWN: content}))
    assert (error.code, isinstance(error, Undetermined)) == ("schema.unusable", True)


def test_a_schema_that_cannot_be_had_leaves_the_check_undetermined() -> None:
    error = refusal(entry())
    assert (error.code, isinstance(error, Undetermined)) == ("fetch.http-status", True)


def test_a_type_that_is_not_known_is_told_on_one_line() -> None:
    assert checked(entry("a\r\n\x1b\u202eb")).message == "schemas of type 'a\\r\\n\\x1b\\u202eb' are not assessed"


def test_a_type_that_is_not_known_is_said_not_to_be_assessed() -> None:
    check = checked(entry("FullJsonSchemaValidator2021"), {"id": OWN}, entry(BOUND, OB))
    assert (check.outcome, check.code) == (Outcome.NOT_RUN, "schema.not-assessed")


def test_the_worst_of_several_schemas_counts() -> None:
    world = World()
    world.serve(OWN, schema(required=["grade"]))
    absent = entry(url="https://college.example/absent.json")
    assert isinstance(refusal(entry("Unknown"), absent, entry(BOUND, OB), world=world), Undetermined)
    assert isinstance(refusal(absent, entry(), world=world), Rejected)


def test_more_schemas_than_anybody_needs_are_not_looked_at() -> None:
    world = World()
    assert refusal(*[entry()] * 9, world=world).code == "schema.too-much-work"
    assert world.visits == []


def test_nothing_is_fetched_without_a_session() -> None:
    tree = Document.of(unsigned(credentialSchema=[entry(), entry(BOUND, OB)])).tree
    check = check_schema(tree, model="OpenBadgeCredential", session=None, verify_credential=unexpected)
    assert (check.outcome, check.code) == (Outcome.NOT_RUN, None)


# Digests.


def digests(content: bytes) -> dict[str, str]:
    sha384 = base64.b64encode(hashlib.sha384(content).digest()).decode()
    return {
        "digestSRI": f"sha384-{sha384}",
        "digestMultibase": "u" + encode_base64url(b"\x12\x20" + hashlib.sha256(content).digest()),
    }


@pytest.mark.parametrize("member", ["digestSRI", "digestMultibase"])
def test_a_schema_with_another_digest_is_not_the_one_that_was_meant(member: str) -> None:
    content = json.dumps(schema()).encode()
    world = World({OWN: content})
    assert checked(entry(**{member: digests(content)[member]}), world=world).outcome is Outcome.PASSED
    world.damage(OWN, lambda body: body + b" ")
    assert refusal(entry(**{member: digests(content)[member]}), world=world).code == "schema.wrong-digest"
    assert refusal(entry(**{member: "?"}), world=world).code == "schema.malformed-digest"


# Schemas that are credentials.

CREDENTIAL = "https://college.example/schemas/credential"


def schema_credential(**changes: Any) -> dict[str, Any]:
    whole = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": CREDENTIAL,
        "type": ["VerifiableCredential", "JsonSchemaCredential"],
        "issuer": SIGNER.verification_method.partition("#")[0],
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSchema": {
            "id": "https://www.w3.org/ns/credentials/json-schema/v2.json",
            "type": "JsonSchema",
            "digestSRI": "sha384-S57yQDg1MTzF56Oi9DbSQ14u7jBy0RDdx0YbeV7shwhCS88G8SCXeFq82PafhCrW",
        },
        "credentialSubject": {"id": OWN, "type": "JsonSchema", "jsonSchema": schema(required=["name"])},
    } | changes
    return {name: value for name, value in whole.items() if value is not None}


def believed(content: bytes, url: str) -> Document:
    return Document.parse(content)


def test_a_schema_credential_is_verified_and_its_schema_assessed() -> None:
    seen = []

    def verify(content: bytes, url: str) -> Document:
        seen.append(url)
        return Document.parse(content)

    world = World()
    world.serve(CREDENTIAL, schema_credential())
    named = entry("JsonSchemaCredential", CREDENTIAL)
    assert checked(named, world=world, verify=verify).outcome is Outcome.PASSED
    assert seen == [CREDENTIAL]
    assert refusal(named, world=world, verify=believed, name=None).code == "schema.not-conforming"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "https://college.example/other"}, "schema.misnamed"),
        ({"type": ["VerifiableCredential"]}, "schema.malformed-credential"),
        ({"credentialSchema": None}, "schema.malformed-credential"),
        ({"credentialSchema": {"id": OWN, "type": "JsonSchema"}}, "schema.malformed-credential"),
        ({"credentialSubject": {"type": "JsonSchema"}}, "schema.malformed-credential"),
        ({"credentialSubject": {"type": "Other", "jsonSchema": schema()}}, "schema.malformed-credential"),
        ({"credentialSubject": {"type": "JsonSchema", "jsonSchema": {"$schema": DIALECT}}}, "schema.incomplete"),
    ],
)
def test_a_schema_credential_has_the_form_of_the_standard(change: dict[str, Any], code: str) -> None:
    world = World()
    world.serve(CREDENTIAL, schema_credential(**change))
    error = refusal(entry("JsonSchemaCredential", CREDENTIAL), world=world, verify=believed)
    assert (error.code, isinstance(error, Rejected)) == (code, True)


# Within a verification.


def verified(document: Document, world: World) -> Check:
    return Verifier(trust=AnyIssuer(), fetcher=world).verify(document, at=AT)["schema"]


def test_a_sealed_badge_is_held_against_its_schema() -> None:
    world = World()
    world.serve(OWN, schema(required=["name"]))
    badge = sealed(unsigned(credentialSchema=[entry()]))
    assert verified(badge, world).outcome is Outcome.PASSED


def test_no_schema_is_fetched_for_a_badge_whose_seal_does_not_hold() -> None:
    world = World()
    world.serve(OWN, schema())
    badge = sealed(unsigned(credentialSchema=[entry()])).to_dict()
    badge["name"] = "Another name"
    assert verified(Document.of(badge), world).outcome is Outcome.NOT_RUN
    assert world.visits == []


def test_a_schema_credential_is_believed_only_with_its_own_seal() -> None:
    world = World()
    badge = sealed(unsigned(credentialSchema=[entry("JsonSchemaCredential", CREDENTIAL)]))
    world.serve(CREDENTIAL, sealed(schema_credential()).raw)
    assert verified(badge, world).outcome is Outcome.PASSED
    world.serve(CREDENTIAL, schema_credential())
    check = verified(badge, world)
    assert (check.outcome, check.code) == (Outcome.UNDETERMINED, "schema.not-verified")


def test_what_a_schema_is_held_against_is_the_credential_as_it_came() -> None:
    world = World()
    world.serve(OWN, schema(properties={"proof": {"type": "object", "required": ["proofValue"]}}, required=["proof"]))
    assert verified(sealed(unsigned(credentialSchema=[entry()])), world).outcome is Outcome.PASSED


def test_the_check_needs_a_tree_from_the_gate() -> None:
    assert isinstance(Document.of(unsigned()).tree, JsonObject)


def test_as_many_schemas_as_are_assessed_are_all_assessed() -> None:
    world = World({f"{OWN}?{number}": json.dumps(schema(**{"$id": f"{OWN}?{number}"})).encode() for number in range(9)})
    entries = [entry(url=f"{OWN}?{number}") for number in range(9)]
    assert checked(*entries[:8], world=world).outcome is Outcome.PASSED
    assert refusal(*entries, world=world).code == "schema.too-much-work"


@pytest.mark.parametrize("member", ["digestSRI", "digestMultibase"])
def test_a_schema_of_the_standard_with_either_digest_is_fetched(member: str) -> None:
    asked = World()
    assert isinstance(refusal(entry(BOUND, OB, **{member: "uAAAA"}), world=asked), MicrocredError)
    assert asked.visits == [OB]


def test_a_type_in_a_list_of_several_is_not_chosen_from() -> None:
    several: Any = {**entry(), "type": ["JsonSchema", "Other"]}
    assert checked(several).outcome is not Outcome.PASSED
    one: Any = {**entry(), "type": ["JsonSchema"]}
    assert checked(one, world=World({OWN: json.dumps(schema()).encode()})).outcome is Outcome.PASSED


def test_the_fragment_of_nothing_makes_no_other_name() -> None:
    for named, url in ((f"{OWN}#", OWN), (OWN, f"{OWN}#")):
        page = json.dumps(schema(**{"$id": named})).encode()
        assert checked(entry(url=url), world=World({OWN: page, f"{OWN}#": page})).outcome is Outcome.PASSED


def test_a_schema_that_cannot_be_read_is_told_where_it_is_named() -> None:
    error = refusal(entry(), world=World({OWN: b"<html>"}))
    assert (error.code, error.pointer) == ("schema.unusable", "/credentialSchema/0")
    assert dict(error.evidence) == {"schema": OWN}
