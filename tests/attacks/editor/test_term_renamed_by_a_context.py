"""A term under another name, given by a context at the end.

Attack: The learner appends {"goodFor": "https://www.w3.org/2018/credentials#validUntil"} to the contexts and renames
"validUntil" to "goodFor". The statements do not change.

Naively: the signature holds, and a reader of the JSON sees a badge without an end.

Here: a word of the standards has one name, and "goodFor" is none (`contexts.respelled-term`).
"""

from __future__ import annotations

from typing import Any

from doctored import CREDENTIALS_VOCABULARY, DATE_TIME, accepted, badge, refusal
from naive_data_integrity import naive_verify

GOOD_FOR = {"goodFor": {"@id": f"{CREDENTIALS_VOCABULARY}validUntil", "@type": DATE_TIME}}


def renamed() -> dict[str, Any]:
    tree = badge()
    tree["@context"].append(GOOD_FOR)
    tree["goodFor"] = tree.pop("validUntil")
    return tree


def test_a_naive_verifier_sees_no_end() -> None:
    assert "validUntil" not in naive_verify(renamed())


def test_another_name_for_a_word_of_the_standard_is_refused() -> None:
    assert refusal(renamed()) == ("contexts", "contexts.respelled-term", "/goodFor")


def test_nor_do_both_names_stand_side_by_side() -> None:
    tree = renamed()
    tree["validUntil"] = tree["goodFor"]
    assert naive_verify(tree)
    assert refusal(tree) == ("contexts", "contexts.respelled-term", "/goodFor")
    assert accepted(badge())
