"""Each keyword of JSON Schema by itself: what conforms, what does not, where, and that other types are let be."""

from __future__ import annotations

from typing import Any

import pytest

from microcred.document import Document
from microcred.errors import Fault, Undetermined
from microcred.verification.json_schema import DIALECTS, Effort, assess

D2020, D2019, D7 = DIALECTS.values()
OTHERS = [None, True, 5, 1.5, "text", [7], {"member": 7}]


def faults(schema: Any, instance: Any, dialect: Any = D2020) -> tuple[Fault, ...]:
    both = Document.of({"schema": schema, "instance": instance}).tree
    return assess(both["schema"], both["instance"], uri="https://x.example/s", dialect=dialect, effort=Effort())


ASSERTIONS = [
    ("multipleOf", 3, [9, 0, -3, 6.0], [10, 1.5], "a multiple of 3"),
    ("minimum", 3, [3, 4, 3.0], [2, 2.9], "at least 3"),
    ("maximum", 3, [3, 2, 3.0], [4, 3.1], "at most 3"),
    ("exclusiveMinimum", 3, [4, 3.1], [3, 2, 3.0], "more than 3"),
    ("exclusiveMaximum", 3, [2, 2.9], [3, 4, 3.0], "less than 3"),
    ("minLength", 3, ["abc", "abcd"], ["ab", ""], "at least 3 characters"),
    ("maxLength", 3, ["abc", ""], ["abcd"], "at most 3 characters"),
    ("pattern", "b+", ["abc", "b"], ["ac", ""], "a text with the pattern 'b+'"),
    ("format", "date", ["2026-02-28"], ["2026-02-30", ""], "the format date"),
    ("minItems", 2, [[1, 2], [1, 2, 3]], [[1], []], "at least 2 elements"),
    ("maxItems", 2, [[1, 2], []], [[1, 2, 3]], "at most 2 elements"),
    ("uniqueItems", True, [[1, 2], []], [[1, 1], [{}, [], {}]], "elements that are all different"),
    ("minProperties", 2, [{"a": 1, "b": 1}], [{"a": 1}, {}], "at least 2 members"),
    ("maxProperties", 1, [{"a": 1}, {}], [{"a": 1, "b": 1}], "at most 1 members"),
    ("required", ["a", "b"], [{"a": 1, "b": 1, "c": 1}], [{"a": 1}], "the member 'b'"),
    ("required", ["a", "b"], [{"a": 1, "b": 1}], [{}, {"c": 1}], "the members 'a', 'b'"),
    ("dependentRequired", {"a": ["b"]}, [{"a": 1, "b": 1}, {"b": 1}, {}], [{"a": 1}], "the member 'b'"),
]


@pytest.mark.parametrize(("keyword", "value", "good", "bad", "wanted"), ASSERTIONS)
def test_an_assertion_holds_up_to_its_bound_and_says_what_was_wanted(
    keyword: str, value: Any, good: list[Any], bad: list[Any], wanted: str
) -> None:
    for instance in good:
        assert not faults({keyword: value}, instance)
    for instance in bad:
        (fault,) = faults({keyword: value}, instance)
        assert fault.evidence["keyword"] == f"/{keyword}"
        assert fault.message.endswith(f", wanted {wanted}")


@pytest.mark.parametrize(("keyword", "value", "good", "bad", "wanted"), ASSERTIONS)
def test_an_assertion_says_nothing_of_other_types(
    keyword: str, value: Any, good: list[Any], bad: list[Any], wanted: str
) -> None:
    alike = {type(instance) for instance in good + bad} | ({int, float} if isinstance(bad[0], int) else set())
    for instance in OTHERS:
        if type(instance) not in alike:
            assert not faults({keyword: value}, instance)


