"""Comprehensive Learner Records: their contexts, and the credentials in them, each held to its own class."""

from __future__ import annotations

from typing import Any

import pytest

from badges import AT, CANONICALIZER, CREDENTIALS_V2, OPEN_BADGES, SIGNER, sealed, unsigned
from microcred.document import Document
from microcred.errors import ModelError
from microcred.issue import Issuer
from microcred.keys import did_key
from microcred.models import (
    Association,
    ClrCredential,
    ClrCredentialV1,
    ClrSubject,
    OpenBadgeCredential,
    OpenBadgeCredentialV1,
    Profile,
    VerifiableCredential,
    deviations,
    read_credential,
)
from microcred.proofs import SecuredDocument, add_proof, verify_proof

V1 = "https://www.w3.org/2018/credentials/v1"
CLR3 = "https://purl.imsglobal.org/spec/clr/v2p0"
CLR = f"{CLR3}/context-2.0.1.json"
DRAFT = "https://dc.imsglobal.org/draft/clr/v2p0/context"
INSIDE = "/credentialSubject/verifiableCredential"
DEGREE = {
    "@context": [CREDENTIALS_V2, "https://www.w3.org/ns/credentials/examples/v2"],
    "type": ["VerifiableCredential", "ExampleDegreeCredential"],
    "issuer": "did:web:example.edu",
    "credentialSubject": {"id": "did:example:learner", "degree": {"type": "ExampleBachelorDegree"}},
}


def record(*credentials: Any, contexts: Any = (CREDENTIALS_V2, CLR, OPEN_BADGES), **members: Any) -> dict[str, Any]:
    subject = {
        "id": "did:example:learner",
        "type": ["ClrSubject"],
        "verifiableCredential": list(credentials or [unsigned()]),
    }
    return {
        "@context": list(contexts),
        "id": "urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a10",
        "type": ["VerifiableCredential", "ClrCredential"],
        "name": "Transcript",
        "issuer": unsigned()["issuer"],
        "validFrom": "2026-02-01T00:00:00Z",
        "credentialSubject": subject,
    } | members


def view(tree: dict[str, Any], *, strict: bool = False) -> ClrCredential:
    found = read_credential(tree, strict=strict)
    assert isinstance(found, ClrCredential)
    return found


def faults(tree: dict[str, Any]) -> list[tuple[str, str | None]]:
    with pytest.raises(ModelError) as caught:
        read_credential(tree)
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


def noted(tree: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.pointer) for fault in deviations(tree)]


def test_the_three_contexts_come_first_in_their_order() -> None:
    assert noted(record()) == []
    assert noted(record(contexts=[CREDENTIALS_V2, CLR, OPEN_BADGES, "https://example.org/more"])) == []
    assert faults(record(contexts=[CREDENTIALS_V2, OPEN_BADGES, CLR])) == [
        ("model.wrong-context", "/@context/1"),
        ("model.wrong-context", "/@context/2"),
    ]
    assert faults(record(contexts=[CREDENTIALS_V2, CLR])) == [("model.wrong-context", "/@context")]
    assert faults(record(contexts=[CREDENTIALS_V2, OPEN_BADGES])) == [
        ("model.wrong-context", "/@context/1"),
        ("model.wrong-context", "/@context"),
    ]


@pytest.mark.parametrize("old", ["context.json", "context-2.0.0.json"])
def test_older_contexts_of_the_record_are_read_and_noted(old: str) -> None:
    tree = record(contexts=[CREDENTIALS_V2, f"{CLR3}/{old}", OPEN_BADGES])
    assert isinstance(view(tree), ClrCredential)
    assert noted(tree) == [("model.old-context", "/@context/1")]


def test_the_draft_context_is_read_with_the_old_data_model_alone() -> None:
    tree = record(contexts=[V1, DRAFT, OPEN_BADGES], issuanceDate="2026-02-01T00:00:00Z")
    assert isinstance(read_credential(tree), ClrCredentialV1)
    assert faults(record(contexts=[CREDENTIALS_V2, DRAFT, OPEN_BADGES])) == [("model.wrong-context", "/@context/1")]


def test_contexts_of_open_badges_that_clash_with_the_data_model_are_refused_here_too() -> None:
    old = OPEN_BADGES.replace("-3.0.3", "-3.0.1")
    assert faults(record(contexts=[CREDENTIALS_V2, CLR, old])) == [("model.wrong-context", "/@context/2")]


def test_the_old_form_of_a_record_is_read_and_noted() -> None:
    tree = record(contexts=[V1, CLR, OPEN_BADGES], issuanceDate="2026-02-01T00:00:00Z")
    found = read_credential(tree)
    assert isinstance(found, ClrCredentialV1)
    assert found.valid_from.year == 2026
    assert ("model.old-context", "/@context/0") in noted(tree)


def test_credentials_of_any_class_stand_in_a_record_each_read_as_its_own() -> None:
    old = unsigned(validFrom=None, validUntil=None, issuanceDate="2026-01-15T09:00:00Z")
    old["@context"] = [V1, OPEN_BADGES]
    credentials = view(record(unsigned(), old, DEGREE, record())).credential_subject.verifiable_credential
    classes = [OpenBadgeCredential, OpenBadgeCredentialV1, VerifiableCredential, ClrCredential]
    assert [type(credential) for credential in credentials] == classes


