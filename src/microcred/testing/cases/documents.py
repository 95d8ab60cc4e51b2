"""Bytes that are not one well-formed, bounded JSON document."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from microcred.document import MAX_BYTES, MAX_DEPTH
from microcred.testing.badge_case import BadgeCase
from microcred.testing.workbench import Recipe, Workbench

__all__ = ["CASES"]


def _raw(bench: Workbench) -> bytes:
    return bench.signed().content


def _renamed(bench: Workbench, name: bytes) -> BadgeCase:
    """The badge with the JSON of another name in its text."""
    return bench.case(_raw(bench).replace(b'"name": "Riverside College"', b'"name": ' + name))


CASES: Final = MappingProxyType[str, Recipe](
    {
        "document.byte-order-mark": lambda bench: bench.case(b"\xef\xbb\xbf" + _raw(bench)),
        "document.duplicate-key": lambda bench: _renamed(bench, b'"Riverside College", "name": "Famous University"'),
        "document.empty": lambda bench: bench.case(b""),
        "document.lone-surrogate": lambda bench: _renamed(bench, rb'"\ud83d"'),
        "document.not-a-number": lambda bench: _renamed(bench, b"NaN"),
        "document.not-an-object": lambda bench: bench.case(b"[" + _raw(bench) + b"]"),
        "document.not-json": lambda bench: _renamed(bench, b'"Riverside College",'),
        "document.not-utf-8": lambda bench: _renamed(bench, b'"Universit\xe9"'),
        "document.number-out-of-range": lambda bench: _renamed(bench, b"1e400"),
        "document.too-deep": lambda bench: _renamed(bench, b"[" * MAX_DEPTH + b"]" * MAX_DEPTH),
        "document.too-large": lambda bench: bench.case(_raw(bench) + b" " * MAX_BYTES),
    }
)
