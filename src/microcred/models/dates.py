"""Dates and times as Open Badges 3.0 writes them (Appendix B: DateTimeZ, DateTime, Date)."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, TypeAlias

from pydantic import ValidationInfo

from microcred.instants import parse_instant
from microcred.models.faults import Flaw, described, refusal
from microcred.models.members import Lexical, Reading

__all__ = ["DateTimeZ", "Day", "LooseMoment", "Moment"]

_DATE: Final = r"\d{4}-\d\d-\d\d"
_TIME: Final = r"T\d\d:\d\d:\d\d(?:\.\d+)?"
_ZONE: Final = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"
_IS_DATE: Final = re.compile(_DATE, re.ASCII)
_HINT: Final = "write it like 2025-01-31T09:30:00Z; in Python, give the datetime a tzinfo such as timezone.utc"


class DateTimeZ(datetime):
    """An instant with its zone, ``DateTimeZ`` of the standard: an aware ``datetime`` that keeps its spelling.

    Two of them are equal when they are the same instant; :attr:`text` is how this one was, or will be, written.
    """

    __slots__ = ("_text",)
    _text: str

    @classmethod
    def parse(cls, text: str, *, zone_optional: bool = False, time_optional: bool = False) -> DateTimeZ:
        """Read a date and time with a zone, or with ``zone_optional`` without one, taken as UTC.

        With ``time_optional`` a bare date is read as well, as its first moment. Raises :class:`ValueError` for any
        other text (see :func:`microcred.instants.parse_instant`).
        """
        whole = f"{text}T00:00:00" if time_optional and _IS_DATE.fullmatch(text) else text
        instant = parse_instant(whole, zone_required=not (zone_optional or time_optional))
        if instant is None:
            raise ValueError(text)
        return cls._spelled(instant, text)

    @classmethod
    def of(cls, instant: datetime) -> DateTimeZ:
        """The same instant as an aware ``datetime``, to be written in its own zone (``Z`` for UTC).

        Raises :class:`ValueError` if ``instant`` has no zone, or is one that the calendar does not have in UTC.
        """
        offset = instant.utcoffset()
        if offset is None:
            raise ValueError(instant)
        if offset.total_seconds() % 60:
            instant = instant.astimezone(UTC)  # offsets in JSON have no seconds
        text = instant.isoformat()
        return cls.parse(f"{text[:-6]}Z" if text.endswith("+00:00") else text)

    @classmethod
    def _spelled(cls, at: datetime, text: str) -> DateTimeZ:
        instant = cls(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond, at.tzinfo)
        instant._text = text
        return instant

    @property
    def text(self) -> str:
        """How this instant is written in JSON."""
        return getattr(self, "_text", None) or self.isoformat()

    def __str__(self) -> str:
        return self.text

    def __reduce_ex__(self, protocol: object) -> tuple[Callable[[str], DateTimeZ], tuple[str]]:
        return _parse_loosely, (self.text,)


def _parse_loosely(text: str) -> DateTimeZ:
    return DateTimeZ.parse(text, time_optional=True)


def _moment(value: Any, info: ValidationInfo, *, loose: bool = False) -> DateTimeZ:
    try:
        if isinstance(value, str):
            # VCDM 2.0, Representing Time: one that lacks its offset "MUST be interpreted as UTC".
            lenient = Reading.lenient(info)
            return DateTimeZ.parse(value, zone_optional=lenient, time_optional=loose and lenient)
        if isinstance(value, datetime) and Reading.of(info) is None:
            return value if isinstance(value, DateTimeZ) else DateTimeZ.of(value)
    except ValueError:
        found = described(value) if isinstance(value, str) else f"the datetime {value.isoformat()}"
        message = f"found {found}, wanted a date and time with a zone"
        raise refusal(Flaw("model.not-a-date-time", message, _HINT)) from None
    message = f"found {described(value)}, wanted a date and time with a zone, in a string"
    raise refusal(Flaw("model.wrong-type", message))


def _loose_moment(value: Any, info: ValidationInfo) -> DateTimeZ:
    return _moment(value, info, loose=True)


def _day(value: Any, info: ValidationInfo) -> date:
    if isinstance(value, date) and not isinstance(value, datetime) and Reading.of(info) is None:
        return value
    if not isinstance(value, str):
        raise refusal(Flaw("model.wrong-type", f"found {described(value)}, wanted a date, in a string"))
    if _IS_DATE.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    message = f"found {described(value)}, wanted a date"
    raise refusal(Flaw("model.not-a-date-time", message, "write it like 2025-01-31"))


_ZONED: Final = Lexical(_moment, {"type": "string", "format": "date-time", "pattern": f"^{_DATE}{_TIME}{_ZONE}$"})
_LOOSE: Final = Lexical(_loose_moment, {"type": "string", "pattern": f"^{_DATE}(?:{_TIME}{_ZONE}?)?$"})
_DAY: Final = Lexical(_day, {"type": "string", "format": "date", "pattern": f"^{_DATE}$"})

Moment: TypeAlias = Annotated[datetime, _ZONED]
"""An instant, read without a zone as UTC and written with one; building takes an aware ``datetime``, or its text."""

LooseMoment: TypeAlias = Annotated[datetime, _LOOSE]
"""A DateTime: read with or without a zone and as a bare date, written with a zone."""

Day: TypeAlias = Annotated[date, _DAY]
"""A date without time and zone."""
