"""Attack: move a member to another object with the same id. No statement changes, so every signature holds."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from badges import AT, SIGNER, sealed, unsigned
from microcred.errors import ContextError
from microcred.verification.fetch import Offline
from microcred.verification.report import Report
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

ISSUER = SIGNER.verification_method.partition("#")[0]


def verify(tree: dict[str, Any]) -> Report:
    return Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT)


def refused(tree: dict[str, Any]) -> bool:
    found = verify(tree)
    return found.verdict == "rejected" and found["contexts"].code == "contexts.divided-node"


def with_creator(**members: Any) -> dict[str, Any]:
    tree = unsigned()
    tree["credentialSubject"]["achievement"]["creator"] = {"id": ISSUER, "type": ["Profile"], **members}
    return tree


def endorsement(of: str, **members: Any) -> dict[str, Any]:
    return {
        "@context": unsigned()["@context"],
        "id": "urn:uuid:5a0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a99",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Well done",
        "issuer": {"id": "did:example:guild", "type": ["Profile"]},
        "validFrom": "2026-01-20T09:00:00Z",
        "credentialSubject": {"id": of, "type": ["EndorsementSubject"], "endorsementComment": "Good.", **members},
    }


def test_an_entry_of_an_array_cannot_be_split_in_two() -> None:
    tree = sealed().to_dict()
    grades = tree["credentialSubject"]["achievement"]["resultDescription"]
    required = grades[0].pop("requiredValue")
    grades.append({**copy.deepcopy(grades[0]), "requiredValue": required})
    del grades[1]["allowedValue"]
    assert refused(tree)


def test_an_entry_of_an_array_cannot_be_repeated() -> None:
    tree = sealed().to_dict()
    grades = tree["credentialSubject"]["achievement"]["resultDescription"]
    grades.append(copy.deepcopy(grades[0]))
    assert refused(tree)


def test_members_of_the_issuer_cannot_be_shared_out_with_the_creator() -> None:
    tree = sealed(with_creator(name="Riverside College")).to_dict()
    assert verify(tree).verdict == "accepted"
    tree["credentialSubject"]["achievement"]["creator"]["url"] = tree["issuer"]["url"]
    del tree["issuer"]["url"]
    del tree["credentialSubject"]["achievement"]["creator"]["name"]
    assert refused(tree)


def test_the_short_form_of_a_profile_may_stand_beside_the_long_one() -> None:
    for short in ({}, {"name": "Riverside College"}):
        assert verify(sealed(with_creator(**short)).to_dict()).verdict == "accepted"


def test_endorsements_of_a_profile_may_stand_wherever_it_is_described() -> None:
    """As in the complete example of the standard: each says itself what it endorses, so nothing is to be moved."""
    first, second = endorsement(ISSUER), endorsement(ISSUER) | {"id": "urn:uuid:5a0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a98"}
    tree = with_creator(**unsigned()["issuer"], endorsement=[first])
    tree["issuer"]["endorsement"] = [second]
    badge = sealed(tree).to_dict()
    assert verify(badge).verdict == "accepted"
    badge["issuer"]["phone"] = "+49 1"
    assert verify(badge).verdict == "rejected"


def test_an_endorsement_cannot_be_made_one_of_something_else() -> None:
    badge = sealed(with_creator(**unsigned()["issuer"], endorsement=[endorsement(ISSUER)])).to_dict()
    achievement = badge["credentialSubject"]["achievement"]
    achievement["endorsement"] = achievement["creator"].pop("endorsement")
    assert verify(badge).verdict == "rejected"


def test_what_stands_in_order_is_whole_in_both_places() -> None:
    tree = sealed().to_dict()
    achievement = tree["credentialSubject"]["achievement"]
    again = copy.deepcopy(achievement)
    again["resultDescription"][0]["allowedValue"] = ["C"]
    tree["credentialSubject"]["source"] = {"id": "urn:x:1", "type": ["Profile"], "achievement": again}
    assert refused(tree)


def test_two_descriptions_that_each_say_more_are_not_sealed() -> None:
    with pytest.raises(ContextError) as caught:
        sealed(with_creator(name="Riverside College", phone="+49 1"))
    assert caught.value.code == "contexts.divided-node"


def test_an_endorsement_may_speak_of_the_credential_and_of_its_issuer() -> None:
    for of in (unsigned()["id"], ISSUER, unsigned()["credentialSubject"]["achievement"]["id"]):
        assert verify(sealed(unsigned(endorsement=[endorsement(of)])).to_dict()).verdict == "accepted"


def test_members_of_the_credential_cannot_be_moved_into_its_endorsement() -> None:
    tree = sealed(unsigned(endorsement=[endorsement(unsigned()["id"])])).to_dict()
    tree["endorsement"][0]["credentialSubject"]["name"] = tree.pop("name")
    assert refused(tree)


def test_the_expiry_cannot_be_moved_to_another_object_of_the_credentials_id() -> None:
    evidence = {"id": unsigned()["id"], "type": ["Evidence"]}
    tree = sealed(unsigned(evidence=[evidence])).to_dict()
    assert verify(tree).verdict == "accepted"
    tree["evidence"][0]["validUntil"] = tree.pop("validUntil")
    assert refused(tree)


def test_criteria_may_share_the_page_of_their_achievement() -> None:
    tree = unsigned()
    achievement = tree["credentialSubject"]["achievement"]
    achievement["criteria"]["id"] = achievement["id"]
    badge = sealed(tree).to_dict()
    assert verify(badge).verdict == "accepted"
    achievement = badge["credentialSubject"]["achievement"]
    achievement["criteria"]["tag"] = achievement.pop("tag")
    assert verify(badge).verdict == "rejected"


def test_the_narrative_cannot_be_moved_out_of_criteria_that_share_an_id() -> None:
    tree = unsigned()
    achievement = tree["credentialSubject"]["achievement"]
    achievement["criteria"]["id"] = achievement["id"]
    badge = sealed(tree).to_dict()
    achievement = badge["credentialSubject"]["achievement"]
    achievement["narrative"] = achievement["criteria"].pop("narrative")
    assert refused(badge)


def test_endorsements_of_one_profile_may_stand_in_either_of_its_descriptions() -> None:
    """They name what they endorse, so that it makes no difference in which one they stand."""
    tree = with_creator(**{**unsigned()["issuer"], "endorsement": [endorsement(ISSUER)]})
    tree["issuer"]["endorsement"] = [{**endorsement(ISSUER), "id": "urn:uuid:5a0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a98"}]
    assert verify(sealed(tree).to_dict())["contexts"].outcome == "passed"
