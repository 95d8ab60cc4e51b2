"""Dates and times as the standards write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from microcred.instants import parse_instant


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31T12:00:00Z", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("2026-01-31T12:00:00+00:00", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("2026-01-31T12:00:00-05:30", datetime(2026, 1, 31, 17, 30, tzinfo=UTC)),
        ("2026-01-31T12:00:00.5Z", datetime(2026, 1, 31, 12, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-01-31T12:00:00.123456789Z", datetime(2026, 1, 31, 12, 0, 0, 123_456, tzinfo=UTC)),
        ("2024-02-29T00:00:00+14:00", datetime(2024, 2, 28, 10, tzinfo=UTC)),
        ("2026-12-31T24:00:00Z", datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read(text: str, moment: datetime) -> None:
    assert parse_instant(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-01-31",
        "2026-01-31 12:00:00Z",
        "2026-01-31t12:00:00z",
        "2026-1-31T12:00:00Z",
        "20260131T120000Z",
        "2026-02-30T12:00:00Z",
        "2025-02-29T12:00:00Z",
        "2026-01-31T25:00:00Z",
        "2026-01-31T24:00:01Z",
        "2026-01-31T23:59:60Z",
        "2026-01-31T12:00:00",
        "2026-01-31T12:00:00+15:00",
        "2026-01-31T12:00:00+05:60",
        "2026-01-31T12:00:00.Z",
        "2026-01-31T12:00:00Z ",
        "2026-01-31T12:00:00Z\n",
        "٢٠٢٦-01-31T12:00:00Z",
        "0000-01-31T12:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "10000-01-31T12:00:00Z",
        "2026-01-31T12:00:00." + "1" * 500 + "Z",
    ],
)
def test_anything_else_is_no_moment(text: str) -> None:
    assert parse_instant(text) is None


def test_a_missing_zone_is_utc_where_it_may_be_missing() -> None:
    assert parse_instant("2026-01-31T12:00:00", zone_required=False) == datetime(2026, 1, 31, 12, tzinfo=UTC)


def test_the_offset_is_kept() -> None:
    moment = parse_instant("2026-01-31T12:00:00-05:30")
    assert moment is not None
    assert moment.tzinfo == timezone(-timedelta(hours=5, minutes=30))
