"""A year of five digits, and the year zero.

Attack: A badge begins to be good in the year 10000, or ended in the year 0000, or before our era.

Naively: dates compare as texts, since ISO 8601 was made for it: "10000-01-01" stands before "2026-06-01", so the badge
has begun; "-2029" stands before all, or after.

Here: the calendar of the standard's dates has years of four digits, from 0001 to 9999 also when they are moved to UTC;
what is beyond is no date that can be judged (`model.not-a-date-time`).
"""

from __future__ import annotations

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify


def naive_has_begun(start: str) -> bool:
    """Whether the badge is good already; dates in UTC compare as texts do."""
    return str(naive_verify(badge(validFrom=start))["validFrom"]) <= "2026-06-01T12:00:00Z"


def test_a_naive_reader_finds_that_the_year_10000_has_begun() -> None:
    assert naive_has_begun("10000-01-01T00:00:00Z")
    assert not naive_has_begun("2027-01-01T00:00:00Z")


@pytest.mark.parametrize(
    "date",
    [
        "10000-01-01T00:00:00Z",
        "+12026-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T24:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "026-01-01T00:00:00Z",
        "26-01-01T00:00:00Z",
        "\u0662\u0660\u0662\u0666-01-01T00:00:00Z",
    ],
)
def test_a_year_beyond_the_calendar_makes_no_date(date: str) -> None:
    assert refusal(badge(validFrom=date)) == ("model", "model.not-a-date-time", "/validFrom")
    assert refusal(badge(validUntil=date)) == ("model", "model.not-a-date-time", "/validUntil")


def test_the_first_and_the_last_year_are_years() -> None:
    assert accepted(badge(validFrom="0001-01-01T00:00:00Z", validUntil="9999-12-31T23:59:59Z"))
