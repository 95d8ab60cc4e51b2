"""An end of validity without a time zone.

Attack: A badge is good "until 2026-06-01T09:00:00"; its holder shows it where the clock is behind.

Naively: a date without a zone is read in the zone of the machine that reads it, so that the same badge is over in one
office and good in the next.

Here: a time without an offset "is to be interpreted as UTC" (VCDM 2.0, 4.9 and 6.1 on representing time), wherever it
is read; the report notes that the letter of the standard wants the zone (`model` with a deviation).
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from doctored import AT, badge, refusal, verify
from naive_data_integrity import naive_verify

OVER = "2026-06-01T09:00:00"


def naive_is_over(end: str, office: timezone) -> bool:
    """Whether the end has come, for a machine whose own zone is ``office``; it is noon UTC."""
    moment = datetime.fromisoformat(naive_verify(badge(validUntil=end))["validUntil"])
    return (moment.replace(tzinfo=office) if moment.tzinfo is None else moment) < AT


def test_a_naive_reader_finds_it_over_in_one_office_and_good_in_the_next() -> None:
    assert naive_is_over(OVER, timezone(timedelta(hours=2)))
    assert not naive_is_over(OVER, timezone(timedelta(hours=-7)))


@pytest.mark.parametrize(("end", "over"), [(OVER, True), ("2026-06-01T12:00:00", False), ("2026-06-01T11:59:59", True)])
def test_a_date_without_a_zone_is_one_in_utc(end: str, over: bool) -> None:
    report = verify(badge(validUntil=end))
    assert report["period"].code == ("period.expired" if over else None)
    assert [each["pointer"] for each in report["model"].evidence["deviations"]] == ["/validUntil"]


def test_with_a_zone_it_is_the_same_everywhere() -> None:
    assert refusal(badge(validUntil=f"{OVER}Z")) == ("period", "period.expired", "/validUntil")
    assert verify(badge(validUntil=f"{OVER}-07:00")).verdict == "accepted"
