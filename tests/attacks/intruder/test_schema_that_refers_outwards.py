"""A reference in a schema that leads to another address.

Attack: the schema that a badge names refers to the verifier's own network, to a file, or to the attacker's host, who
learns from it when the badge is looked at.

Naively: references of a schema are fetched, as many libraries do by default.

Here: a reference leads to the same document or to a metaschema of the package, and to nothing else:
`schema.unresolved-reference`, and no request but the one for the schema itself.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from hostile_schemas import SCHEMA, assessed
from microcred.verification.report import Outcome
from world import World

BEACON = "https://attacker.example/who-verifies-me.json"


def naive_resolved(schema: Any, world: World) -> Any:
    """The schema, with what it refers to filled in."""
    if isinstance(schema, dict) and "$ref" in schema:
        return naive_resolved(json.loads(world.session().get(schema["$ref"], accept="*/*").body), world)
    return schema


def test_a_naive_verifier_tells_the_attacker_that_it_verifies() -> None:
    world = World({BEACON: b"{}"})
    naive_resolved({"$ref": BEACON}, world)
    assert world.visits == [BEACON]


@pytest.mark.parametrize(
    "reference",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:8080/admin",
        "file:///etc/passwd",
        BEACON,
        "//attacker.example/beacon",
    ],
)
@pytest.mark.parametrize("keyword", ["$ref", "$dynamicRef"])
def test_a_reference_never_makes_a_request(reference: str, keyword: str) -> None:
    world = World({BEACON: b"{}"})
    check = assessed({keyword: reference}, world)
    assert (check.outcome, check.code) == (Outcome.UNDETERMINED, "schema.unresolved-reference")
    assert world.visits == [SCHEMA]


def test_a_reference_within_the_schema_is_followed() -> None:
    assert assessed({"$ref": "#/$defs/a", "$defs": {"a": {"type": "object"}}}).outcome is Outcome.PASSED
