"""One badge for each code that a report can carry; and why there is none for the other codes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Final

from microcred.testing.workbench import Recipe

__all__ = ["recipes"]

_ROOMS: Final = (
    "documents",
    "pictures",
    "models",
    "contexts",
    "content",
    "issuer_keys",
    "proofs",
    "tokens",
    "schemas",
    "statuses",
    "answers",
    "refreshes",
    "nested",
    "presentations",
    "open_badges_2",
)


@cache
def recipes() -> Mapping[str, Recipe]:
    """How the badge for each code is made, by code in alphabetical order."""
    found: dict[str, Recipe] = {}
    for room in _ROOMS:
        found |= import_module(f"{__name__}.{room}").CASES
    return MappingProxyType(dict(sorted(found.items())))
