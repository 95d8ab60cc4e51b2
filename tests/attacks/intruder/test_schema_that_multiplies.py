"""A schema that branches, loops or piles up.

Attack: the schema that a badge names has twenty levels, each of which refers ten times to the next one: 10²⁰ leaves in
two kilobytes. Or it refers to itself, or has a thousand alternatives for each value.

Naively: each reference is followed, each alternative is tried, and the work grows with the power of the depth.

Here: every step is counted, for all schemas of one verification together, and what takes too many is given up:
`schema.too-much-work`, and the check is undetermined.
"""

from __future__ import annotations

from typing import Any

import pytest

from hostile_schemas import assessed
from microcred.verification.report import Outcome


def branching(keyword: str, leaf: Any, levels: int = 20) -> dict[str, Any]:
    """Levels, each of which refers ten times to the next."""
    named = {f"l{n}": {keyword: [{"$ref": f"#/$defs/l{n + 1}"}] * 10} for n in range(levels)}
    return {"$ref": "#/$defs/l0", "$defs": {**named, f"l{levels}": leaf}}


def naive_steps(schema: Any, root: dict[str, Any]) -> int:
    """How many schemas are looked at by following each reference."""
    if not isinstance(schema, dict):
        return 1
    if "$ref" in schema:
        return 1 + naive_steps(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    return 1 + sum(naive_steps(each, root) for each in schema.get("allOf", []))


def test_a_naive_evaluation_takes_ten_times_as_long_for_each_level() -> None:
    two, three = branching("allOf", True, 2), branching("allOf", True, 3)
    assert naive_steps(three, three) > 9 * naive_steps(two, two)


@pytest.mark.parametrize(
    "schema",
    [
        branching("allOf", True),
        branching("anyOf", False),
        branching("oneOf", True),
        branching("allOf", {"unevaluatedProperties": True}),
        {"$ref": "#"},
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
        {"$dynamicRef": "#x", "$dynamicAnchor": "x"},
        {"properties": {"type": {"uniqueItems": True, "allOf": [{"$ref": "#/properties/type"}]}}},
        {"allOf": [{"enum": [str(n) for n in range(100)]}] * 1_500},
        {"$defs": {str(n): {"properties": {"a": {"type": "string"}}} for n in range(12_000)}},
        {"patternProperties": {f"(.*){n}$": True for n in range(5_000)}},
    ],
)
def test_a_schema_that_multiplies_is_given_up(schema: dict[str, Any]) -> None:
    check = assessed(schema)
    assert (check.outcome, check.code) == (Outcome.UNDETERMINED, "schema.too-much-work")


def test_a_schema_of_some_depth_is_evaluated() -> None:
    assert assessed(branching("allOf", True, 3)).outcome is Outcome.PASSED
