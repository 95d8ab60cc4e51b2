"""Every class of Open Badges 3.0 and CLR 2.0 with every property: how often it may stand, and whether it is open.

The table is the standards' own (Open Badges 3.0, Appendix B; CLR 2.0, data model), written down a second time so that
the models cannot drift from it. ``1`` is once, ``?`` at most once, ``+`` an array of at least one, ``*`` an array,
``/`` an array which one value may do without (A.2.1), ``~`` one value, or several in an array, and ``.`` what other
standards say.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from microcred import models
from microcred.errors import ModelError
from microcred.models import Model

TABLE = """
OpenBadgeCredential open: @context+ id1 type+ name? description? image? awardedDate? credentialSubject1 endorsement*
    endorsementJwt* evidence* issuer1 validFrom1 validUntil? proof/ credentialSchema/ credentialStatus~ refreshService?
    termsOfUse/ relatedResource*
OpenBadgeCredentialV1 open: @context+ id1 type+ name1 description? image? awardedDate? credentialSubject1 endorsement*
    endorsementJwt* evidence* issuer1 issuanceDate1 expirationDate? proof/ credentialSchema/ credentialStatus~
    refreshService? termsOfUse/
AchievementSubject open: id? type/ activityStartDate? activityEndDate? creditsEarned? achievement1 identifier* image?
    licenseNumber? role? term? narrative? result* source?
Achievement open: id1 type/ name1 description1 criteria1 achievementType? alignment* creator? creditsAvailable?
    endorsement* endorsementJwt* fieldOfStudy? humanCode? specialization? version? image? inLanguage? otherIdentifier*
    related* resultDescription* tag*
Profile open: id1 type/ name? phone? description? email? official? url? endorsement* endorsementJwt* image? address?
    otherIdentifier* parentOrg? familyName? givenName? additionalName? honorificPrefix? honorificSuffix?
    patronymicName? familyNamePrefix? dateOfBirth? verificationMethod. assertionMethod. controller. alsoKnownAs.
EndorsementCredential open: @context+ id1 type+ name1 description? awardedDate? credentialSubject1 evidence* issuer1
    validFrom1 validUntil? proof/ credentialSchema/ credentialStatus~ refreshService? termsOfUse/ relatedResource*
EndorsementCredentialV1 open: @context+ id1 type+ name1 description? awardedDate? credentialSubject1 evidence* issuer1
    issuanceDate1 expirationDate? proof/ credentialSchema/ credentialStatus~ refreshService? termsOfUse/
ClrCredential open: @context+ id1 type+ name1 description? image? partial? awardedDate? credentialSubject1 endorsement*
    endorsementJwt* evidence* issuer1 validFrom1 validUntil? proof/ credentialSchema/ credentialStatus~ refreshService?
    termsOfUse/ relatedResource*
ClrCredentialV1 open: @context+ id1 type+ name1 description? image? partial? awardedDate? credentialSubject1
    endorsement* endorsementJwt* evidence* issuer1 issuanceDate1 expirationDate? proof/ credentialSchema/
    credentialStatus~ refreshService? termsOfUse/
ClrSubject open: id? type/ identifier* verifiableCredential+ achievement* association*
Association closed: type1 associationType1 sourceId1 targetId1
EndorsementSubject open: id1 type/ endorsementComment?
Address open: type/ addressCountry? addressRegion? addressLocality? streetAddress? postOfficeBoxNumber? postalCode?
    addressCountryCode? geo?
GeoCoordinates open: type1 latitude1 longitude1
Alignment open: type/ targetName1 targetUrl1 targetCode? targetDescription? targetFramework? targetType?
Criteria open: id? type~ narrative?
Evidence open: type/ id? narrative? name? description? genre? audience?
IdentifierEntry closed: type1 identifier1 identifierType1
IdentityObject closed: type1 hashed1 identityHash1 identityType1 salt?
Image closed: id1 type1 caption?
Related open: id1 type/ inLanguage? version?
Result open: type/ achievedLevel? resultDescription? status? value? alignment*
ResultDescription open: id1 type/ name1 resultType1 alignment* allowedValue* requiredLevel? requiredValue? valueMax?
    valueMin? rubricCriterionLevel*
RubricCriterionLevel open: id1 type/ name1 alignment* description? level? points?
CredentialSchema open: id1 type~ digestSRI?
CredentialStatus open: id? type~
RefreshService open: id1 type~
TermsOfUse open: id? type~
DataIntegrityProof open: id? type~ cryptosuite? created? expires? verificationMethod? proofPurpose? domain~ challenge?
    nonce? previousProof~ proofValue?
