"""The versions of JSON Schema that are assessed, by their ``$schema``, and the metaschemas, which are never fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

__all__ = ["DIALECTS", "Dialect", "dialect_of", "metaschemas"]

_ONE: Final = frozenset(
    {"additionalItems", "additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then"}
)
_LISTS: Final = frozenset({"allOf", "anyOf", "items", "oneOf"})
_MAPS: Final = frozenset({"definitions", "dependencies", "patternProperties", "properties"})
_SINCE_2019: Final = frozenset({"dependentRequired", "dependentSchemas", "unevaluatedItems", "unevaluatedProperties"})


@dataclass(frozen=True, slots=True)
class Dialect:
    """One version: its metaschema, and under which keywords other schemas stand (one, a list of them, a map of them).

    ``lacks`` are the keywords that only other versions know; ``hiding`` is whether a ``$ref`` hides all beside it.
    """

    uri: str
    one: frozenset[str]
    lists: frozenset[str]
    maps: frozenset[str]
    lacks: frozenset[str]
    hiding: bool = False


_DRAFT_7: Final = Dialect(
    "http://json-schema.org/draft-07/schema",
    _ONE,
    _LISTS,
    _MAPS,
    _SINCE_2019 | {"$dynamicRef", "$recursiveRef", "prefixItems"},
    hiding=True,
)
_DRAFT_2019_09: Final = Dialect(
    "https://json-schema.org/draft/2019-09/schema",
    _ONE | {"contentSchema", "unevaluatedItems", "unevaluatedProperties"},
    _LISTS,
    _MAPS | {"$defs", "dependentSchemas"},
    frozenset({"$dynamicRef", "dependencies", "prefixItems"}),
)
_DRAFT_2020_12: Final = Dialect(
    "https://json-schema.org/draft/2020-12/schema",
    _ONE | {"contentSchema", "unevaluatedItems", "unevaluatedProperties"},
    _LISTS | {"prefixItems"},
    _MAPS | {"$defs", "dependentSchemas"},
    frozenset({"$recursiveRef", "additionalItems", "dependencies"}),
)
DIALECTS: Final[Mapping[str, Dialect]] = MappingProxyType(
    {dialect.uri: dialect for dialect in (_DRAFT_2020_12, _DRAFT_2019_09, _DRAFT_7)}
)


def dialect_of(uri: str) -> Dialect | None:
    """The dialect that ``$schema`` names; an empty fragment, and https for http, make no difference."""
    uri = uri.removesuffix("#")
    return DIALECTS.get(uri) or DIALECTS.get(uri.replace("https://", "http://", 1))


@cache
def metaschemas() -> Mapping[str, Any]:
    """The metaschemas of all dialects with their parts, by URI."""
    from jsonschema_specifications import REGISTRY

    parts = {uri: REGISTRY.contents(uri) for uri in REGISTRY}
    prefixes = tuple(uri.removesuffix("schema") for uri in DIALECTS)
    return MappingProxyType({uri: contents for uri, contents in parts.items() if uri.startswith(prefixes)})
