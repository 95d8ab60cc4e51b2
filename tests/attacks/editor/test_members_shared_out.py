"""Members shared out between two descriptions of one profile.

Attack: The issuer of a badge is often the creator of its achievement: one id, described twice. The editor takes the
name out of the one, and the address out of the other, since each still says it in the other place.

Naively: no statement changes and the signature holds; a page that shows the creator shows one without a name, and one
that compares the two finds two different organisations.

Here: of two descriptions of one id, one says all that the other says (`contexts.divided-node`). The short form beside
the long one is fine, and so are endorsements in either place: each says itself what it endorses.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import sealed
from doctored import accepted, endorsement, refusal, verify, with_creator
from microcred.errors import ContextError
from naive_data_integrity import naive_verify

CREATOR = "/credentialSubject/achievement/creator"


def shared_out() -> dict[str, Any]:
    tree = sealed(with_creator(name="Riverside College")).to_dict()
    creator = tree["credentialSubject"]["achievement"]["creator"]
    creator["url"] = tree["issuer"].pop("url")
    del creator["name"]
    return tree


def issuer_id() -> str:
    found: str = with_creator()["issuer"]["id"]
    return found


def test_a_naive_page_shows_two_organisations() -> None:
    found = naive_verify(shared_out())
    assert "name" not in found["credentialSubject"]["achievement"]["creator"]
    assert "url" not in found["issuer"]


def test_members_of_the_issuer_cannot_be_shared_out_with_the_creator() -> None:
    assert refusal(shared_out()) == ("contexts", "contexts.divided-node", "/issuer")
    assert accepted(sealed(with_creator(name="Riverside College")).to_dict())


def test_the_short_form_of_a_profile_may_stand_beside_the_long_one() -> None:
    for short in ({}, {"name": "Riverside College"}):
        assert accepted(sealed(with_creator(**short)).to_dict())


def test_two_descriptions_that_each_say_more_are_not_sealed() -> None:
    with pytest.raises(ContextError) as caught:
        sealed(with_creator(name="Riverside College", phone="+49 1"))
    assert caught.value.code == "contexts.divided-node"


def test_endorsements_of_a_profile_may_stand_wherever_it_is_described() -> None:
    """As in the complete example of the standard: each says itself what it endorses, so nothing is to be moved."""
    first = endorsement(issuer_id())
    second = first | {"id": "urn:uuid:5a0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a98"}
    tree = with_creator(**with_creator()["issuer"], endorsement=[first])
    tree["issuer"]["endorsement"] = [second]
    badge = sealed(tree).to_dict()
    assert accepted(badge)
    badge["issuer"]["phone"] = "+49 1"
    assert verify(badge).verdict == "rejected"


def test_endorsements_of_one_profile_may_stand_in_either_of_its_descriptions() -> None:
    """They name what they endorse, so that it makes no difference in which one they stand."""
    tree = with_creator(**{**with_creator()["issuer"], "endorsement": [endorsement(issuer_id())]})
    other = {**endorsement(issuer_id()), "id": "urn:uuid:5a0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a98"}
    tree["issuer"]["endorsement"] = [other]
    assert verify(sealed(tree).to_dict())["contexts"].outcome == "passed"


def test_the_copy_without_a_type_loses_its_words() -> None:
    """Words are looked up by the type of their object: one who takes the type away could write there what he likes."""
    tree = sealed(with_creator()).to_dict()
    tree["credentialSubject"]["achievement"]["creator"] = {"id": issuer_id(), "phone": "+49 1"}
    assert naive_verify(tree)["credentialSubject"]["achievement"]["creator"]["phone"] == "+49 1"
    assert refusal(tree) == ("model", "model.type-missing", f"{CREATOR}/type")