Multikey open: id1 type~ controller1 publicKeyMultibase1 expires? revoked?
JsonWebKey open: kty1 use? key_ops* alg? kid? x5u? x5c* x5t? x5t#S256?
JsonWebKeySet open: keys+
"""


def _rows() -> Iterator[tuple[str, bool, dict[str, str]]]:
    for row in TABLE.replace("\n    ", " ").strip().splitlines():
        head, members = row.split(": ")
        name, kind = head.split()
        yield name, kind == "open", {member[:-1]: member[-1] for member in members.split()}


ROWS = {name: (is_open, members) for name, is_open, members in _rows()}
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
TOKEN = "aGVh.cGF5.c2ln"


def _values(name: str) -> dict[str, Any]:
    """A right value for every member of a class; the value of one entry for repeatable ones."""
    first = "https://www.w3.org/2018/credentials/v1" if name.endswith("V1") else "https://www.w3.org/ns/credentials/v2"
    kind = next((kind for kind in ("Endorsement", "Clr") if name.startswith(kind)), "OpenBadge") + "Credential"
    subject = {"EndorsementCredential": "EndorsementSubject", "ClrCredential": "ClrSubject"}.get(
        kind, "AchievementSubject"
    )
    special: dict[str, Any] = {
        "@context": [first, CLR, OB] if kind == "ClrCredential" else [first, OB],
        "verifiableCredential": lambda: minimal("OpenBadgeCredential"),
        "association": lambda: minimal("Association"),
        "associationType": "isPartOf",
        "partial": True,
        "type": ["VerifiableCredential", kind] if name.endswith(("Credential", "V1")) else name,
        "credentialSubject": lambda: minimal(subject),
        "image": lambda: minimal("Image"),
        "endorsement": lambda: minimal("EndorsementCredential"),
        "endorsementJwt": TOKEN,
        "evidence": lambda: minimal("Evidence"),
        "issuer": lambda: minimal("Profile"),
        "proof": lambda: {"type": "Ed25519Signature2020"},
        "credentialSchema": lambda: {"id": "urn:x:s", "type": "JsonSchema"},
        "credentialStatus": lambda: {"id": "urn:x:s", "type": "BitstringStatusListEntry"},
        "refreshService": lambda: {"id": "urn:x:r", "type": "1EdTechCredentialRefresh"},
        "termsOfUse": lambda: {"type": "X"},
        "relatedResource": lambda: {"id": "urn:x:p", "digestSRI": "sha384-x"},
        "achievement": lambda: minimal("Achievement"),
        "identifier": "x" if name == "IdentifierEntry" else lambda: minimal("IdentityObject"),
        "result": lambda: minimal("Result"),
        "criteria": lambda: {"narrative": "n"},
        "alignment": lambda: minimal("Alignment"),
        "otherIdentifier": lambda: minimal("IdentifierEntry"),
        "related": lambda: minimal("Related"),
        "resultDescription": "urn:x:d" if name == "Result" else lambda: minimal("ResultDescription"),
        "rubricCriterionLevel": lambda: minimal("RubricCriterionLevel"),
        "address": lambda: minimal("Address"),
        "geo": lambda: minimal("GeoCoordinates"),
        "keys": lambda: minimal("JsonWebKey"),
        "achievementType": "Badge",
        "targetType": "CFItem",
        "identifierType": "emailAddress",
        "identityType": "emailAddress",
        "resultType": "Percent",
        "status": "Completed",
        "hashed": False,
        "inLanguage": "en",
        "addressCountryCode": "NL",
        "dateOfBirth": "1815-12-10",
        "publicKeyMultibase": "z6Mk",
    }
    special |= dict.fromkeys(("creator", "source", "parentOrg"), lambda: minimal("Profile"))
    special |= dict.fromkeys(("creditsEarned", "creditsAvailable", "latitude", "longitude"), 3)
    dates = ("validFrom", "validUntil", "issuanceDate", "expirationDate", "awardedDate", "created", "expires")
    special |= dict.fromkeys((*dates, "revoked", "activityStartDate", "activityEndDate"), "2025-01-01T00:00:00Z")
    uris = ("id", "url", "targetUrl", "achievedLevel", "requiredLevel", "verificationMethod", "controller", "x5u")
    special |= dict.fromkeys((*uris, "sourceId", "targetId"), "urn:x:1")
    return special


def value(name: str, member: str) -> Any:
    found = _values(name).get(member, "text")
    return found() if callable(found) else found


def entry(name: str, member: str, how_often: str) -> Any:
    """The value of a member in the form in which the standard wants it written."""
    found = value(name, member)
    return [found] if how_often in "+*/" and not isinstance(found, list) else found


def minimal(name: str) -> dict[str, Any]:
    _, members = ROWS[name]
    tree = {
        member: entry(name, member, often) for member, often in members.items() if often in "1+" or member == "type"
    }
    if name == "Criteria":
        tree = {"narrative": "n"}
    if name in ("AchievementSubject", "ClrSubject"):
        tree["id"] = "urn:x:1"
    if name == "DataIntegrityProof":
        tree["cryptosuite"] = "eddsa-rdfc-2022"
    return tree


def maximal(name: str) -> dict[str, Any]:
    return {member: entry(name, member, often) for member, often in ROWS[name][1].items()}


def model(name: str) -> type[Model]:
    found: type[Model] = getattr(models, name)
    return found


def faults(name: str, tree: Mapping[str, Any], *, strict: bool = False) -> list[tuple[str, str | None]]:
    with pytest.raises(ModelError) as caught:
        model(name).read(tree, strict=strict)
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


MEMBERS = [(name, member, often) for name, (_, members) in ROWS.items() for member, often in members.items()]
REQUIRED = [
    (name, member) for name, member, often in MEMBERS if often in "1+" or (member == "type" and name != "Criteria")
]


def strict(name: str) -> bool:
    """Whether a right document of the class has no deviation: the old data model is one."""
    return not name.endswith("V1")


@pytest.mark.parametrize("name", ROWS)
def test_a_class_has_the_members_of_the_standard_and_no_others(name: str) -> None:
    assert {field.alias for field in model(name).model_fields.values()} == set(ROWS[name][1])


@pytest.mark.parametrize("name", ROWS)
def test_what_is_required_is_enough(name: str) -> None:
    tree = minimal(name)
    assert model(name).read(tree, strict=strict(name)).to_dict() == tree


@pytest.mark.parametrize("name", ROWS)
def test_everything_may_be_there_and_is_written_as_it_was_read(name: str) -> None:
    tree = maximal(name)
    assert model(name).read(tree, strict=strict(name)).to_dict() == tree


@pytest.mark.parametrize(("name", "member"), REQUIRED)
def test_what_is_required_is_demanded(name: str, member: str) -> None:
    tree = maximal(name)
    del tree[member]
    assert faults(name, tree) == [("model.type-missing" if member == "type" else "model.missing", f"/{member}")]


@pytest.mark.parametrize(("name", "member"), [(name, member) for name, member, often in MEMBERS if often == "*"])
def test_an_array_is_written_even_for_one_value(name: str, member: str) -> None:
    tree = maximal(name)
    bare = tree | {member: tree[member][0]}
    assert model(name).read(bare).to_dict() == tree
    assert ("model.cardinality", f"/{member}") in faults(name, bare, strict=True)


@pytest.mark.parametrize(("name", "member"), [(name, member) for name, member, often in MEMBERS if often == "/"])
def test_some_arrays_of_one_may_be_left_out(name: str, member: str) -> None:
    tree = maximal(name)
    bare = tree | {member: tree[member][0]}
    assert model(name).read(bare, strict=strict(name)).to_dict() == tree


@pytest.mark.parametrize(("name", "member"), [(name, member) for name, member, often in MEMBERS if often in "*/+~"])
def test_an_array_may_hold_several_values(name: str, member: str) -> None:
    tree = maximal(name)
    more = {"@context": "urn:x:c", "type": "Other", "relatedResource": {"id": "urn:x:q", "digestSRI": "sha384-x"}}
    held = tree[member] if isinstance(tree[member], list) else [tree[member]]
    tree[member] = [*held, more.get(member, copy.deepcopy(held[0]))]
    assert model(name).read(tree).to_dict() == tree


@pytest.mark.parametrize(("name", "member"), [(name, member) for name, member, often in MEMBERS if often in "1?"])
def test_what_stands_once_does_not_stand_twice(name: str, member: str) -> None:
    tree = maximal(name)
    found = faults(name, tree | {member: [tree[member]] * 2}, strict=True)
    assert {(code, pointer) for code, pointer in found if pointer != "/@context/0"} & {
        ("model.wrong-type", f"/{member}"),
        ("model.cardinality", f"/{member}"),
    }


@pytest.mark.parametrize(("name", "member"), [(name, member) for name, member, often in MEMBERS if often != "."])
def test_nothing_is_null(name: str, member: str) -> None:
    assert faults(name, maximal(name) | {member: None}) == [("model.wrong-type", f"/{member}")]


@pytest.mark.parametrize("name", ROWS)
def test_an_open_class_keeps_other_members_and_a_closed_one_refuses_them(name: str) -> None:
    is_open, _ = ROWS[name]
    tree = minimal(name) | {"stars": [1, {"a": None}]}
    if is_open:
        assert model(name).read(tree).to_dict() == tree
    else:
        assert faults(name, tree) == [("model.unknown-member", "/stars")]


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("tree", [{}, {"type": 3}])
def test_an_object_without_the_members_of_its_class_is_refused(name: str, tree: dict[str, Any]) -> None:
    assert faults(name, tree)