@pytest.mark.parametrize("dialect", [D2020, D2019, D7])
@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"member": True}, "patternProperties": {"m": True}, "additionalProperties": False},
        {"propertyNames": {"pattern": "m"}},
        {"dependencies": {"member": {"required": ["member"]}}},
        {"dependentSchemas": {"member": {"required": ["member"]}}},
        {"items": True, "contains": True},
        {"items": [True], "additionalItems": False},
        {"prefixItems": [True]},
    ],
)
def test_an_applicator_says_nothing_of_other_types(schema: Any, dialect: Any) -> None:
    if dialect is D2020 and isinstance(schema.get("items"), list):
        pytest.skip("items is a schema there")
    for instance in OTHERS:
        assert not faults(schema, instance, dialect)


UNEVALUATED = {"unevaluatedProperties": False}
LEFT = {"unevaluatedItems": False}


@pytest.mark.parametrize(
    ("schema", "good", "bad", "places"),
    [
        ({"properties": {"a": {"type": "string"}, "b": False}}, {"a": "", "c": 1}, {"a": 1, "b": 2}, ["/a", "/b"]),
        ({"properties": {"a": False}}, {"b": 1, "c": 2}, {"a": 1, "b": 2, "c": 3}, ["/a"]),
        ({"patternProperties": {"^a": {"type": "null"}}}, {"ab": None, "b": 1}, {"a1": 1, "a2": 2}, ["/a1", "/a2"]),
        ({"additionalProperties": {"type": "null"}}, {"a": None}, {"a": 1, "b": 2}, ["/a", "/b"]),
        ({"additionalProperties": False, "properties": {"a": True}}, {"a": 1}, {"a": 1, "b": 2, "c": 3}, ["/b", "/c"]),
        ({"propertyNames": {"maxLength": 1}}, {"a": 1}, {"ab": 1, "c": 2, "de": 3}, ["/ab", "/de"]),
        ({"dependentSchemas": {"a": {"required": ["b"]}}}, {"a": 1, "b": 2}, {"a": 1}, [""]),
        ({"prefixItems": [{"type": "null"}, {"type": "string"}]}, [None, "", 7], [1, 2, 3], ["/0", "/1"]),
        ({"items": {"type": "null"}}, [None, None], [1, None, 2], ["/0", "/2"]),
        ({"items": {"type": "null"}, "prefixItems": [True]}, [1, None], [1, 2], ["/1"]),
        ({"items": False}, [], [1, 2], ["/0", "/1"]),
        ({"contains": {"type": "null"}}, [1, None], [1, 2], [""]),
        ({"contains": {"type": "null"}, "minContains": 2}, [None, None], [None], [""]),
        ({"contains": {"type": "null"}, "maxContains": 1}, [None, 1], [None, None], [""]),
        ({"allOf": [{"minimum": 1}, {"multipleOf": 2}]}, 2, -1, ["", ""]),
        ({"anyOf": [{"type": "null"}, {"minimum": 1}]}, None, 0, [""]),
        ({"oneOf": [{"minimum": 1}, {"multipleOf": 2}]}, 1, 2, [""]),
        ({"not": {"minimum": 1}}, 0, 1, [""]),
        ({"if": {"minimum": 1}, "then": {"multipleOf": 2}}, 0, 1, [""]),
        ({"if": {"minimum": 1}, "else": {"multipleOf": 2}}, 1, -1, [""]),
        ({"type": ["null", "string"]}, "", 1, [""]),
        ({"enum": [1, "a", None]}, "a", "b", [""]),
        ({"const": {"a": [1]}}, {"a": [1.0]}, {"a": [2]}, [""]),
        (UNEVALUATED, {}, {"a": 1, "b": 2}, ["/a", "/b"]),
        ({**UNEVALUATED, "properties": {"a": True}}, {"a": 1}, {"a": 1, "b": 2}, ["/b"]),
        ({**UNEVALUATED, "patternProperties": {"^a": True}}, {"ab": 1}, {"ab": 1, "b": 2}, ["/b"]),
        ({**UNEVALUATED, "allOf": [{"additionalProperties": True}]}, {"a": 1}, 1, []),
        ({**UNEVALUATED, "allOf": [{"unevaluatedProperties": True}]}, {"a": 1}, 1, []),
        ({**UNEVALUATED, "if": {"properties": {"a": {"const": 1}}}}, {"a": 1}, {"a": 2}, ["/a"]),
        ({**UNEVALUATED, "not": {"not": {"properties": {"a": True}}}}, {}, {"a": 1}, ["/a"]),
        ({"unevaluatedProperties": {"type": "null"}}, {"a": None}, {"a": 1, "b": 2}, ["/a", "/b"]),
        (LEFT, [], [1, 2], ["/0", "/1"]),
        ({**LEFT, "prefixItems": [True]}, [1], [1, 2], ["/1"]),
        ({**LEFT, "allOf": [{"items": True}]}, [1, 2], 1, []),
        ({**LEFT, "allOf": [{"unevaluatedItems": True}]}, [1, 2], 1, []),
        ({**LEFT, "contains": {"type": "null"}}, [None], [None, 2], ["/1"]),
        ({"unevaluatedItems": {"type": "null"}}, [None], [1, 2], ["/0", "/1"]),
    ],
)
def test_an_applicator_holds_every_part_to_its_schema_and_names_each_that_does_not_conform(
    schema: Any, good: Any, bad: Any, places: list[str]
) -> None:
    assert not faults(schema, good)
    assert [fault.pointer for fault in faults(schema, bad)] == places


