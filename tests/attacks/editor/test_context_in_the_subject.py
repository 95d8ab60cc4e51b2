"""A context within the subject.

Attack: JSON-LD lets every object bring contexts of its own. The editor writes one into the credentialSubject, in which
"withdrawn" is the name of the property that the standard calls "achievement", and renames the member.

Naively: the statements do not change, the signature holds, and the reader finds a badge that was withdrawn, or none.

Here: contexts that are more than a URL stand at the root of a document or nowhere (`contexts.invalid`); what the
standard requires and does not find by its name is missing (`model.missing`).
"""

from __future__ import annotations

from typing import Any

import pytest

from doctored import OPEN_BADGES_VOCABULARY, accepted, badge, refusal
from naive_data_integrity import naive_verify


def withdrawn() -> dict[str, Any]:
    tree = badge()
    subject = tree["credentialSubject"]
    subject["@context"] = {"withdrawn": {"@id": f"{OPEN_BADGES_VOCABULARY}achievement", "@type": "@id"}}
    subject["withdrawn"] = subject.pop("achievement")
    return tree


def test_a_naive_verifier_finds_a_badge_that_was_withdrawn() -> None:
    assert "withdrawn" in naive_verify(withdrawn())["credentialSubject"]


def test_what_the_standard_requires_is_missing() -> None:
    assert refusal(withdrawn()) == ("model", "model.missing", "/credentialSubject/achievement")
    assert accepted(badge())


@pytest.mark.parametrize("place", ["credentialSubject", "issuer", "achievement"])
def test_no_object_within_brings_definitions(place: str) -> None:
    tree = badge()
    inner = tree["credentialSubject"]["achievement"] if place == "achievement" else tree[place]
    inner["@context"] = {"remark": "https://college.example/terms#remark"}
    pointer = "/credentialSubject/achievement/@context" if place == "achievement" else f"/{place}/@context"
    assert naive_verify(tree)
    assert refusal(tree) == ("contexts", "contexts.invalid", pointer)
