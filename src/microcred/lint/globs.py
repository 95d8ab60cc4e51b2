"""Patterns for paths, as .gitignore writes them: ``*`` within a name, ``**`` over folders, ``/`` anchors."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

__all__ = ["fits"]

_MAX_PATTERN: Final = 1_000
_ANY: Final = "*"
_TOKEN: Final = r"\*+|\?|\[!?[^\]]+\]|."  # noqa: S105 - of a pattern


def fits(pattern: str, path: str) -> bool:
    """Whether a path, written with ``/`` and relative to where the pattern stands, is meant by it.

    A pattern without ``/`` means every file and folder of that name; one with it begins at the root. What means a
    folder means everything in it.
    """
    wanted = _parts(pattern[:_MAX_PATTERN])
    names = path.split("/")
    return any(_follow(wanted, names[:end], "**", _name_fits) for end in range(1, len(names) + 1))


@lru_cache(maxsize=256)
def _parts(pattern: str) -> tuple[str, ...]:
    anchored = "/" in pattern.rstrip("/")
    parts = [part for part in pattern.split("/") if part not in ("", ".")]
    if parts and parts[-1] == "**":
        parts[-1] = _ANY  # all that is in a folder, and not the folder itself
    return tuple(parts if anchored else ["**", *parts])


@lru_cache(maxsize=4_096)
def _name_fits(pattern: str, name: str) -> bool:
    tokens = [_ANY if token.startswith("*") else token for token in re.findall(_TOKEN, pattern, re.DOTALL)]
    return _follow(tokens, name, _ANY, _character_fits)


def _character_fits(token: str, character: str) -> bool:
    if len(token) > 2:
        listed = token.removeprefix("[").removeprefix("!").removesuffix("]")
        ranges = re.findall("(.)-(.)|(.)", listed, re.DOTALL)
        inside = any(first <= character <= last or character == only for first, last, only in ranges)
        return inside is not token.startswith("[!")
    return token in ("?", character)


def _follow(wanted: Sequence[str], found: Sequence[str], several: str, fits_one: Callable[[str, str], bool]) -> bool:
    """Whether what is found follows what is wanted, in which ``several`` stands for any number; in quadratic time."""
    here = there = 0
    last, resume = -1, 0
    while there < len(found):
        if here < len(wanted) and wanted[here] == several:
            last, resume = here, there
            here += 1
        elif here < len(wanted) and fits_one(wanted[here], found[there]):
            here, there = here + 1, there + 1
        elif last >= 0:
            resume += 1
            here, there = last + 1, resume
        else:
            return False
    return all(token == several for token in wanted[here:])
