"""Patterns for paths, as .gitignore writes them: ``*`` within a name, ``**`` over folders, ``/`` anchors."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["fits"]

_MAX_PATTERN = 1_000


def fits(pattern: str, path: str) -> bool:
    """Whether a path, written with ``/`` and relative to where the pattern stands, is meant by it.

    A pattern without ``/`` means every file and folder of that name; one with it begins at the root. What means a
    folder means everything in it.
    """
    return _compiled(pattern[:_MAX_PATTERN]).fullmatch(path) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    body = pattern.rstrip("/")
    anchored = "/" in body
    parts = [part for part in body.strip("/").split("/") if part != "."]
    regex = "" if anchored else "(?:[^/]*/)*+"
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == "**":
            regex += ".+" if last else "(?:[^/]*/)*+"
        else:
            regex += _of_name(part) + ("" if last else "/")
    return re.compile(f"{regex}(?:/.*)?", re.DOTALL)


def _of_name(part: str) -> str:
    """One name of a path: ``*`` and ``?`` stand for what is not ``/``, ``[…]`` for one of some characters."""
    found = ""
    for token in re.finditer(r"\*+|\?|\[(!?)([^\]/]+)\]|.", part, re.DOTALL):
        mark = token[0]
        if mark.startswith("*"):
            found += "[^/]*+" if token.end() == len(part) else "[^/]*"
        elif mark == "?":
            found += "[^/]"
        elif token[2]:
            inside = re.sub(r"([\\\[&~|^])", r"\\\1", token[2])
            found += f"[{'^/' if token[1] else ''}{inside}]"
        else:
            found += re.escape(mark)
    return found
