"""Thousands of parts of a badge that have to be held against thousands of others.

Attack: a badge has twenty thousand results, each of which names one of twenty thousand levels or values; or twenty
thousand objects of one id that have to agree.

Naively: each result is looked for in the list of all levels: four hundred million comparisons.

Here: what is looked for is looked up in a table that is made once, so the time is that of the document.
"""

from __future__ import annotations

import time
from typing import Any

import pytest

from badges import unsigned
from microcred.document import Document
from microcred.models import conformity

MANY = 20_000


SECONDS = 5


def badge(result: list[Any], descriptions: list[Any], **changes: Any) -> Document:
    subject = unsigned()["credentialSubject"]
    achievement = subject["achievement"] | {"resultDescription": descriptions}
    return Document.of(unsigned(credentialSubject=subject | {"result": result, "achievement": achievement}, **changes))


def description(**members: Any) -> dict[str, Any]:
    return {"id": "urn:x:d", "type": ["ResultDescription"], "name": "n", "resultType": "Result", **members}


LEVELS = [{"id": f"urn:x:{number}", "type": ["RubricCriterionLevel"], "name": "n"} for number in range(MANY)]


VALUES = [f"value {number}" for number in range(MANY)]


def naive_comparisons(results: list[str], levels: list[str]) -> int:
    """How many levels are looked at until each result has found its own."""
    return sum(levels.index(result) + 1 for result in results)


def test_a_naive_check_takes_four_times_as_long_for_twice_as_many() -> None:
    few, many = ([f"urn:x:{number}" for number in range(count)] for count in (100, 200))
    assert naive_comparisons(many, many) > 3.9 * naive_comparisons(few, few)


@pytest.mark.parametrize(
    ("result", "descriptions"),
    [
        ({"achievedLevel": f"urn:x:{MANY - 1}"}, [description(rubricCriterionLevel=LEVELS)]),
        (
            {"achievedLevel": f"urn:x:{MANY - 1}", "resultDescription": "urn:x:d"},
            [description(rubricCriterionLevel=LEVELS)],
        ),
        ({"value": VALUES[-1], "resultDescription": "urn:x:d"}, [description(allowedValue=VALUES)]),
    ],
    ids=["all levels", "the levels of a description", "values"],
)
def test_results_are_held_against_many_levels_and_values_once(result: dict[str, Any], descriptions: list[Any]) -> None:
    document = badge([{"type": ["Result"], **result}] * MANY, descriptions)
    begun = time.process_time()
    assert conformity(document.tree).deviations == ()
    assert time.process_time() - begun < SECONDS


def test_things_with_one_id_are_held_against_many_names_once() -> None:
    names = [f"Name{number}" for number in range(4 * MANY)]
    things = [{"id": "urn:x:1", "type": [names[-1], "Other"]}] * MANY
    document = Document.of(unsigned(**{"our:things": [{"id": "urn:x:1", "type": names}, *things]}))
    begun = time.process_time()
    assert conformity(document.tree).deviations == ()
    assert time.process_time() - begun < SECONDS


def test_a_level_that_is_none_of_them_is_found() -> None:
    document = badge(
        [{"type": ["Result"], "achievedLevel": "urn:x:nowhere"}], [description(rubricCriterionLevel=LEVELS)]
    )
    assert conformity(document.tree).deviations != ()