@pytest.mark.parametrize(
    ("dialect", "schema", "good", "bad", "place"),
    [
        (D7, {"dependencies": {"a": ["b", "c"]}}, {"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 2}, ""),
        (D7, {"dependencies": {"a": {"properties": {"b": False}}}}, {"b": 1}, {"a": 1, "b": 2}, "/b"),
        (D7, {"dependencies": {"x": ["y"], "a": {"required": ["b"]}}}, {"a": 1, "b": 1}, {"a": 1}, ""),
        (D7, {"dependencies": {"a": {"required": ["b"]}, "x": {}}}, {"a": 1, "b": 1, "x": 1}, {"a": 1, "x": 1}, ""),
        (D2019, {"items": [True], "additionalItems": {"type": "null"}}, [1, None], [1, 2], "/1"),
        (D2019, {"additionalItems": False}, [1, 2], None, None),
        (D2019, {"items": {"type": "null"}, "additionalItems": False}, [None, None], [1], "/0"),
        (D2019, {"items": [{"type": "null"}, {"type": "null"}]}, [None, None, 1], [None, 1], "/1"),
        (D2019, {"contains": True, "unevaluatedItems": False}, [], [1], "/0"),
    ],
)
def test_the_keywords_of_older_dialects_hold_every_part_to_its_schema(
    dialect: Any, schema: Any, good: Any, bad: Any, place: str | None
) -> None:
    assert {fault.pointer for fault in faults(schema, good, dialect)} <= ({""} if "contains" in schema else set())
    if place is not None:
        assert [fault.pointer for fault in faults(schema, bad, dialect)] == [place]


def test_a_recursive_reference_leads_to_the_outermost_tree_that_is_one() -> None:
    tree = {
        "$id": "https://x.example/tree",
        "$recursiveAnchor": True,
        "properties": {"children": {"items": {"$recursiveRef": "#"}}},
    }
    strict = {"$recursiveAnchor": True, "$ref": "tree", "unevaluatedProperties": False, "$defs": {"tree": tree}}
    assert faults(strict, {"children": [{"childs": []}]}, D2019)[0].pointer == "/children/0/childs"
    assert not faults(strict, {"children": [{"children": []}]}, D2019)
    plain = {**strict, "$recursiveAnchor": False}
    assert not faults(plain, {"children": [{"childs": []}]}, D2019)


def test_a_fault_quotes_six_values_and_tells_that_there_are_more() -> None:
    assert faults({"enum": [1, 2, 3, 4, 5, 6]}, 7)[0].message == "found 7, wanted one of 1, 2, 3, 4, 5, 6"
    assert faults({"enum": [1, 2, 3, 4, 5, 6, 8]}, 7)[0].message == "found 7, wanted one of 1, 2, 3, 4, 5, 6, …"
    assert faults({"enum": [None, True, False]}, "x")[0].message == "found 'x', wanted one of null, true, false"


def test_a_part_that_has_no_place_is_told_without_what_it_is() -> None:
    (fault,) = faults({"additionalProperties": False}, {"a": 1})
    assert (fault.message, fault.evidence["keyword"]) == (
        "the schema leaves no place for 'a'",
        "/additionalProperties",
    )


def test_a_schema_that_leads_back_to_itself_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Undetermined) as caught:
        faults({"$ref": "#"}, 1)
    assert caught.value.code == "schema.too-much-work"
    monkeypatch.setattr("microcred.verification.json_schema.evaluation._MAX_NESTING", 60)

    def chain(length: int) -> Any:
        steps = {f"a{index}": {"$ref": f"#/$defs/a{index + 1}"} for index in range(length - 2)}
        return {"$ref": "#/$defs/a0", "$defs": {**steps, f"a{length - 2}": {}}}

    assert not faults(chain(60), 1)
    assert not faults({"allOf": [{"$ref": "#/$defs/a1"}] * 60, **chain(60)}, 1)
    with pytest.raises(Undetermined) as caught:
        faults(chain(61), 1)
    assert caught.value.code == "schema.too-much-work"


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("hostname", f"{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 61}", f"{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 62}"),
        ("email", '"a b"@x.example', '"a b@x.example'),
        ("email", '" "@x.example', '"@x.example '),
        ("uri-reference", "//[::1]/a", "//[::1"),
        ("uri-reference", "//a:1/b", "//a:b/c"),
        ("uri-reference", "?a=b", "?a=[b]"),
    ],
)
def test_formats_are_exact_at_their_ends(name: str, good: str, bad: str) -> None:
    assert not faults({"format": name}, good)
    assert faults({"format": name}, bad)


