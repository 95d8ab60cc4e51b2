"""JSON Schema in three dialects: what conforms, what does not, and where."""

from __future__ import annotations

from typing import Any

import pytest

from microcred.document import Document
from microcred.errors import Fault, Undetermined
from microcred.verification.json_schema import DIALECTS, Effort, assess, dialect_of

D2020, D2019, D7 = DIALECTS.values()


def faults(schema: Any, instance: Any, dialect: Any = D2020) -> tuple[Fault, ...]:
    both = Document.of({"schema": schema, "instance": instance}).tree
    return assess(both["schema"], both["instance"], uri="https://x.example/s", dialect=dialect, effort=Effort())


def written(schema: str, instance: str) -> bool:
    """Whether JSON texts conform, as they are written."""
    both = Document.parse(f'{{"schema": {schema}, "instance": {instance}}}').tree
    return not assess(both["schema"], both["instance"], uri="urn:x", dialect=D2020, effort=Effort())


@pytest.mark.parametrize(
    ("schema", "instance", "good"),
    [
        ('{"type": "integer"}', "1.0", True),
        ('{"type": "integer"}', "1e3", True),
        ('{"type": "integer"}', "1.5", False),
        ('{"type": "integer"}', "true", False),
        ('{"type": "number"}', "true", False),
        ('{"const": 1}', "1.00", True),
        ('{"const": 1}', "true", False),
        ('{"const": false}', "0", False),
        ('{"enum": [1e2]}', "100", True),
        ('{"multipleOf": 0.01}', "19.99", True),
        ('{"multipleOf": 0.01}', "19.995", False),
        ('{"multipleOf": 1e-300}', "1e308", True),
        ('{"minimum": 0.1}', "0.10000000000000000001", True),
        ('{"minimum": 0.1}', "0.09999999999999999999", False),
        ('{"uniqueItems": true}', "[1, 1.0]", False),
        ('{"uniqueItems": true}', '[1, true, 0, false, null, "1", [], {}]', True),
        ('{"uniqueItems": true}', '[{"a": 1, "b": 2}, {"b": 2, "a": 1.0}]', False),
        ('{"const": 0e999999999}', "0", True),
        ('{"exclusiveMaximum": 0}', "-0.0", False),
        ('{"minLength": 2.0}', '"\\ud83d\\ude00"', False),
    ],
)
def test_numbers_count_as_they_are_written(schema: str, instance: str, good: bool) -> None:
    assert written(schema, instance) is good


@pytest.mark.parametrize(
    ("dialect", "schema", "instance", "good"),
    [
        (D2020, {"prefixItems": [{"const": 1}], "items": False}, [1, 2], False),
        (D2019, {"items": [{"const": 1}], "additionalItems": False}, [1, 2], False),
        (D2019, {"prefixItems": [{"const": 1}]}, [2], True),
        (D2019, {"prefixItems": [True], "items": {"const": 1}}, [2], False),
        (D7, {"prefixItems": [True, True], "items": {"const": 1}}, [1, 2], False),
        (D2019, {"prefixItems": 1, "items": {"const": 1}}, [1, 1], True),
        (D7, {"prefixItems": "no list", "items": {"const": 1}}, "no array", True),
        (D7, {"dependencies": {"a": ["b"]}}, {"a": 1}, False),
        (D7, {"$ref": "#/definitions/a", "type": "string", "definitions": {"a": True}}, 1, True),
        (D2020, {"$ref": "#/$defs/a", "type": "string", "$defs": {"a": True}}, 1, False),
        (D7, {"contains": {"const": 1}, "minContains": 0}, [2], False),
        (D2020, {"contains": {"const": 1}, "minContains": 0}, [2], True),
        (D2020, {"allOf": [{"properties": {"a": True}}], "unevaluatedProperties": False}, {"a": 1, "b": 2}, False),
        (D2020, {"allOf": [{"properties": {"a": True}}], "unevaluatedProperties": False}, {"a": 1}, True),
        (D2020, {"anyOf": [True, {"properties": {"a": True}}], "unevaluatedProperties": False}, {"a": 1}, True),
        (D2020, {"contains": {"const": 1}, "unevaluatedItems": False}, [1, 2], False),
        (D2020, {"not": {"required": ["a"]}}, {"a": 1}, False),
        (D2020, {"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": False}, {"a": 1}, False),
        (D2020, {"oneOf": [True, True]}, 1, False),
        (D2020, {"propertyNames": {"maxLength": 1}}, {"ab": 1}, False),
        (D2020, {"patternProperties": {"^x": {"type": "string"}}, "additionalProperties": False}, {"xy": ""}, True),
        (D2020, {"patternProperties": {"^x": {"type": "string"}}, "additionalProperties": False}, {"y": ""}, False),
        (D2020, {"$defs": {"a": {"$anchor": "here", "type": "string"}}, "$ref": "#here"}, 1, False),
        (D2020, {"$defs": {"a": {"$id": "part.json", "type": "string"}}, "$ref": "/part.json"}, 1, False),
        (D2020, {"$ref": "https://json-schema.org/draft/2020-12/schema"}, {"type": 7}, False),
        (D2019, {"$ref": "http://json-schema.org/draft-07/schema#"}, {"type": "object"}, True),
        (D2020, {"definitely-unknown": 1}, 1, True),
    ],
)  # fmt: skip
def test_each_dialect_has_its_own_keywords(dialect: Any, schema: Any, instance: Any, good: bool) -> None:
    assert (not faults(schema, instance, dialect)) is good


