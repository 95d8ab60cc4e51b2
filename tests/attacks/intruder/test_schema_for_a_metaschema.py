"""A schema that puts itself in the place of the metaschema.

Attack: within the schema that a badge names, a part has the `$id` of the JSON Schema dialect itself, and says that
every schema is fine.

Naively: what has an `$id` is registered under it, also under names that are taken; from then on every schema is checked
against the attacker's metaschema.

Here: the metaschemas are those of the package: `schema.unusable`.
"""

from __future__ import annotations

from typing import Any

from hostile_schemas import assessed
from microcred.verification.report import Outcome

METASCHEMA = "https://json-schema.org/draft/2020-12/schema"
IMPOSTOR = {"$id": METASCHEMA, "$schema": METASCHEMA}
BROKEN = {"$defs": {"meta": IMPOSTOR}, "type": "text"}


class NaiveRegistry:
    """Schemas by their ids."""

    def __init__(self) -> None:
        self.known: dict[str, Any] = {METASCHEMA: {"properties": {"type": {"enum": ["object", "string"]}}}}

    def take(self, schema: Any) -> None:
        if isinstance(schema, dict):
            if "$id" in schema:
                self.known[schema["$id"]] = schema
            for part in schema.values():
                self.take(part)

    def is_schema(self, schema: dict[str, Any]) -> bool:
        allowed = self.known[METASCHEMA].get("properties", {}).get("type", {}).get("enum")
        return allowed is None or schema.get("type") in allowed


def test_a_naive_registry_takes_the_impostor() -> None:
    registry = NaiveRegistry()
    assert not registry.is_schema(BROKEN)
    registry.take(BROKEN)
    assert registry.is_schema(BROKEN)


def test_a_schema_cannot_be_put_in_place_of_a_metaschema() -> None:
    check = assessed(BROKEN)
    assert (check.outcome, check.code) == (Outcome.UNDETERMINED, "schema.unusable")
    assert assessed({"type": "object"}).outcome is Outcome.PASSED
