"""An array written as a set object.

Attack: For JSON-LD, {"@set": ["soil", "field work"]} is the array itself. The editor writes it so, around tags, around
evidence, around endorsements.

Naively: the signature holds, and a reader who expects an array, and passes over what is none, sees no evidence.

Here: the member is not of the type that the standard gives it (`model.wrong-type`), or lacks the type of an object.
"""

from __future__ import annotations

from typing import Any

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

EVIDENCE = [{"type": ["Evidence"], "narrative": f"Protocol of the {field} field."} for field in ("north", "south")]


def naive_evidence(tree: dict[str, Any]) -> list[Any]:
    """What a reader lists who takes for evidence what has the form of evidence."""
    found = naive_verify(tree).get("evidence", [])
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def as_set() -> dict[str, Any]:
    tree = badge(evidence=EVIDENCE)
    tree["evidence"] = {"@set": tree["evidence"]}
    return tree


def test_a_naive_verifier_sees_no_evidence() -> None:
    assert naive_evidence(as_set()) == []
    assert len(naive_evidence(badge(evidence=EVIDENCE))) == 2


def test_a_set_object_is_refused_as_it_is_no_evidence() -> None:
    assert refusal(as_set()) == ("model", "model.type-missing", "/evidence/type")
    assert accepted(badge(evidence=EVIDENCE))


def test_nor_is_it_an_array_of_texts() -> None:
    tree = badge()
    tree["credentialSubject"]["achievement"]["tag"] = {"@set": ["soil", "field work"]}
    assert naive_verify(tree)
    assert refusal(tree) == ("model", "model.wrong-type", "/credentialSubject/achievement/tag")
