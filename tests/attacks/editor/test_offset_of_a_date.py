"""An offset that moves the end of validity.

Attack: The end of validity is written with an offset of half a day, with one that no zone has, or with a minus sign
that is none.

Naively: a reader that compares the first nineteen characters ("it is all UTC anyway") is wrong by as much as the
offset; one that passes it on to a lenient parser may be wrong by a whole day.

Here: offsets reach from -14:00 to +14:00, as XML Schema has them (XSD 1.1 Part 2, 3.3.7), and count. Any other is no
date (`model.not-a-date-time`).
"""

from __future__ import annotations

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

OVER, NOT_OVER = "2026-06-01T13:00:00+14:00", "2026-06-01T11:00:00-14:00"


def naive_is_over(end: str) -> bool:
    """Whether the end has come; it is noon UTC on the first of June."""
    return str(naive_verify(badge(validUntil=end))["validUntil"])[:19] < "2026-06-01T12:00:00"


def test_a_naive_reader_is_wrong_by_as_much_as_the_offset() -> None:
    assert not naive_is_over(OVER)
    assert naive_is_over(NOT_OVER)


def test_the_offset_counts() -> None:
    assert refusal(badge(validUntil=OVER)) == ("period", "period.expired", "/validUntil")
    assert accepted(badge(validUntil=NOT_OVER))
    assert accepted(badge(validUntil="2026-06-01T12:00:00-00:00"))


LENIENT = [
    "+24:00",
    "+14:01",
    "-15:00",
    "+99:99",
    "+05:60",
    "+0200",
    "+02",
    "+2:00",
    "UTC",
    "\u221202:00",
    "Z+02:00",
    "ZZ",
]


@pytest.mark.parametrize("offset", LENIENT)
def test_an_offset_that_no_zone_has_makes_no_date(offset: str) -> None:
    end = f"2026-06-02T12:00:00{offset}"
    assert refusal(badge(validUntil=end)) == ("model", "model.not-a-date-time", "/validUntil")
