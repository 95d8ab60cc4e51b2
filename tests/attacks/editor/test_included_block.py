"""An @included block behind the badge.

Attack: The editor takes "validUntil" out of the badge, and says it in a block of other objects, "@included", about the
same id. The statements do not change.

Naively: the signature holds, and a reader who looks at the root of the JSON finds no end.

Here: one id is described in one place (`contexts.divided-node`), and a keyword has no place in a credential at all
(`contexts.keyword`), whatever the block speaks of.
"""

from __future__ import annotations

from typing import Any

from doctored import CREDENTIALS_VOCABULARY, accepted, badge, refusal, verify, written_out
from naive_data_integrity import naive_verify


def with_block() -> dict[str, Any]:
    tree = badge()
    end = written_out(tree.pop("validUntil"))
    tree["@included"] = [{"id": tree["id"], f"{CREDENTIALS_VOCABULARY}validUntil": end}]
    return tree


def test_a_naive_verifier_sees_no_end() -> None:
    assert "validUntil" not in naive_verify(with_block())


def test_what_is_said_of_the_badge_elsewhere_divides_it() -> None:
    assert refusal(with_block()) == ("contexts", "contexts.divided-node", "/@included/0")


def test_a_block_that_says_nothing_is_refused_for_its_keyword() -> None:
    tree = badge()
    tree["@included"] = [{"id": "urn:x:remark"}]
    assert naive_verify(tree)
    assert refusal(tree) == ("contexts", "contexts.keyword", "/@included")
    assert verify(badge()).verdict == "accepted"


def test_an_id_alone_may_be_mentioned_by_a_member_of_the_standard() -> None:
    assert accepted(badge(evidence=[{"id": "https://college.example/portfolios/17", "type": ["Evidence"]}]))
