"""The criteria moved out of where readers look for them.

Attack: The criteria of an achievement have the id of the achievement, as they often do where both are one web page. The
editor moves what has to be done for it, the narrative, from the one object to the other; or the tags the other way.

Naively: the statements about the id do not change, the signature holds, and the criteria are empty.

Here: criteria that share an id with their achievement say what is theirs to say, and say it there
(`contexts.divided-node`).
"""

from __future__ import annotations

from typing import Any

from badges import sealed, unsigned
from doctored import OPEN_BADGES_VOCABULARY, accepted, refusal, verify
from naive_data_integrity import naive_verify


def on_one_page() -> dict[str, Any]:
    tree = unsigned()
    achievement = tree["credentialSubject"]["achievement"]
    achievement["criteria"]["id"] = achievement["id"]
    return sealed(tree).to_dict()


def moved(name: str = "narrative") -> dict[str, Any]:
    tree = on_one_page()
    achievement = tree["credentialSubject"]["achievement"]
    achievement[name] = achievement["criteria"].pop("narrative")
    return tree


def test_a_naive_page_shows_no_criteria() -> None:
    found = naive_verify(moved(f"{OPEN_BADGES_VOCABULARY}narrative"))
    assert found["credentialSubject"]["achievement"]["criteria"].keys() == {"id"}


def test_the_narrative_cannot_be_moved_out_of_criteria_that_share_an_id() -> None:
    assert refusal(moved())[:2] == ("contexts", "contexts.divided-node")
    assert refusal(moved(f"{OPEN_BADGES_VOCABULARY}narrative"))[0] == "contexts"


def test_criteria_may_share_the_page_of_their_achievement() -> None:
    tree = on_one_page()
    assert accepted(tree)
    achievement = tree["credentialSubject"]["achievement"]
    achievement["criteria"]["tag"] = achievement.pop("tag")
    assert verify(tree).verdict == "rejected"
