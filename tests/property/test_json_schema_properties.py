"""The assessment against two other implementations, and on anything at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft201909Validator, Draft202012Validator

from microcred.document import Document
from microcred.errors import Undetermined
from microcred.verification.json_schema import DIALECTS, Effort, assess
from microcred.verification.json_schema.patterns import Pattern

NAMES = st.sampled_from(["a", "b", "c"])
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from([0.5, 1.0, -2.0])
    | st.sampled_from(["", "a", "bb"])
)
INSTANCES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=8
)
TYPES = st.sampled_from(["null", "boolean", "object", "array", "number", "integer", "string"])
ASSERTIONS = st.fixed_dictionaries(
    {},
    optional={
        "type": TYPES | st.lists(TYPES, min_size=1, max_size=2, unique=True),
        "enum": st.lists(INSTANCES, min_size=1, max_size=3),
        "const": INSTANCES,
        "minimum": st.integers(-2, 2),
        "exclusiveMaximum": st.integers(-2, 2),
        "multipleOf": st.sampled_from([1, 2, 0.5]),
        "minLength": st.integers(0, 2),
        "pattern": st.sampled_from(["^a", "b", "a|b$", "^$"]),
        "maxItems": st.integers(0, 2),
        "uniqueItems": st.booleans(),
        "required": st.lists(NAMES, max_size=2, unique=True),
        "minProperties": st.integers(0, 2),
    },
)


def applied(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(inner, min_size=1, max_size=2)
    return st.fixed_dictionaries(
        {},
        optional={
            "allOf": several,
            "anyOf": several,
            "oneOf": several,
            "not": inner,
            "if": inner,
            "then": inner,
            "else": inner,
            "properties": st.dictionaries(NAMES, inner, max_size=2),
            "patternProperties": st.dictionaries(st.sampled_from(["a", "^b$"]), inner, max_size=2),
            "additionalProperties": inner,
            "propertyNames": inner,
            "contains": inner,
            "items": inner,
            "unevaluatedProperties": inner,
            "unevaluatedItems": inner,
        },
    )


SCHEMAS = st.recursive(ASSERTIONS | st.booleans(), applied, max_leaves=6)
VALIDATORS = (Draft202012Validator, Draft201909Validator, Draft7Validator)


def conforms(schema: Any, instance: Any, dialect: Any) -> bool:
    both = Document.of({"schema": schema, "instance": instance}).tree
    return not assess(both["schema"], both["instance"], uri="https://x.example/s", dialect=dialect, effort=Effort())


@settings(max_examples=300)
@given(SCHEMAS, INSTANCES, st.sampled_from(list(zip(DIALECTS.values(), VALIDATORS, strict=True))))
def test_another_implementation_says_the_same(schema: Any, instance: Any, both: Any) -> None:
    dialect, validator = both
    assert conforms(schema, instance, dialect) is validator(schema).is_valid(instance)


PIECES = st.sampled_from(
    [
        "a",
        "b",
        ".",
        "^",
        "$",
        "(a|b)",
        "(?:ab)",
        "[ab]",
        "[^a]",
        r"\w",
        r"\b",
        "|",
        "a*",
        "b+?",
        "(a*)?",
        "(b|){2}",
        "a{1,2}",
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=6).map("".join), st.text("ab c", max_size=8))
def test_a_pattern_is_found_where_a_backtracking_engine_finds_it(pattern: str, text: str) -> None:
    effort = Effort()
    assert Pattern(pattern, effort).found_in(text, effort) is (re.search(pattern, text) is not None)


KEYWORDS = st.sampled_from(
    [
        "$ref",
        "$id",
        "$anchor",
        "$dynamicRef",
        "$defs",
        "items",
        "type",
        "pattern",
        "allOf",
        "properties",
        "enum",
        "multipleOf",
        "$schema",
    ]
)
ANYTHING = st.recursive(
    SCALARS | st.sampled_from(["#", "#/$defs/a", "#a", "urn:x", "https://x.example/s", "object", "(", "1e400"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYWORDS | NAMES, inner, max_size=4),
    max_leaves=12,
)


def refusal(call: Callable[[], object]) -> str | None:
    try:
        call()
    except Undetermined as error:
        return error.code
    return None


@settings(max_examples=300)
@given(ANYTHING, INSTANCES, st.sampled_from(list(DIALECTS.values())))
def test_whatever_stands_there_is_assessed_or_left_undetermined(schema: Any, instance: Any, dialect: Any) -> None:
    code = refusal(lambda: conforms(schema, instance, dialect))
    assert code is None or code.startswith("schema.")


@settings(max_examples=300)
@given(st.text("ab(|)*+?{1,}[]^$\\.dbwpu-:<=!", max_size=14), st.text("ab-", max_size=5))
def test_any_text_is_a_pattern_or_not_assessed(pattern: str, text: str) -> None:
    effort = Effort()
    code = refusal(lambda: Pattern(pattern, effort).found_in(text, effort))
    assert code in (None, "schema.unsupported-pattern", "schema.too-much-work")
