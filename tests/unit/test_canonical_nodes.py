"""One thing is described in one place: which objects of one id may differ, and in what."""

from __future__ import annotations

from typing import Any

import pytest

from microcred.canonical.nodes import divided_nodes

X, Y = "urn:x:soil", "urn:x:clay"
PROOF = {"type": "DataIntegrityProof"}
DATA_LOSS = "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR"


def found(tree: Any) -> list[str]:
    faults = list(divided_nodes(tree))
    assert {(fault.code, fault.problem) for fault in faults} <= {("contexts.divided-node", DATA_LOSS)}
    return [fault.pointer or "" for fault in faults]


def test_one_member_beside_the_id_is_a_description() -> None:
    assert found({"a": {"id": X, "name": "Soil"}, "b": {"id": X, "narrative": "Clay"}}) == ["/b"]
    assert found({"a": {"id": X, "name": "Soil"}, "b": {"id": X, "name": "Soil"}}) == []
    assert found({"a": {"id": X, "name": "Soil"}, "b": {"id": X}}) == []


@pytest.mark.parametrize("name", ["endorsement", "endorsementJwt"])
def test_an_endorsement_need_not_stand_with_every_description(name: str) -> None:
    whole = {"id": X, "name": "Soil", "description": "x"}
    assert found({"a": {"id": X, "name": "Soil", name: ["e"]}, "b": whole}) == []
    assert found({"a": {"id": X, "name": "Soil", "tag": ["e"]}, "b": whole}) == ["/b"]


def criteria(description: dict[str, Any], **other: Any) -> list[str]:
    return found({"id": Y, "achievement": {"id": X, "name": "Soil", **other, "criteria": {"id": X, **description}}})


def test_criteria_say_their_narrative_of_the_id_of_something_else() -> None:
    assert criteria({"narrative": "Dig."}) == []
    assert criteria({"narrative": "Dig.", "type": "Criteria"}) == []


def test_criteria_say_nothing_else_of_it() -> None:
    assert criteria({"narrative": "Dig.", "description": "x"}) != []
    assert criteria({"narrative": "Dig."}, narrative="Sow.") != []


def test_what_has_another_type_is_no_criteria() -> None:
    assert criteria({"narrative": "Dig.", "type": "Achievement"}, type="Achievement") != []
    assert found({"a": {"id": X, "name": "Soil"}, "criteria/b": {"id": X, "narrative": "Dig."}}) != []


def test_an_id_is_described_a_bounded_number_of_times() -> None:
    alike = {f"m{number:03}": {"id": X, "name": "Soil"} for number in range(65)}
    assert found(alike) == ["/m000"]  # the last of those that were met
    del alike["m064"]
    assert found(alike) == []


@pytest.mark.parametrize("identifier", [[], {}, None, 5, True])
def test_an_id_that_is_no_text_names_nothing(identifier: Any) -> None:
    assert found({"a": [{"id": identifier, "name": "a"}, {"id": identifier, "name": "b"}]}) == []


def holding(types: str, *credentials: dict[str, Any]) -> dict[str, Any]:
    subject = {"achievement": {"id": X, "name": "Soil"}, "verifiableCredential": list(credentials)}
    return {"id": "urn:x:outer", "type": types, "credentialSubject": subject}


def test_only_a_record_answers_for_the_credentials_that_it_holds() -> None:
    held = {"id": "urn:x:held", "proof": PROOF, "credentialSubject": {"id": X, "name": "Clay"}}
    assert found(holding("ClrCredential", held)) == []
    place = "/credentialSubject/verifiableCredential/0/credentialSubject"
    assert found(holding("VerifiableCredential", held)) == [place]


def test_a_presentation_may_show_a_credential_twice_and_a_record_may_not() -> None:
    badge = {"id": "urn:x:badge", "type": "OpenBadgeCredential", "proof": PROOF}
    assert found({"type": "VerifiablePresentation", "verifiableCredential": [badge, badge]}) == []
    assert found(holding("ClrCredential", badge, badge)) == ["/credentialSubject/verifiableCredential/1"]
