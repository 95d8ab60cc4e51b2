"""Presentations and envelopes: what is read, what is refused, and what stays as it came."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from badges import CREDENTIALS_V2, sealed
from microcred.errors import ModelError
from microcred.models import (
    EnvelopedVerifiableCredential,
    EnvelopedVerifiablePresentation,
    PresentationHolder,
    VerifiablePresentation,
    VerifiablePresentationV1,
    deviations,
    read_presentation,
)

V1 = "https://www.w3.org/2018/credentials/v1"
JWT = "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ4In0.c2ln"
HOLDER = "did:example:holder"


def presentation(**members: Any) -> dict[str, Any]:
    tree = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "holder": HOLDER} | members
    return {name: value for name, value in tree.items() if value is not ...}


def envelope(**members: Any) -> dict[str, Any]:
    tree = {
        "@context": CREDENTIALS_V2,
        "id": f"data:application/vc+jwt,{JWT}",
        "type": "EnvelopedVerifiableCredential",
    } | members
    return {name: value for name, value in tree.items() if value is not ...}


def faults(tree: dict[str, Any], *, strict: bool = False) -> list[tuple[str, str | None]]:
    with pytest.raises(ModelError) as caught:
        read_presentation(tree, strict=strict)
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


def view(tree: dict[str, Any]) -> VerifiablePresentation | VerifiablePresentationV1:
    found = read_presentation(tree)
    assert not isinstance(found, EnvelopedVerifiablePresentation)
    return found


def test_credentials_stay_as_they_came() -> None:
    badge = sealed().tree
    tree = presentation(verifiableCredential=[badge])
    (inside,) = view(tree).verifiable_credential
    assert inside == badge
    assert view(tree).to_dict() == tree


def test_one_credential_needs_no_array() -> None:
    assert len(view(presentation(verifiableCredential=sealed().tree)).verifiable_credential) == 1
    assert deviations(presentation(verifiableCredential=sealed().tree)) == ()


def test_a_credential_in_a_presentation_is_not_judged_with_it() -> None:
    assert view(presentation(verifiableCredential=[{"type": "whatever"}])).verifiable_credential


def test_a_presentation_may_show_nothing_and_name_nobody() -> None:
    assert view(presentation()).verifiable_credential == ()
    assert view(presentation(holder=...)).holder_id is None


@pytest.mark.parametrize("wrong", ["a.b.c", 3, None, True, [sealed().tree, "https://x.org/badge"], [[]]])
def test_what_is_no_object_is_no_credential(wrong: Any) -> None:
    place = f"/verifiableCredential/{len(wrong) - 1}" if isinstance(wrong, list) else "/verifiableCredential"
    assert faults(presentation(verifiableCredential=wrong)) == [("model.wrong-type", place)]


def test_a_holder_is_an_id_or_an_object_with_one() -> None:
    assert view(presentation()).holder_id == HOLDER
    named = view(presentation(holder={"id": HOLDER, "name": "Mira"}))
    assert isinstance(named.holder, PresentationHolder)
    assert named.holder_id == HOLDER


@pytest.mark.parametrize(
    ("wrong", "code", "pointer"),
    [
        ("z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd", "model.not-a-uri", "/holder"),
        ({"name": "Mira"}, "model.missing", "/holder/id"),
        ({"id": None}, "model.wrong-type", "/holder/id"),
        (None, "model.wrong-type", "/holder"),
        ([HOLDER], "model.wrong-type", "/holder"),
    ],
)
def test_a_holder_that_nobody_can_be_is_refused(wrong: Any, code: str, pointer: str) -> None:
    assert faults(presentation(holder=wrong)) == [(code, pointer)]


@pytest.mark.parametrize(
    ("members", "code", "pointer"),
    [
        ({"@context": ...}, "model.missing", "/@context"),
        ({"@context": ["https://x.org/first", CREDENTIALS_V2]}, "model.wrong-context", "/@context/0"),
        ({"@context": [CREDENTIALS_V2, 7]}, "model.wrong-type", "/@context/1"),
        ({"type": ...}, "model.type-missing", "/type"),
        ({"type": ["VerifiableCredential"]}, "model.type-missing", "/type"),
        ({"id": "https ://x"}, "model.not-a-uri", "/id"),
        ({"proof": {}}, "model.type-missing", "/proof/type"),
    ],
)
def test_the_members_of_a_presentation_are_held_to_the_data_model(
    members: dict[str, Any], code: str, pointer: str
) -> None:
    assert faults(presentation(**members)) == [(code, pointer)]


def test_the_old_data_model_has_presentations_of_its_own() -> None:
    old = view(presentation(**{"@context": [V1], "verifiableCredential": [sealed().tree]}))
    assert isinstance(old, VerifiablePresentationV1)
    assert faults(presentation(**{"@context": [V1]})) == [("model.missing", "/verifiableCredential")]


def test_a_presentation_is_built_from_documents_and_envelopes() -> None:
    token = EnvelopedVerifiableCredential.of(JWT)
    built = VerifiablePresentation(holder=HOLDER, verifiable_credential=[sealed(), token])
    assert built.to_dict() == presentation(verifiableCredential=[sealed().tree, token.to_dict()])


def enveloped(**members: Any) -> EnvelopedVerifiableCredential:
    (found,) = view(presentation(verifiableCredential=[envelope(**members)])).verifiable_credential
    assert isinstance(found, EnvelopedVerifiableCredential)
    return found


@pytest.mark.parametrize(
    "media_type", ["vc+jwt", "vc-ld+jwt", "vc+ld+jwt", "jwt", "VC+JWT", "vc+jwt;charset=utf-8", "vc-ld+jwt;base64url"]
)
def test_a_token_is_read_out_of_its_envelope(media_type: str) -> None:
    found = enveloped(id=f"data:application/{media_type},{JWT}")
    assert found.jwt == JWT
    assert found.media_type == f"application/{media_type.lower().partition(';')[0]}"


def test_an_envelope_may_be_in_base64_or_percent_encoded() -> None:
    assert enveloped(id=f"data:application/vc+jwt;base64,{base64.b64encode(JWT.encode()).decode()}").jwt == JWT
    assert enveloped(id=f"data:application/vc+jwt,{JWT.replace('.', '%2E')}").jwt == JWT
    cose = enveloped(id="data:application/vc+cose;base64,0oRDoQEm")
    assert (cose.content[:1], cose.jwt, cose.media_type) == (b"\xd2", None, "application/vc+cose")


def test_another_media_type_than_the_standards_is_noted() -> None:
    tree = presentation(verifiableCredential=[envelope(id=f"data:application/vc-ld+jwt,{JWT}")])
    assert [(fault.code, fault.pointer) for fault in deviations(tree)] == [
        ("model.wrong-form", "/verifiableCredential/0/id")
    ]


@pytest.mark.parametrize(
    ("members", "code", "member"),
    [
        ({"@context": ...}, "model.missing", "@context"),
        ({"@context": ["https://x.org/first"]}, "model.wrong-context", "@context/0"),
        ({"id": ...}, "model.missing", "id"),
        ({"id": f"https://x.org/{JWT}"}, "model.wrong-form", "id"),
        ({"id": JWT}, "model.wrong-form", "id"),
        ({"id": f"data:,{JWT}"}, "model.wrong-form", "id"),
        ({"id": "data:application/vc+jwt"}, "model.wrong-form", "id"),
        ({"id": "data:application/vc+jwt,"}, "model.wrong-form", "id"),
        ({"id": f"data:application/vc+jwt,{JWT}\n"}, "model.wrong-form", "id"),
        ({"id": "data:application/vc+cose;base64,%%"}, "model.wrong-form", "id"),
        ({"id": 3}, "model.wrong-type", "id"),
        ({"type": ["EnvelopedVerifiableCredential", "VerifiableCredential"]}, "model.cardinality", "type"),
    ],
)
def test_an_envelope_is_exactly_one(members: dict[str, Any], code: str, member: str) -> None:
    tree = presentation(verifiableCredential=[envelope(**members)])
    assert faults(tree) == [(code, f"/verifiableCredential/0/{member}")]


def test_a_presentation_may_be_in_an_envelope_itself() -> None:
    tree = envelope(id=f"data:application/vp+jwt,{JWT}", type="EnvelopedVerifiablePresentation")
    found = read_presentation(tree)
    assert isinstance(found, EnvelopedVerifiablePresentation)
    assert (found.jwt, found.media_type) == (JWT, "application/vp+jwt")
    assert read_presentation(tree | {"id": f"data:application/vc+jwt,{JWT}"}).to_dict()["id"]
    wrong = EnvelopedVerifiablePresentation.read(tree | {"id": f"data:application/vc+jwt,{JWT}"})
    assert wrong.jwt is None, "a credential in an envelope is no presentation"


def test_many_credentials_are_read_in_one_go_and_too_many_are_not() -> None:
    badge = {"type": "x"}
    assert len(view(presentation(verifiableCredential=[badge] * 1000)).verifiable_credential) == 1000
    assert ("model.too-many", "/verifiableCredential") in faults(presentation(verifiableCredential=[badge] * 50_001))