def test_a_tree_that_is_extended_refers_to_the_extension() -> None:
    tree = {
        "$id": "https://x.example/tree",
        "$dynamicAnchor": "node",
        "properties": {"children": {"items": {"$dynamicRef": "#node"}}},
    }
    strict = {"$dynamicAnchor": "node", "$ref": "tree", "unevaluatedProperties": False, "$defs": {"tree": tree}}
    assert faults(strict, {"children": [{"childs": []}]})
    assert not faults(strict, {"children": [{"children": []}]})


def test_each_fault_has_its_place_in_the_instance_and_in_the_schema() -> None:
    schema = {
        "properties": {"a/b": {"items": {"$ref": "#/$defs/mark"}}},
        "$defs": {"mark": {"type": "integer", "minimum": 1}},
    }
    found = faults(schema, {"a/b": [3, 0, "x"]})
    assert [(fault.pointer, fault.message) for fault in found] == [
        ("/a~1b/1", "found 0, wanted at least 1"),
        ("/a~1b/2", "found 'x', wanted integer"),
    ]
    assert found[0].evidence["keyword"] == "/properties/a~1b/items/$ref/minimum"


def test_of_alternatives_the_one_that_was_meant_tells_what_is_wrong() -> None:
    schema = {
        "oneOf": [{"type": "string"}, {"type": "object", "required": ["id"], "properties": {"n": {"type": "integer"}}}]
    }
    assert [fault.pointer for fault in faults(schema, {"id": 1, "n": "x"})] == ["/n"]
    assert faults(schema, 7)[0].message == "found 7, wanted what fits exactly one of 2 alternatives, and 0 fit"


def test_not_more_faults_are_listed_than_a_person_reads() -> None:
    assert len(faults({"items": {"type": "string"}}, list(range(500)))) == 50


def test_a_fault_shows_no_more_of_the_credential_than_fits_on_a_line() -> None:
    for instance in ("x" * 10_000, 10**300, ["x" * 10_000], {"y": "x" * 10_000}):
        (fault,) = faults({"const": "x"}, instance)
        assert len(fault.message) < 200
        assert "\n" not in fault.message


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("https://json-schema.org/draft/2020-12/schema", "2020-12"),
        ("https://json-schema.org/draft/2019-09/schema#", "2019-09"),
        ("http://json-schema.org/draft-07/schema#", "draft-07"),
        ("https://json-schema.org/draft-07/schema", "draft-07"),
    ],
)
def test_dialects_go_by_their_uri_with_or_without_an_empty_fragment(text: str, name: str) -> None:
    found = dialect_of(text)
    assert found is not None
    assert name in found.uri


@pytest.mark.parametrize("text", ["http://json-schema.org/draft-04/schema#", "", "https://x.example/meta", DIALECTS])
def test_other_dialects_are_not_known(text: Any) -> None:
    assert dialect_of(str(text)) is None


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "text"},
        {"required": "name"},
        {"properties": []},
        {"multipleOf": 0},
        {"$defs": {"a": {"$id": "https://x.example/p"}, "b": {"$id": "https://x.example/p"}}},
        {"$defs": {"a": {"$id": "p", "$schema": "https://x.example/meta"}}},
        {"enum": [{"type": "text"}], "$ref": "#/enum/0"},
        {"const": 1, "$ref": "#/const"},
    ],
)
def test_what_is_no_schema_is_not_made_the_credentials_fault(schema: Any) -> None:
    with pytest.raises(Undetermined) as caught:
        faults(schema, {})
    assert caught.value.code == "schema.unusable"


@pytest.mark.parametrize(
    "reference", ["#/nowhere", "#nowhere", "other.json", "urn:x:y", "http://[", "#/allOf/01", "//x"]
)
def test_a_reference_to_what_is_not_there_is_not_followed(reference: str) -> None:
    with pytest.raises(Undetermined) as caught:
        faults({"$ref": reference, "allOf": [True]}, {})
    assert caught.value.code == "schema.unresolved-reference"


def test_a_reference_may_lead_where_no_schema_was_expected() -> None:
    schema = {"$ref": "#/examples/0", "examples": [{"type": "string"}]}
    assert not faults(schema, "text")
    assert faults(schema, 7)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("date", "2024-02-29", "2023-02-29"),
        ("date-time", "2026-01-31T12:00:00.5+05:30", "2026-01-31T12:00:00"),
        ("time", "23:59:60Z", "22:59:60Z"),
        ("duration", "P1Y2M3DT4H", "P1Y2D"),
        ("email", "joe.bloggs@example.org", "joe..bloggs@example.org"),
        ("idn-email", "실례@실례.테스트", "실례"),
        ("hostname", "www.example.com", "-a.example"),
        ("idn-hostname", "실례.테스트", "a b"),
        ("ipv4", "192.0.2.1", "192.0.2.256"),
        ("ipv6", "2001:db8::1", "2001:db8::1%eth0"),
        ("uri", "https://example.org/?a=b#c", "//example.org"),
        ("uri", "data:image/png;base64,AAAA", "https://example.org/a b"),
        ("uri", "urn:uuid:7b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a11", "https://example.org/[x"),
        ("uri-reference", "/a/b", "\\a"),
        ("iri", "https://example.org/ü", "ü"),
        ("iri-reference", "ü", "\\ü"),
        ("uri-template", "https://example.org/{+path}{?q,r*}", "https://example.org/{"),
        ("uuid", "2EB8AA08-AA98-11EA-B4AA-73B441D16380", "2eb8aa08aa9811eab4aa73b441d16380"),
        ("json-pointer", "/a~1b/0", "/a~"),
        ("relative-json-pointer", "1/a", "-1"),
    ],
)
def test_formats_are_asserted(name: str, good: str, bad: str) -> None:
    assert not faults({"format": name}, good)
    assert faults({"format": name}, bad)
    assert not faults({"format": name}, 7)


def test_an_unknown_format_asserts_nothing() -> None:
    assert not faults({"format": "url"}, "anything")
