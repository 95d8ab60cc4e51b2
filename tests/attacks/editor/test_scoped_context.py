"""A context that lies in wait within a term.

Attack: A term can bring a context for what stands below it, and such a scoped context may override what is protected
everywhere else (JSON-LD 1.1, 4.1.11). The issuer signed an "award" with a name and a description; the editor gives the
term "award" a scope in which "name" means the description and the other way round, and lets the two change places.

Naively: the statements do not change, the signature holds, and the page shows "Gold" where the issuer had "Bronze".

Here: a context in the document defines plain words, without scopes (`contexts.inline-not-plain`), and an object within
brings none at all (`contexts.invalid`).
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import unsigned
from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

AWARD = "https://college.example/terms#award"
SWAPPED = {"name": "https://schema.org/description", "description": "https://schema.org/name"}


def with_award() -> dict[str, Any]:
    award = {"name": "Bronze", "description": "Gold"}
    return badge(**{"@context": [*unsigned()["@context"], {"award": AWARD}], "award": award})


def with_scope(scope: Any) -> dict[str, Any]:
    tree = with_award()
    tree["@context"][2] = {"award": {"@id": AWARD, "@context": scope}}
    tree["award"] = {"name": "Gold", "description": "Bronze"}
    return tree


@pytest.mark.parametrize("scope", [SWAPPED, [None, SWAPPED], [{"x": "urn:x:y"}, SWAPPED]])
def test_a_naive_verifier_shows_gold_for_bronze_and_here_a_scope_is_refused(scope: Any) -> None:
    assert naive_verify(with_scope(scope))["award"]["name"] == "Gold"
    assert refusal(with_scope(scope)) == ("contexts", "contexts.inline-not-plain", "/@context/2/award")
    assert accepted(with_award())


def test_nor_does_an_object_within_bring_a_context() -> None:
    tree = with_award()
    tree["award"] = {"@context": SWAPPED, "name": "Gold", "description": "Bronze"}
    assert refusal(tree) == ("contexts", "contexts.invalid", "/award/@context")
