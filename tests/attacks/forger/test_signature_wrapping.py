"""A genuine badge wrapped into a forged one.

Attack: The forger puts a whole badge of the victim's, proof and all, somewhere into a document of their own, which has
no proof or one of the forger's: as evidence, as an endorsement, under a name that nobody knows.

Naively: A verifier looks for a proof anywhere in the document, checks it over the object in which it stands, and hands
the whole document on. So it went with signatures in XML for years.

Here: The proof of a credential is the member ``proof`` at its top (Data Integrity 1.0, 2.1 and 4.4): a badge without
one is ``proof.missing``, wherever others stand. What is verified is what the report hands out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from badges import unsigned
from microcred.document import Document
from naive import proof_holds
from published_keys import ISSUER, SIGNER
from victim import assert_refused, badge, report

FORGED = unsigned(issuer={"id": ISSUER, "type": ["Profile"]}, name="Doctor of Everything")


def naive_objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from naive_objects(each)


def naive_verify(document: Document) -> dict[str, Any] | None:
    tree = document.to_dict()
    sealed = (each for each in naive_objects(tree) if "proof" in each)
    return tree if any(proof_holds(each, SIGNER.public_key.to_multikey()) for each in sealed) else None


PLACES = ["endorsement", "evidence", "Object", "proofOf"]


@pytest.mark.parametrize("place", PLACES)
def test_a_naive_verifier_checks_one_object_and_hands_out_another(place: str) -> None:
    found = naive_verify(Document.of({**FORGED, place: [badge().to_dict()]}))
    assert found is not None
    assert found["name"] == "Doctor of Everything"


@pytest.mark.parametrize("place", PLACES)
def test_a_badge_is_not_sealed_by_a_proof_inside_it(place: str) -> None:
    found = report(Document.of({**FORGED, place: [badge().to_dict()]}))
    assert not found
    assert found.authentic is not True
    assert found["proof"].code in {"proof.missing", None}


def test_a_badge_without_a_proof_of_its_own_has_none() -> None:
    assert_refused(report(Document.of(FORGED)), "proof", "proof.missing", "")


def test_a_list_of_badges_is_no_badge() -> None:
    import json

    found = report(json.dumps([FORGED, badge().to_dict()]).encode())
    assert found["document"].code == "document.not-an-object"
    assert report(badge())


def test_the_members_of_a_graph_are_not_the_badge() -> None:
    tree = {"@context": FORGED["@context"], "@graph": [badge().to_dict()], **FORGED}
    found = report(Document.of(tree))
    assert not found
    assert found.authentic is not True
