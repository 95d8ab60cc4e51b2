"""Two badges that differ in as many places as there can be.

Attack: somebody hands in two versions of a badge that have twenty thousand tags each, none of them alike.

Naively: each value of one version is compared with each of the other, to find which was changed into which.

Here: the differences are found in the time of the documents, and two hundred of them are told.
"""

from __future__ import annotations

from badges import CANONICALIZER, unsigned
from microcred.explanation import Explainer

EXPLAINER = Explainer(canonicalizer=CANONICALIZER)


def naive_comparisons(here: list[str], there: list[str]) -> int:
    """How often two values are compared."""
    return sum(1 for one in here for other in there if one != other)


def test_a_naive_comparison_takes_four_times_as_long_for_twice_as_much() -> None:
    few, many = ([f"tag {number}" for number in range(count)] for count in (100, 200))
    assert naive_comparisons(many, ["x"] * 200) == 4 * naive_comparisons(few, ["x"] * 100)


def test_as_many_changes_as_there_can_be_are_told_within_bounds() -> None:
    here, there = unsigned(), unsigned()
    here["credentialSubject"]["achievement"]["tag"] = [f"here {number}" for number in range(20_000)]
    there["credentialSubject"]["achievement"]["tag"] = [f"there {number}" for number in range(20_000)]
    found = EXPLAINER.compare(here, there)
    assert found.same is False
    assert len(found.differences) == 200


def test_one_change_is_told() -> None:
    assert len(EXPLAINER.compare(unsigned(), unsigned(name="Another")).differences) == 1