@pytest.mark.parametrize(("keyword", "value", "good", "bad", "_wanted"), ASSERTIONS)
def test_an_assertion_counts_where_it_is_turned_round(
    keyword: str, value: Any, good: list[Any], bad: list[Any], _wanted: str
) -> None:
    # Under "not" nobody looks at the faults, only at whether there are any.
    schema = {"not": {keyword: value}}
    assert [instance for instance in good if not faults(schema, instance)] == []
    assert [instance for instance in bad if faults(schema, instance)] == []


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"items": {"type": "integer"}}, [1, 2], ["a", 2]),
        ({"items": [{"type": "integer"}, True]}, [1, 2], ["a", 2]),
        ({"items": [True], "additionalItems": {"type": "integer"}}, ["a", 1, 2], ["a", "b", 2]),
        ({"dependencies": {"a": {"minProperties": 3}, "b": True}}, {"b": 1, "c": 1}, {"a": 1, "b": 1}),
        ({"dependencies": {"a": ["c"], "b": ["a"]}}, {"a": 1, "b": 1, "c": 1}, {"a": 1, "b": 1}),
        ({"properties": {"a": {"type": "integer"}, "b": True}}, {"a": 1, "b": 1}, {"a": "x", "b": 1}),
    ],
)
def test_one_part_that_does_not_conform_is_enough(schema: Any, good: Any, bad: Any) -> None:
    assert faults({"not": schema}, good, D7)
    assert not faults({"not": schema}, bad, D7)


def test_one_element_that_is_left_and_does_not_conform_is_enough() -> None:
    schema = {"not": {"unevaluatedItems": {"type": "integer"}}}
    assert faults(schema, [1, 2])
    assert faults(schema, [])
    assert not faults(schema, ["a", 2])
