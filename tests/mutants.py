"""Every small change that can be made to a document, each with a name that says what and where."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from microcred.document import child_pointer


@dataclass(frozen=True)
class Mutant:
    """A changed copy of a document: ``kind`` of change, JSON Pointer of the place, and the document itself."""

    kind: str
    pointer: str
    tree: dict[str, Any]


def mutants(tree: dict[str, Any]) -> Iterator[Mutant]:
    """Each leaf changed, each member and element removed, each member renamed, an undefined member added to each
    object, each array reversed; one change for each mutant."""
    for path, value in _walk(tree, ()):
        if isinstance(value, dict):
            yield _mutant("member added", tree, path, {**value, "undefinedByAnybody": "x"})
            for name in value:
                others = {other: member for other, member in value.items() if other != name}
                yield _mutant("member removed", tree, (*path, name), others, at=path)
                yield _mutant("member renamed", tree, (*path, name), {**others, name + "2": value[name]}, at=path)
        elif isinstance(value, list):
            for index in range(len(value)):
                yield _mutant("element removed", tree, (*path, index), value[:index] + value[index + 1 :], at=path)
            if value != value[::-1]:
                yield _mutant("array reversed", tree, path, value[::-1])
        else:
            for changed in _changed(value):
                yield _mutant("leaf changed", tree, path, changed)


def _walk(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield path, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _walk(part, (*path, key))


def _changed(value: Any) -> Iterator[Any]:
    match value:
        case bool():
            yield not value
        case int() | float():
            yield value + 1
            yield str(value)
        case str():
            yield value + "x"
            yield "x" + value
            if value.swapcase() != value:
                yield value.swapcase()
            if value:
                yield value[:-1]
                yield {"id": value}
        case None:
            yield "x"


def _mutant(
    kind: str, tree: dict[str, Any], path: tuple[str | int, ...], value: Any, at: tuple[str | int, ...] | None = None
) -> Mutant:
    changed = copy.deepcopy(tree)
    place = path if at is None else at
    pointer = ""
    for key in path:
        pointer = child_pointer(pointer, key)
    if not place:
        return Mutant(kind, pointer, value)
    holder: Any = changed
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    return Mutant(kind, pointer, changed)
