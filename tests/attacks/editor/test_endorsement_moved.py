"""An endorsement moved, or something moved into one.

Attack: An endorsement of the college stands in the badge. The editor moves it to the achievement; or he moves the name
of the badge into the subject of an endorsement, which has the same id.

Naively: where an embedded endorsement has the same statements in both places and the signature holds, the page shows it
beside what it stands next to, and shows the badge without a name.

Here: an endorsement counts for what it names, where it stands (`endorsements` says so), and speaks of an id no more
than its comment (`contexts.divided-node`).
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import sealed, unsigned
from doctored import accepted, endorsement, refusal, verify, with_creator
from naive_data_integrity import naive_verify


def with_own_endorsement() -> dict[str, Any]:
    return sealed(unsigned(endorsement=[endorsement(unsigned()["id"])])).to_dict()


def nameless() -> dict[str, Any]:
    tree = with_own_endorsement()
    tree["endorsement"][0]["credentialSubject"]["name"] = tree.pop("name")
    return tree


def test_a_naive_page_shows_a_badge_without_a_name() -> None:
    assert "name" not in naive_verify(nameless())


def test_members_of_the_credential_cannot_be_moved_into_its_endorsement() -> None:
    assert refusal(nameless()) == ("contexts", "contexts.divided-node", "/endorsement/0/credentialSubject")
    assert accepted(with_own_endorsement())


def test_an_endorsement_cannot_be_made_one_of_something_else() -> None:
    issuer = unsigned()["issuer"]
    badge = sealed(with_creator(**issuer, endorsement=[endorsement(issuer["id"])])).to_dict()
    achievement = badge["credentialSubject"]["achievement"]
    achievement["endorsement"] = achievement["creator"].pop("endorsement")
    assert verify(badge).verdict == "rejected"


@pytest.mark.parametrize("of", ["credential", "issuer", "achievement"])
def test_an_endorsement_may_speak_of_the_credential_and_of_its_issuer(of: str) -> None:
    tree = unsigned()
    ids = {
        "credential": tree["id"],
        "issuer": tree["issuer"]["id"],
        "achievement": tree["credentialSubject"]["achievement"]["id"],
    }
    assert accepted(sealed(unsigned(endorsement=[endorsement(ids[of])])).to_dict())
