"""A credential with places in it that the rows of a table fill: ``{{name}}``.

What a row says becomes text, or a number where the template says so (``{{credits:number}}``), and never anything else:
no cell can add a member, change a type or name another issuer. An empty cell is refused, unless the template lets it
be empty (``{{grade?}}``): then the member, or the entry of the array, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from microcred.document import JsonReal, child_pointer
from microcred.errors import UsageError

__all__ = ["Template"]

_PLACE: Final = re.compile(r"\{\{\s*([^{}?:]+?)\s*(\?)?\s*(?::\s*(number)\s*)?\}\}")
# RFC 8259, 6; and no more digits than a double tells apart.
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d{0,14})(\.\d{1,15})?", re.ASCII)
_LEFT_OUT: Final = object()


@dataclass(frozen=True, slots=True)
class Template:
    """A JSON object with places in its texts; raises UsageError for places that no row could fill."""

    tree: Mapping[str, Any]

    def __post_init__(self) -> None:
        for _ in _places(self.tree, ""):
            pass

    @property
    def columns(self) -> dict[str, str]:
        """Which columns are wanted, each with the JSON Pointer where it is first wanted."""
        found: dict[str, str] = {}
        for column, pointer in _places(self.tree, ""):
            found.setdefault(column, pointer)
        return found

    def filled(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """The object for one row; raises UsageError for a cell that is empty, or not the number that was wanted."""
        found: dict[str, Any] = _filled(self.tree, cells, "")
        return found


def _places(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    match value:
        case Mapping():
            for name, member in value.items():
                if "{{" in name:
                    raise _bad(pointer, f"the name {name!r:.80} has a place to fill, which only texts can have")
                yield from _places(member, child_pointer(pointer, name))
        case list() | tuple():
            for number, entry in enumerate(value):
                yield from _places(entry, child_pointer(pointer, number))
        case str() if "{{" in value:
            if "{{" in _PLACE.sub("", value):
                raise _bad(pointer, f"{value!r:.80} has a place that is not written as {{{{column}}}}")
            for place in _PLACE.finditer(value):
                if (place[2] or place[3]) and place[0] != value:
                    raise _bad(pointer, f"{place[0]!r:.80} has to stand alone, to be left out or to be a number")
                yield place[1], pointer


def _filled(value: Any, cells: Mapping[str, str], pointer: str) -> Any:
    match value:
        case Mapping():
            members = ((name, _filled(member, cells, child_pointer(pointer, name))) for name, member in value.items())
            return {name: member for name, member in members if member is not _LEFT_OUT}
        case list() | tuple():
            entries = (_filled(entry, cells, child_pointer(pointer, number)) for number, entry in enumerate(value))
            return [entry for entry in entries if entry is not _LEFT_OUT]
        case str() if "{{" in value:
            return _text(value, cells, pointer)
    return value


def _text(value: str, cells: Mapping[str, str], pointer: str) -> Any:
    alone = _PLACE.fullmatch(value)
    if alone is not None and alone[2] and not cells[alone[1]]:
        return _LEFT_OUT
    if alone is not None and alone[3]:
        return _number(alone[1], _cell(alone[1], cells, pointer), pointer)
    return _PLACE.sub(lambda place: _cell(place[1], cells, pointer), value)


def _cell(column: str, cells: Mapping[str, str], pointer: str) -> str:
    if not cells[column]:
        raise UsageError(
            "batch.bad-cell",
            f"the cell of the column {column!r:.80} is empty",
            pointer=pointer,
            hint=f"fill it in; or write {{{{{column}?}}}} into the template, if it may be left out",
        )
    return cells[column]


def _number(column: str, text: str, pointer: str) -> int | JsonReal:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise UsageError(
            "batch.bad-cell",
            f"the cell of the column {column!r:.80} is {text!r:.60}, wanted a number such as 3 or 1.5",
            pointer=pointer,
        )
    return JsonReal(text) if found[1] else int(text)


def _bad(pointer: str, why: str) -> UsageError:
    return UsageError(
        "batch.bad-template",
        why,
        pointer=pointer,
        hint="a place is {{column}}; alone in a text it may also be {{column?}} or {{column:number}}",
    )
