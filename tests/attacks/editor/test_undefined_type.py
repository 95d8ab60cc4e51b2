"""A type that no context defines, and an empty one.

Attack: The learner adds "GoldCredential" to the types of the signed badge, or of his result.

Naively: a verifier that drops the types it does not know before it checks the signature ("forward compatibility") finds
the statements of the issuer, and routes the badge by a type that nobody signed.

Here: a type without an IRI would be left out of what is signed, so it is refused as `contexts.undefined-type` with its
place (Data Integrity 1.0, 2.4.1).
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import unsigned
from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify


def naive_forward_compatible(tree: dict[str, Any]) -> list[str]:
    """The types of a badge whose signature holds over those that this reader knows."""
    known = {"VerifiableCredential", "OpenBadgeCredential", "EndorsementCredential"}
    naive_verify({**tree, "type": [name for name in tree["type"] if name in known]})
    found: list[str] = tree["type"]
    return found


def test_a_naive_verifier_routes_by_a_type_that_nobody_signed() -> None:
    tree = badge()
    tree["type"].append("GoldCredential")
    assert "GoldCredential" in naive_forward_compatible(tree)


@pytest.mark.parametrize("name", ["GoldCredential", "openBadgeCredential", "Achievment", "gold", "\u0410chievement"])
def test_a_type_without_an_iri_is_refused_with_its_place(name: str) -> None:
    tree = badge()
    tree["type"].append(name)
    assert refusal(tree) == ("contexts", "contexts.undefined-type", "/type/2")
    tree = badge()
    tree["credentialSubject"]["result"][0]["type"].append(name)
    assert refusal(tree) == ("contexts", "contexts.undefined-type", "/credentialSubject/result/0/type/1")


def test_a_type_of_the_issuers_own_is_fine_where_a_context_defines_it() -> None:
    gold = {"GoldCredential": "https://college.example/terms#GoldCredential"}
    own = {"@context": [*unsigned()["@context"], gold], "type": [*unsigned()["type"], "GoldCredential"]}
    assert accepted(badge(**own))
