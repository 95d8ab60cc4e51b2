"""Moments in time as the standards write them: ``xsd:dateTimeStamp`` (XML Schema 1.1, 3.4.28; RFC 3339)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

__all__ = ["format_instant", "parse_instant"]

_DATE_TIME: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,100}))?(Z|[+-]\d\d:\d\d)?", re.ASCII
)

_USUAL: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def parse_instant(text: str, *, zone_required: bool = True) -> datetime | None:
    """The aware datetime that ``text`` writes, or ``None`` where it writes none.

    Only the form ``YYYY-MM-DDThh:mm:ss[.fff](Z|±hh:mm)`` counts. Without a zone it is read as UTC, or refused where
    ``zone_required``. Digits beyond microseconds are cut off; ``24:00:00`` is the start of the next day, as in XML
    Schema; offsets reach from -14:00 to +14:00, and a leap second is no moment of this scale.
    """
    if _USUAL.fullmatch(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass  # such as 24:00:00
    found = _DATE_TIME.fullmatch(text) if len(text) <= 140 else None
    if found is None or (zone_required and found[8] is None):
        return None
    year, month, day, hour, minute, second = (int(found[group]) for group in range(1, 7))
    micro = int((found[7] or "0")[:6].ljust(6, "0"))
    midnight = hour == 24 and not (minute or second or int(found[7] or 0))
    try:
        zone = _zone(found[8])
        moment = datetime(year, month, day, 0 if midnight else hour, minute, second, micro, zone)
        moment = moment + timedelta(days=1) if midnight else moment
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment


def format_instant(moment: datetime) -> str:
    """An aware datetime in the form that is written here: UTC, to the second, ``2026-01-31T09:30:00Z``."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _zone(text: str | None) -> timezone:
    if text is None or text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    offset = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or offset > timedelta(hours=14):
        raise ValueError(text)
    return timezone(-offset if text[0] == "-" else offset)
