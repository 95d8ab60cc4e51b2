"""The words of the pages: one catalogue for each language, all with the same keys."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Self

from microcred.rooms import content

__all__ = ["LANGUAGES", "Catalogue", "negotiated"]

#: The languages, the first of which is for whoever reads none of them.
LANGUAGES: Final = ("en", "de", "fr", "es")
_MAX_RANGES: Final = 20


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one language, by dotted keys."""

    code: str
    texts: Mapping[str, str]

    @classmethod
    def of(cls, code: str) -> Self:
        """The catalogue of a language, which has to be one of :data:`LANGUAGES`."""
        return cls(code, _read(code))

    def __call__(self, key: str, **values: Any) -> str:
        """The text of a key, with values in its places; :class:`KeyError` for a key that no catalogue has."""
        return self.texts[key].format(**values) if values else self.texts[key]

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, for the attribute ``dir``."""
        return self("dir")

    def reasons(self, names: Iterable[str]) -> str:
        """Several reasons as one phrase: *revoked by its issuer and expired*."""
        phrase = ""
        for each in names:
            reason = self(f"reason.{each}")
            phrase = self("verdict.and", first=phrase, last=reason) if phrase else reason
        return phrase

    def date(self, moment: datetime) -> str:
        """A day as people write it, in UTC, whatever the clock of the reader says."""
        day = moment.astimezone(UTC)
        month = self("date.months").split()[day.month - 1]
        return self("date.format-first" if day.day == 1 else "date.format", day=day.day, month=month, year=day.year)

    def time(self, moment: datetime) -> str:
        """The time of the day, in UTC."""
        return f"{moment.astimezone(UTC):%H:%M}"


def negotiated(chosen: str | None, accept_language: str | None) -> str:
    """The language that was chosen, or the best one for an ``Accept-Language`` (RFC 9110, 12.5.4)."""
    if chosen in LANGUAGES:
        return str(chosen)
    wanted = []
    for place, entry in enumerate((accept_language or "").split(",")[:_MAX_RANGES]):
        tag, _, weight = entry.partition(";")
        language = tag.strip().lower().partition("-")[0]
        if language in LANGUAGES and (quality := _quality(weight)) > 0:
            wanted.append((-quality, place, language))
    return min(wanted)[2] if wanted else LANGUAGES[0]


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    try:
        return min(float(value), 1.0) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


@cache
def _read(code: str) -> Mapping[str, str]:
    tree = tomllib.loads(content(__name__, f"catalogues/{code}.toml").decode())
    return MappingProxyType(dict(_flat(tree, "")))


def _flat(tree: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
