"""Durations as ISO 8601 writes them (``P2Y``, ``P18M``, ``P1Y6M``, ``P4W``, ``PT36H``), added by the calendar."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self

import click

__all__ = ["Duration", "duration"]

_NUMBER: Final = r"([0-9]{1,9})"
_DURATION: Final = re.compile(
    rf"P(?=[0-9T])(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=[0-9])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """So many calendar months, and then so much time."""

    months: int
    time: timedelta

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The duration that ``text`` writes, or ``None`` where it writes none, or none that is longer than nothing."""
        found = _DURATION.fullmatch(text)
        if found is None:
            return None
        years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        try:
            time = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        except OverflowError:
            return None
        duration = cls(12 * years + months, time)
        return duration if duration.months or duration.time else None

    def after(self, start: datetime) -> datetime:
        """The moment that lies this much after ``start``, in the same zone.

        Months come first: a day that the month does not have becomes its last one, so a year after 29 February is
        28 February (XML Schema 1.1 Part 2, E.3.3). Raises :class:`OverflowError` beyond the year 9999.
        """
        month = 12 * start.year + start.month - 1 + self.months
        year, month = month // 12, month % 12 + 1
        if year > 9999:
            raise OverflowError(year)
        day = min(start.day, calendar.monthrange(year, month)[1])
        return start.replace(year=year, month=month, day=day) + self.time


def duration(text: str) -> Duration:
    """What an option says that asks for a duration."""
    found = Duration.parse(text)
    if found is None:
        raise click.BadParameter(f"{text[:80]!r} is no duration, wanted P2Y, P18M, P4W, P90D or PT36H")
    return found
