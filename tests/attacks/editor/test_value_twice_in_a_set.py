"""The same value several times in one set.

Attack: A badge carries one endorsement, as a token in "endorsementJwt". The learner writes the same token down three
times; or one tag, one type, one reference more often than it was signed. A set of statements holds each of them once.

Naively: the signature holds, each of the three endorsements holds, and the page says "endorsed three times".

Here: a value that stands in the same array already makes no statement, so nobody signed that it is there twice
(`contexts.dropped-value`, with the place of the second one). In an ordered array, where it does, it may stand twice.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import SIGNER, unsigned
from doctored import accepted, badge, endorsement, refusal, verify
from microcred.document import Document
from microcred.errors import ContextError
from microcred.proofs import seal_jwt
from naive_data_integrity import naive_verify

TERMS = "https://college.example/terms#"


def endorsed() -> dict[str, Any]:
    spoken = endorsement(unsigned()["id"]) | {"issuer": {"id": unsigned()["issuer"]["id"], "type": ["Profile"]}}
    return badge(endorsementJwt=[seal_jwt(Document.of(spoken), SIGNER)])


def naive_endorsements(tree: dict[str, Any]) -> int:
    """How many endorsements of a badge hold."""
    return sum(verify(jwt)["proof"].outcome == "passed" for jwt in naive_verify(tree)["endorsementJwt"])


def thrice() -> dict[str, Any]:
    tree = endorsed()
    tree["endorsementJwt"] *= 3
    return tree


def test_a_naive_page_counts_three_endorsements() -> None:
    assert naive_endorsements(thrice()) == 3
    assert naive_endorsements(endorsed()) == 1


def test_an_endorsement_is_signed_once() -> None:
    assert refusal(thrice()) == ("contexts", "contexts.dropped-value", "/endorsementJwt/1")
    assert accepted(endorsed())
    assert len(verify(endorsed()).endorsements) == 1


@pytest.mark.parametrize("place", ["tag", "type"])
def test_so_is_whatever_else_stands_in_a_set(place: str) -> None:
    tree = badge()
    achievement = tree["credentialSubject"]["achievement"]
    achievement[place] = [*achievement[place], achievement[place][0]]
    last = len(achievement[place]) - 1
    assert naive_verify(tree)
    assert refusal(tree) == ("contexts", "contexts.dropped-value", f"/credentialSubject/achievement/{place}/{last}")


@pytest.mark.parametrize("values", [["a", "a"], [1, 1], [1.5, 1, 15e-1], [True, True], ["urn:x:1", "b", "urn:x:1"]])
@pytest.mark.parametrize("term", [f"{TERMS}mark", {"@id": f"{TERMS}mark", "@container": "@set"}])
def test_so_are_values_of_the_issuers_own(values: list[Any], term: Any) -> None:
    own = {"@context": [*unsigned()["@context"], {"mark": term}]}
    with pytest.raises(ContextError) as caught:
        badge(mark=values, **own)
    assert caught.value.code == "contexts.dropped-value"
    assert accepted(badge(mark=[1, True, "1", "true"], **own))


def test_in_an_ordered_array_a_value_may_stand_twice() -> None:
    own = {"@context": [*unsigned()["@context"], {"mark": {"@id": f"{TERMS}mark", "@container": "@list"}}]}
    tree = badge(mark=["a", "b", "a"], **own)
    assert accepted(tree)
    tree["mark"] = ["a", "b"]
    assert refusal(tree)[1] == "proof.signature-invalid"


def test_in_a_set_the_order_is_free() -> None:
    tree = badge()
    tree["credentialSubject"]["achievement"]["tag"].reverse()
    assert accepted(tree)
