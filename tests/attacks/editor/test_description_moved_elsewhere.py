"""The achievement described somewhere else.

Attack: The editor leaves only the id of the achievement where it belongs, and moves its description to another object
with the same id, in an @included block or in another member.

Naively: the statements do not change, the signature holds, and the page shows a badge for an achievement without a name
and without criteria, or describes it by what stands nearest.

Here: an achievement is described where it is awarded (`model.missing`, `model.wrong-type`: Open Badges 3.0, B.1.2).
"""

from __future__ import annotations

from typing import Any

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

PLACE = "/credentialSubject/achievement"


def moved() -> dict[str, Any]:
    tree = badge()
    achievement = tree["credentialSubject"]["achievement"]
    tree["credentialSubject"]["achievement"] = {"id": achievement["id"], "type": ["Achievement"]}
    tree["@included"] = [achievement]
    return tree


def test_a_naive_page_shows_an_achievement_without_a_name() -> None:
    assert "name" not in naive_verify(moved())["credentialSubject"]["achievement"]


def test_an_achievement_is_described_where_it_is_awarded() -> None:
    assert refusal(moved()) == ("model", "model.missing", f"{PLACE}/name")
    tree = moved()
    tree["credentialSubject"]["achievement"] = tree["@included"][0]["id"]
    assert refusal(tree) == ("model", "model.wrong-type", PLACE)
    assert accepted(badge())
