"""A name of one's own for a JSON-LD keyword.

Attack: The editor appends {"key": "@id"} to the contexts, and writes "key" for the "id" of the learner. Or he makes
"remarks" a name for "@included", "@index" or "@nest", under which statements stand, or nothing is stated at all.

Naively: the signature holds; the badge is nobody's, or carries remarks that nobody signed.

Here: another name for a keyword is a keyword (`contexts.keyword`), whatever a context calls it.
"""

from __future__ import annotations

from typing import Any

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify


def with_alias(name: str, keyword: str) -> dict[str, Any]:
    tree = badge()
    tree["@context"].append({name: keyword})
    return tree


def without_learner() -> dict[str, Any]:
    tree = with_alias("key", "@id")
    tree["credentialSubject"]["key"] = tree["credentialSubject"].pop("id")
    return tree


def with_remarks() -> dict[str, Any]:
    tree = with_alias("remarks", "@index")
    tree["credentialSubject"]["remarks"] = "The best that we ever had."
    return tree


def test_a_naive_verifier_finds_no_learner() -> None:
    assert "id" not in naive_verify(without_learner())["credentialSubject"]


def test_a_naive_verifier_believes_remarks_that_nobody_signed() -> None:
    assert naive_verify(with_remarks())["credentialSubject"]["remarks"]


@pytest.mark.parametrize(("doctored", "word"), [(without_learner, "key"), (with_remarks, "remarks")])
def test_another_name_for_a_keyword_is_a_keyword(doctored: Any, word: str) -> None:
    assert refusal(doctored()) == ("contexts", "contexts.keyword", f"/credentialSubject/{word}")


def test_a_name_that_nothing_makes_use_of_says_nothing() -> None:
    assert accepted(with_alias("key", "@id"))
