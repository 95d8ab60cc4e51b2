"""Where each part of a JSON text stands: JSON Pointers (RFC 6901), and the lines and columns that belong to them.

In the standards one value may stand for an array of it: :func:`listed` and :func:`placed` read both alike.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

__all__ = ["Position", "child_pointer", "lexemes", "listed", "parent_pointer", "placed", "places", "position_of"]


class Position(NamedTuple):
    """A place in the source text; ``line`` and ``column`` count characters and start at 1, as editors do."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


def child_pointer(pointer: str, token: str | int) -> str:
    """The JSON Pointer of one member or element below ``pointer`` (RFC 6901, section 4)."""
    return f"{pointer}/{str(token).replace('~', '~0').replace('/', '~1')}"


def parent_pointer(pointer: str) -> str:
    """The JSON Pointer of what holds the place at ``pointer``; the root is its own parent."""
    return pointer.rpartition("/")[0]


def listed(value: Any) -> list[Any]:
    """The elements of an array, or one value that stands for an array of it."""
    return list(value) if isinstance(value, (list, tuple)) else [value]


def placed(value: Any, pointer: str) -> list[tuple[str, Any]]:
    """The same as :func:`listed`, each element with its pointer; ``pointer`` is that of ``value``."""
    if not isinstance(value, (list, tuple)):
        return [(pointer, value)]
    return [(child_pointer(pointer, index), element) for index, element in enumerate(value)]


_LEXEME: Final = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{},:]|[^\s\[\]{},:"]+'


def lexemes(text: str) -> Iterator[re.Match[str]]:
    """The strings, numbers, words and marks of a JSON text, which need not be well-formed."""
    return re.finditer(_LEXEME, text, re.DOTALL)


def places(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each part of a well-formed JSON text: its pointer, and the offsets of its name and of its value."""
    open_parts: list[tuple[str, list[int] | None]] = []  # pointer, and [index] where the part is an array
    pointer, name_at, expects_name = "", 0, False
    for token in lexemes(text):
        mark, at = token.group(), token.start()
        if expects_name and mark not in "}],:":
            pointer, name_at, expects_name = child_pointer(open_parts[-1][0], json.loads(mark)), at, False
        elif mark == ",":
            holder, index = open_parts[-1]
            if index is None:
                expects_name = True
            else:
                index[0] += 1
                pointer, name_at = child_pointer(holder, index[0]), -1
        elif mark in "}]":
            open_parts.pop()
            expects_name = False
        elif mark != ":":
            yield pointer, (name_at if name_at >= 0 else at, at)
            if mark == "{":
                open_parts.append((pointer, None))
                expects_name = True
            elif mark == "[":
                open_parts.append((pointer, [0]))
                pointer, name_at = child_pointer(pointer, 0), -1


def position_of(text: str, offset: int) -> Position:
    """The line and column of an offset in the text."""
    starts = [0, *(newline.end() for newline in re.finditer(r"\r\n|\n|\r", text))]
    line = bisect_right(starts, offset)
    return Position(line, offset - starts[line - 1] + 1)
