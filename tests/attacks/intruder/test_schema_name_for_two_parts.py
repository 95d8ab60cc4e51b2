"""Two parts of a schema under one name.

Attack: a schema has the same anchor, or the same `$id`, twice: once for a part that everything conforms to, and once
for a strict one. One reader takes the first, another one the last, and the badge conforms here and not there.

Naively: the parts are kept by name, and the last one wins.

Here: which of the two is meant nobody says (JSON Schema 2020-12, 8.2.1 and 8.2.2), so the schema is not used:
`schema.unusable`, and the check is undetermined.
"""

from __future__ import annotations

from typing import Any

import pytest

from hostile_schemas import assessed
from microcred.verification.report import Outcome

STRICT, LENIENT = {"type": "array"}, {"type": "object"}


def both(keyword: str, *parts: dict[str, Any]) -> dict[str, Any]:
    named = {f"p{number}": {keyword: "part", **part} for number, part in enumerate(parts)}
    return {"$ref": "part" if keyword == "$id" else "#part", "$defs": named}


def naive_parts(schema: dict[str, Any], keyword: str, *, last: bool) -> dict[str, Any]:
    """The parts of a schema by name."""
    parts = list(schema["$defs"].values())
    return {part[keyword]: part for part in (parts if last else reversed(parts))}


def test_two_naive_readers_take_two_parts() -> None:
    schema = both("$anchor", LENIENT, STRICT)
    first, last = (naive_parts(schema, "$anchor", last=each)["part"]["type"] for each in (False, True))
    assert (first, last) == ("object", "array")


@pytest.mark.parametrize("keyword", ["$anchor", "$dynamicAnchor", "$id"])
@pytest.mark.parametrize("parts", [(LENIENT, STRICT), (STRICT, LENIENT)], ids=["strict last", "strict first"])
def test_a_name_for_two_parts_makes_a_schema_unusable(keyword: str, parts: tuple[dict[str, Any], ...]) -> None:
    check = assessed(both(keyword, *parts))
    assert (check.outcome, check.code) == (Outcome.UNDETERMINED, "schema.unusable")


@pytest.mark.parametrize("keyword", ["$anchor", "$dynamicAnchor", "$id"])
def test_a_name_for_one_part_is_found(keyword: str) -> None:
    assert assessed(both(keyword, LENIENT)).outcome is Outcome.PASSED
    assert assessed(both(keyword, STRICT)).outcome is Outcome.FAILED
    doubly = {"$ref": "#part", "$defs": {"a": {"$anchor": "part", "$dynamicAnchor": "part", **LENIENT}}}
    assert assessed(doubly).outcome is Outcome.PASSED
