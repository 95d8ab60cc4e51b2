"""A statement written backwards, with @reverse.

Attack: The editor takes the alignment out of the achievement, and writes it down elsewhere with an "@reverse" that
points back. Or he gives the word "alignmentOf" to the reverse by a context of his own. The statements are the same.

Naively: the signature holds, and the achievement has lost what it is aligned with.

Here: keywords are refused (`contexts.keyword`), and a context in the document defines no reverse properties
(`contexts.inline-not-plain`).
"""

from __future__ import annotations

from typing import Any

from doctored import OPEN_BADGES_VOCABULARY, accepted, badge, refusal
from naive_data_integrity import naive_verify

ALIGNMENT = f"{OPEN_BADGES_VOCABULARY}alignment"


def backwards() -> dict[str, Any]:
    tree = badge()
    achievement = tree["credentialSubject"]["achievement"]
    alignment = achievement.pop("alignment")[0]
    tree["@included"] = [{**alignment, "@reverse": {ALIGNMENT: {"id": achievement["id"]}}}]
    return tree


def backwards_by_a_word() -> dict[str, Any]:
    tree = badge()
    tree["@context"].append({"alignmentOf": {"@reverse": ALIGNMENT}, "remarks": "@included"})
    achievement = tree["credentialSubject"]["achievement"]
    tree["remarks"] = [{**achievement.pop("alignment")[0], "alignmentOf": {"id": achievement["id"]}}]
    return tree


def test_a_naive_verifier_sees_no_alignment() -> None:
    assert "alignment" not in naive_verify(backwards())["credentialSubject"]["achievement"]
    assert "alignment" not in naive_verify(backwards_by_a_word())["credentialSubject"]["achievement"]


def test_a_statement_is_not_written_backwards() -> None:
    assert refusal(backwards())[:2] == ("contexts", "contexts.keyword")
    assert accepted(badge())


def test_no_context_of_the_documents_own_turns_a_property_round() -> None:
    assert refusal(backwards_by_a_word()) == ("contexts", "contexts.inline-not-plain", "/@context/2/alignmentOf")
