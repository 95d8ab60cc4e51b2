"""What a JSON value is, for JSON Schema: its type, its exact number, and when two values are the same.

``1`` and ``1.0`` are one number, and an integer; ``true`` is no number at all. Numbers count as they are written, so
that 19.99 is a multiple of 0.01, and no exponent makes a giant of them: the gate holds them within a double.
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from microcred.document import JsonReal
from microcred.verification.json_schema.effort import Effort

__all__ = ["form", "is_number", "is_type", "number", "shown"]


def is_number(value: Any) -> bool:
    """Whether the value is a JSON number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def number(value: float) -> Fraction:
    """The number that is written, exactly."""
    if not value:
        return Fraction(0)  # whose exponent may be anything
    return Fraction(value.lexical if isinstance(value, JsonReal) else value)


def is_type(value: Any, name: str) -> bool:
    """Whether the value is of one of the seven types (JSON Schema Validation, 6.1.1)."""
    match name:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "object":
            return isinstance(value, dict)
        case "array":
            return isinstance(value, list)
        case "string":
            return isinstance(value, str)
        case "number":
            return is_number(value)
        case "integer":
            return is_number(value) and number(value).denominator == 1
    return False


def form(value: Any, effort: Effort) -> str:
    """One text for all spellings of the same value (JSON Schema, 4.2.2).

    A text, because equal hashes of numbers are easy to make, and those of texts are not.
    """
    effort.spend(1)
    match value:
        case None | True | False:
            return str(value)
        case str():
            effort.spend(len(value) // 64)
            return json.dumps(value)
        case dict():
            members = sorted((name, form(member, effort)) for name, member in value.items())
            return "{" + ",".join(f"{json.dumps(name)}:{member}" for name, member in members) + "}"
        case list():
            return "[" + ",".join(form(element, effort) for element in value) + "]"
        case _:
            effort.spend(8)
            return str(number(value))


def shown(value: Any) -> str:
    """The value, or what kind of value it is, for a message."""
    match value:
        case dict():
            return "an object"
        case list():
            return f"an array of {len(value)}"
        case str():
            return repr(value) if len(value) <= 60 else f"{value[:60]!r}…"
        case None | True | False:
            return {None: "null", True: "true", False: "false"}[value]
        case _:
            return str(value.lexical if isinstance(value, JsonReal) else value)[:60]
