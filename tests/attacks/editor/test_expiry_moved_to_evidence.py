"""The end of validity moved to another object with the badge's id.

Attack: A piece of evidence has the id of the badge itself. The editor moves "validUntil" from the badge into it.

Naively: the statement about the id is the same, the signature holds, and the badge has no end.

Here: the credential is described at the root alone; elsewhere it is only spoken of (`contexts.divided-node`).
"""

from __future__ import annotations

from typing import Any

from doctored import CREDENTIALS_VOCABULARY, badge, refusal, verify, written_out
from naive_data_integrity import naive_verify


def with_evidence() -> dict[str, Any]:
    return badge(evidence=[{"id": badge()["id"], "type": ["Evidence"]}])


def moved() -> dict[str, Any]:
    tree = with_evidence()
    tree["evidence"][0]["validUntil"] = tree.pop("validUntil")
    return tree


def moved_by_its_iri() -> dict[str, Any]:
    tree = with_evidence()
    tree["evidence"][0][f"{CREDENTIALS_VOCABULARY}validUntil"] = written_out(tree.pop("validUntil"))
    return tree


def test_a_naive_verifier_sees_no_end() -> None:
    assert "validUntil" not in naive_verify(moved_by_its_iri())


def test_the_expiry_cannot_be_moved_to_another_object_of_the_credentials_id() -> None:
    assert refusal(moved()) == ("contexts", "contexts.divided-node", "/evidence/0")
    assert refusal(moved_by_its_iri()) == ("contexts", "contexts.divided-node", "/evidence/0")
    assert verify(with_evidence()).verdict == "accepted"
