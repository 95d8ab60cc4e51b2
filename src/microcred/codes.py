"""The catalogue of stable codes: what each one means, an example, the fix, and where the standard says so.

A code is public API: it never changes its meaning. ``microcred rule CODE`` prints an entry, the reference lists them
all, and a test holds every code that the source raises against this catalogue.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from microcred.errors import UsageError

__all__ = ["Code", "codes", "explain"]


@dataclass(frozen=True, slots=True)
class Code:
    """One entry: ``problem`` is the W3C problem type that stands for the same thing, where there is one."""

    code: str
    title: str
    meaning: str
    example: str
    fix: str
    section: str
    problem: str | None = None

    @property
    def area(self) -> str:
        """The first part of the code: the room that raises it."""
        return self.code.partition(".")[0]


@cache
def codes() -> Mapping[str, Code]:
    """All codes, in alphabetical order."""
    entries = tomllib.loads(files("microcred").joinpath("codes.toml").read_text(encoding="utf-8"))
    return MappingProxyType({code: Code(code, **entry) for code, entry in sorted(entries.items())})


def explain(code: str) -> Code:
    """The entry of one code; raises :class:`~microcred.errors.UsageError` with the nearest ones if there is none."""
    if code not in codes():
        near = difflib.get_close_matches(code, codes(), n=3, cutoff=0.75)
        raise UsageError(
            "usage.unknown-code",
            f"there is no code {code[:80]!r}",
            hint=f"did you mean {' or '.join(near)}?" if near else "microcred rule without a code lists them all",
        )
    return codes()[code]
