"""Durations by the calendar, and the moments that options name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.cli.durations import Duration
from microcred.cli.parameters import last_moment, moment

START = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("P2Y", "2028-01-31T09:30:00+00:00"),
        ("P1M", "2026-02-28T09:30:00+00:00"),
        ("P13M", "2027-02-28T09:30:00+00:00"),
        ("P1Y6M", "2027-07-31T09:30:00+00:00"),
        ("P4W", "2026-02-28T09:30:00+00:00"),
        ("P90D", "2026-05-01T09:30:00+00:00"),
        ("PT36H", "2026-02-01T21:30:00+00:00"),
        ("P1M1D", "2026-03-01T09:30:00+00:00"),
        ("P1DT1H1M1S", "2026-02-01T10:31:01+00:00"),
    ],
)
def test_a_duration_is_added_by_the_calendar(text: str, end: str) -> None:
    found = Duration.parse(text)
    assert found is not None
    assert found.after(START).isoformat() == end


def test_a_year_after_the_leap_day_is_the_28th_of_february() -> None:
    found = Duration.parse("P1Y")
    assert found is not None
    assert found.after(datetime(2028, 2, 29, tzinfo=UTC)) == datetime(2029, 2, 28, tzinfo=UTC)


def test_the_zone_stays() -> None:
    zone = timezone(timedelta(hours=-5))
    found = Duration.parse("P1Y")
    assert found is not None
    assert found.after(START.replace(tzinfo=zone)).tzinfo is zone


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1",
        "1Y",
        "P-1Y",
        "-P1Y",
        "P1.5Y",
        "P0D",
        "P0Y",
        "P1H",
        "P1YT",
        "PT1Y",
        "p1y",
        "P1D1Y",
        "P1Y ",
        "P٣Y",
        "P9999999999Y",
        "P999999999W",
    ],
)
def test_what_is_no_duration_is_none(text: str) -> None:
    assert Duration.parse(text) is None


@pytest.mark.parametrize("text", ["P9000Y", "P999999999M", "P999999D", "P3000000D"])
def test_beyond_the_calendar_there_is_no_moment(text: str) -> None:
    found = Duration.parse(text)
    assert found is not None
    with pytest.raises(OverflowError):
        found.after(datetime(9000, 1, 1, tzinfo=UTC))


@settings(deadline=None)
@given(st.datetimes(max_value=datetime(5000, 1, 1)), st.integers(0, 900), st.integers(0, 100), st.integers(1, 9999))
def test_a_duration_leads_into_the_future_and_to_no_other_day_than_it_has_to(
    start: datetime, years: int, months: int, seconds: int
) -> None:
    found = Duration.parse(f"P{years}Y{months}MT{seconds}S")
    assert found is not None
    end = found.after(start) - timedelta(seconds=seconds)
    assert end >= start
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == years * 12 + months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-01-31", "2026-01-31T00:00:00+00:00", "2026-01-31T23:59:59+00:00"),
        ("2026-01-31T09:30:00+02:00", "2026-01-31T09:30:00+02:00", "2026-01-31T09:30:00+02:00"),
        ("2026-01-31T09:30:00Z", "2026-01-31T09:30:00+00:00", "2026-01-31T09:30:00+00:00"),
    ],
)
def test_a_day_begins_and_ends_in_utc(text: str, first: str, last: str) -> None:
    assert (moment(text).isoformat(), last_moment(text).isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["2026-02-30", "2026-01-31T09:30:00", "31.1.2026", "now", "", "２０２６-01-31"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter):
        moment(text)
