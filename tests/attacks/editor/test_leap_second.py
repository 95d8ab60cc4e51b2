"""A second after the last one, and an hour after the last one.

Attack: A badge is good until 23:59:60, or until 24:00:00.

Naively: one reader refuses a sixtieth second with a traceback, another carries it into the next day, a third cuts it
down; at the boundary they disagree about the badge, and a service that catches the error may take it for no end at all.

Here: a leap second is no moment of xsd:dateTime (XSD 1.1 Part 2, D.2.1: seconds are less than 60), so it is no date
(`model.not-a-date-time`). 24:00:00 is the first moment of the next day, and 24:00:01 is none.
"""

from __future__ import annotations

import calendar
import time
from datetime import datetime

import pytest

from doctored import accepted, badge, refusal, verify
from naive_data_integrity import naive_verify

LEAP = "2026-06-30T23:59:60Z"


def naive_end(tree: dict[str, object]) -> int:
    """The end of validity in seconds since 1970, as the C library reads it."""
    return calendar.timegm(time.strptime(str(naive_verify(tree)["validUntil"]), "%Y-%m-%dT%H:%M:%SZ"))


def test_a_naive_reader_carries_the_second_into_the_next_day_and_another_raises() -> None:
    assert naive_end(badge(validUntil=LEAP)) == naive_end(badge(validUntil="2026-07-01T00:00:00Z"))
    with pytest.raises(ValueError, match="second"):
        datetime.fromisoformat(LEAP)


@pytest.mark.parametrize("end", [LEAP, "2026-06-30T23:59:61Z", "2026-06-30T23:60:00Z", "2026-06-30T25:00:00Z"])
def test_a_leap_second_is_no_moment(end: str) -> None:
    assert refusal(badge(validUntil=end)) == ("model", "model.not-a-date-time", "/validUntil")


def test_the_end_of_a_day_is_the_beginning_of_the_next() -> None:
    assert accepted(badge(validUntil="2026-05-32T00:00:00Z".replace("05-32", "06-02")))
    assert accepted(badge(validUntil="2026-06-01T24:00:00Z"))
    assert verify(badge(validUntil="2026-05-31T24:00:00Z"))["period"].code == "period.expired"
    for end in ("2026-06-01T24:00:01Z", "2026-06-01T24:01:00Z", "2026-06-01T24:00:00.1Z"):
        assert refusal(badge(validUntil=end)) == ("model", "model.not-a-date-time", "/validUntil")
