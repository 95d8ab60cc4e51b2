"""One endorsement, written down three times.

Attack: A badge carries one endorsement, as a token in "endorsementJwt". The learner writes the same token down three
times. A set of statements holds each of them once, so the signature of the badge holds as before.

Naively: the signature holds, each of the three endorsements holds, and the page says "endorsed three times".

Here: a set is signed to hold a value, not how often (RDF 1.1 Concepts, 3), so a token counts once for whatever carries
it. A tag or a type that stands there twice says nothing more than one, and is no reason to refuse a badge. Where an
array has an order, its statements say how often each value is in it.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import SIGNER, unsigned
from doctored import accepted, badge, endorsement, refusal, verify
from microcred.document import Document
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


@pytest.mark.parametrize("made", [endorsed, thrice])
def test_an_endorsement_counts_once(made: Any) -> None:
    report = verify(made())
    assert [found.source for found in report.endorsements] == ["/endorsementJwt/0"]
    assert report["endorsements"].message.startswith("1 endorsement by")


@pytest.mark.parametrize("place", ["tag", "type"])
def test_what_stands_in_a_set_twice_says_what_it_says_once(place: str) -> None:
    tree = badge()
    achievement = tree["credentialSubject"]["achievement"]
    achievement[place] = [*achievement[place], achievement[place][0]]
    assert naive_verify(tree)
    assert accepted(tree)


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
