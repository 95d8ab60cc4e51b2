"""JSON Schemas by strangers, and instances by strangers: what does not conform, or why that cannot be said."""

from __future__ import annotations

import json
from functools import cache
from random import Random
from typing import Any

from jsonschema import Draft7Validator, Draft201909Validator, Draft202012Validator

from badges import unsigned
from fuzzing.json_mutations import mutate_json
from fuzzing.oracle import Broken, answer, check_faults
from fuzzing.target import Target
from microcred.document import Document
from microcred.errors import MicrocredError, Undetermined
from microcred.verification.json_schema import DIALECTS, Effort, assess

OTHERS = (Draft202012Validator, Draft201909Validator, Draft7Validator)
#: Decimal numbers, patterns and formats, which are read more strictly here, and names that lead elsewhere.
APART = ("multipleOf", "pattern", "patternProperties", "format", "$id", "$schema", "$anchor", "$dynamicAnchor")


def run(data: bytes) -> None:
    """The input is an array of a schema and an instance."""
    document = answer(lambda: Document.parse(b'{"both":' + data + b"}"))
    both = document.tree["both"] if isinstance(document, Document) else None
    if not isinstance(both, list) or len(both) != 2:
        return
    for dialect, other in zip(DIALECTS.values(), OTHERS, strict=True):
        found = answer(lambda: assess(*both, uri="https://x.example/s", dialect=dialect, effort=Effort()))  # noqa: B023
        if isinstance(found, MicrocredError):
            if not isinstance(found, Undetermined):
                raise Broken(f"a schema decides against a credential by {found.code}")
        else:
            check_faults(found)
            _compare(not found, other, *json.loads(data))


def _compare(conforms: bool, other: Any, schema: Any, instance: Any) -> None:
    """What another implementation says, where it says anything and nothing is in it that the two read in other ways."""
    if any(f'"{keyword}"' in json.dumps(schema) for keyword in APART):
        return
    try:
        other.check_schema(schema)
        expected = other(schema).is_valid(instance)
    except Exception:
        # Where the other one falls over, of whatever kind its error is, it says nothing to compare with.
        return
    if conforms != expected:
        raise Broken(f"{conforms} is said of what another implementation calls {expected}")


@cache
def seeds() -> tuple[bytes, ...]:
    texts = {"type": "string", "pattern": "^(a|b)+[^c]{1,3}\\p{L}$", "format": "date-time", "maxLength": 9}
    tree = {"$dynamicAnchor": "n", "properties": {"child": {"$dynamicRef": "#n"}}, "unevaluatedProperties": False}
    numbers = {"type": ["number", "null"], "multipleOf": 0.01, "exclusiveMaximum": 1e300, "enum": [1, 1.0, "1"]}
    both = {"oneOf": [{"$ref": "#/$defs/t"}, {"not": {}}], "$defs": {"t": texts}, "definitions": {"t": texts}}
    whole = {
        "type": "object",
        "required": ["issuer", "type"],
        "properties": {"type": {"contains": {"const": "OpenBadgeCredential"}, "minItems": 1, "uniqueItems": True}},
        "patternProperties": {"^valid": {"format": "date-time"}},
        "propertyNames": {"maxLength": 80},
        "dependentRequired": {"validUntil": ["validFrom"]},
        "if": {"required": ["proof"]},
        "then": {"minProperties": 3},
        "else": {"additionalProperties": True},
    }
    badge = unsigned()
    pairs = ((texts, "abab"), (tree, {"child": {"child": {}}}), (numbers, 1.1), (both, "a"), (whole, badge), (True, {}))
    arrays = {"prefixItems": [{}], "items": {"type": "integer"}, "unevaluatedItems": False, "maxContains": 2}
    anchors = {
        "$id": "https://x.example/s",
        "$ref": "#a",
        "$defs": {"a": {"$anchor": "a", "$ref": "#/$defs/b"}, "b": {}},
    }
    return tuple(json.dumps(list(pair)).encode() for pair in (*pairs, (arrays, [1, 2, 3]), (anchors, None)))


def mutate(data: bytes, rnd: Random) -> bytes:
    return mutate_json(data, rnd, TARGET.beginnings)


TARGET = Target("schema", run, seeds, mutate, max_length=6_000)
