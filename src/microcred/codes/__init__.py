"""The catalogue of stable codes: what each one means, an example, the fix, and where the standard says so.

The entries stand in one file for each area beside this module. A code is public API: it never changes its meaning.
``microcred rule CODE`` prints an entry, the reference lists them all, and a test holds every code that the source
raises against this catalogue.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal

from microcred.errors import UsageError
from microcred.rooms import content

__all__ = ["MARK", "Code", "Observed", "Sample", "codes", "entry", "explain", "is_known"]

MARK: Final = "▸"
"""Stands in a bad sample before the value or the name at which its code is reported."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A bad and a good piece of JSON, to see what a code is about.

    Both belong at the JSON Pointer ``place`` of the document called ``base``, or are whole files where ``place`` is
    ``None``. ``sealed`` says whether the document is signed ``before`` or ``after`` the piece is put in, or ``never``.
    The code is reported at the mark, or ``at`` a JSON Pointer where that is not in the piece. What stands between ``⟦``
    and ``⟧`` is meant ``repeat`` times over. The bad file is saved in ``encoding``.
    """

    bad: str
    good: str
    place: str | None = None
    base: str = "credential"
    sealed: Literal["never", "before", "after"] = "never"
    at: str | None = None
    repeat: int = 1
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Observed:
    """Who was seen to do what an entry says: the ``product``, its ``version``, and the day as in 2026-07-01."""

    product: str
    version: str
    date: str

    def __str__(self) -> str:
        return f"{self.product} {self.version} ({self.date})"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry: ``problem`` is the W3C problem type that stands for the same thing, where there is one.

    ``severity`` is that of a finding with this code in a file that somebody is about to publish. ``observed`` says of
    whom the entry tells, where it is not of the standard.
    """

    code: str
    title: str
    meaning: str
    example: str
    fix: str
    section: str
    problem: str | None = None
    severity: Literal["error", "warning", "note"] = "error"
    sample: Sample | None = None
    observed: Observed | None = None

    @property
    def area(self) -> str:
        """The first part of the code: the room that raises it."""
        return self.code.partition(".")[0]


@cache
def codes() -> Mapping[str, Code]:
    """All codes, in alphabetical order."""
    from importlib.resources import files

    areas = (file.name.removesuffix(".toml") for file in files("microcred.codes").iterdir())
    entries = {code: entry for area in areas if area.isalpha() for code, entry in _area(area).items()}
    return MappingProxyType(dict(sorted(entries.items())))


def entry(code: str) -> Code:
    """The same as :func:`explain`, without reading the entries of other areas."""
    try:
        return _area(code.partition(".")[0])[code]
    except (KeyError, OSError):
        return explain(code)


def is_known(word: str) -> bool:
    """Whether there is such a code, or such a family of codes; without reading those of other areas."""
    area = word.partition(".")[0]
    try:
        return area.isalpha() and (word in _area(area) or (word == area and bool(_area(area))))
    except OSError:
        return False


@cache
def _area(name: str) -> Mapping[str, Code]:
    text = content(__name__, f"{name}.toml").decode()
    return {code: _code(code, **members) for code, members in tomllib.loads(text).items()}


def _code(
    code: str, *, sample: dict[str, Any] | None = None, observed: dict[str, Any] | None = None, **entry: Any
) -> Code:
    of_whom = None if observed is None else Observed(**observed)
    return Code(code, **entry, sample=None if sample is None else Sample(**sample), observed=of_whom)


def explain(code: str) -> Code:
    """The entry of one code; raises :class:`~microcred.errors.UsageError` with the nearest ones if there is none."""
    if code not in codes():
        import difflib

        near = difflib.get_close_matches(code, codes(), n=3, cutoff=0.75)
        raise UsageError(
            "usage.unknown-code",
            f"there is no code {code[:80]!r}",
            hint=f"did you mean {' or '.join(near)}?" if near else "microcred rule without a code lists them all",
        )
    return codes()[code]