def test_each_is_held_to_the_data_model_of_its_own_context() -> None:
    """A bare URI for a picture is a form of the VCDM 1.1 era, in whatever record it stands."""
    old = unsigned(validFrom=None, validUntil=None, issuanceDate="2026-01-15T09:00:00Z", image="https://x.org/b.png")
    old["@context"] = [V1, OPEN_BADGES]
    assert isinstance(view(record(old)), ClrCredential)
    assert faults(record(unsigned(image="https://x.org/b.png"))) == [("model.wrong-type", f"{INSIDE}/0/image")]


def test_an_embedded_credential_needs_no_proof_of_its_own() -> None:
    assert noted(record(unsigned(), sealed(unsigned(id="urn:uuid:1")).tree)) == []


def test_the_faults_of_embedded_credentials_have_their_own_places() -> None:
    broken = unsigned()
    del broken["credentialSubject"]["achievement"]["name"]
    nested = record(broken, 3)
    assert faults(record(unsigned(), nested, "a.b.c", {})) == [
        ("model.missing", f"{INSIDE}/1{INSIDE}/0/credentialSubject/achievement/name"),
        ("model.wrong-type", f"{INSIDE}/1{INSIDE}/1"),
        ("model.wrong-type", f"{INSIDE}/2"),
        ("model.missing", f"{INSIDE}/3/@context"),
        ("model.type-missing", f"{INSIDE}/3/type"),
        ("model.missing", f"{INSIDE}/3/issuer"),
        ("model.missing", f"{INSIDE}/3/credentialSubject"),
    ]


def test_the_deviations_of_embedded_credentials_are_noted_in_place() -> None:
    tree = record(unsigned(evidence={"type": "Evidence"}))
    assert noted(tree) == [("model.cardinality", f"{INSIDE}/0/evidence")]
    alone = record()
    (alone["credentialSubject"]["verifiableCredential"],) = alone["credentialSubject"]["verifiableCredential"]
    assert noted(alone) == [("model.cardinality", INSIDE)]


def test_a_record_holds_at_least_one_credential() -> None:
    tree = record()
    tree["credentialSubject"]["verifiableCredential"] = []
    assert faults(tree) == [("model.cardinality", INSIDE)]


def test_a_record_is_about_somebody() -> None:
    tree = record()
    del tree["credentialSubject"]["id"]
    assert faults(tree) == [("model.missing", "/credentialSubject")]


def test_embedded_credentials_are_written_as_they_came() -> None:
    inside = unsigned(evidence={"type": "Evidence"})
    tree = record(inside)
    assert view(tree).to_dict() == tree


def test_what_many_records_within_records_have_wrong_is_bounded() -> None:
    tree = record(*([3] * 600))
    for _ in range(6):
        tree = record(tree)
    assert len(faults(tree)) == 500


def test_associations_speak_of_achievements_in_the_record() -> None:
    tree = record()
    known = unsigned()["credentialSubject"]["achievement"]["id"]
    association = {"type": "Association", "associationType": "isPartOf", "sourceId": known, "targetId": "urn:x:2"}
    tree["credentialSubject"]["association"] = [association]
    place = "/credentialSubject/association/0/targetId"
    assert noted(tree) == [("content.unknown-achievement", place)]
    programme = {
        "id": "urn:x:2",
        "type": ["Achievement"],
        "name": "Programme",
        "description": "All of it.",
        "criteria": {"narrative": "Pass."},
    }
    tree["credentialSubject"]["achievement"] = [programme]
    assert noted(tree) == []


def test_the_kinds_of_association_are_a_closed_list() -> None:
    tree = record()
    association = {
        "type": "Association",
        "associationType": "isOlderThan",
        "sourceId": "urn:x:1",
        "targetId": "urn:x:2",
    }
    tree["credentialSubject"]["association"] = [association]
    assert faults(tree) == [("model.not-in-enumeration", "/credentialSubject/association/0/associationType")]


def built(*credentials: Any) -> ClrCredential:
    return ClrCredential(
        name="Transcript",
        issuer=Profile(id=did_key(SIGNER.public_key), name="Riverside College"),
        credential_subject=ClrSubject(
            id="did:example:learner",
            verifiable_credential=credentials,
            association=Association(association_type="precedes", source_id="urn:x:1", target_id="urn:x:2"),
        ),
        partial=True,
    )


def test_a_record_is_built_of_finished_credentials() -> None:
    badge = add_proof(Document.of(unsigned()), SIGNER, created=AT, suite_name="eddsa-jcs-2022")
    for given in (badge, badge.tree, badge.to_dict()):
        tree = built(given).to_dict()
        assert tree["credentialSubject"]["verifiableCredential"] == [badge.tree]
        assert tree["@context"] == [CREDENTIALS_V2, CLR, OPEN_BADGES]
        assert tree["partial"] is True


def test_a_finished_credential_is_not_completed_in_building() -> None:
    broken = unsigned()
    del broken["id"]
    with pytest.raises(ModelError) as caught:
        built(broken)
    assert caught.value.pointer == "/verifiableCredential/0/id"


def test_a_record_is_issued_and_the_badges_in_it_still_verify() -> None:
    badge = add_proof(Document.of(unsigned()), SIGNER, created=AT, suite_name="eddsa-jcs-2022")
    issuer = Issuer(Profile(name="Riverside College"), SIGNER, canonicalizer=CANONICALIZER, clock=lambda: AT)
    document = issuer.issue(built(badge))
    inside = Document.of(document.at(f"{INSIDE}/0"))
    secured = SecuredDocument(inside, CANONICALIZER)
    assert verify_proof(secured, secured.proof(), SIGNER.public_key)
