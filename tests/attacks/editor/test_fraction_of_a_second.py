"""A second with a long fraction.

Attack: The end of validity is written with thirty nines behind the point, or with a thousand digits.

Naively: the seconds are read as a double, which makes sixty of "59.9999999999999999999": a traceback at the boundary of
a minute, or a moment later than was signed; a thousand digits are converted at length.

Here: digits beyond microseconds are cut off, never rounded up, so that a badge is never good for longer than was
signed, and more than a hundred digits make no date (`model.not-a-date-time`).
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from doctored import AT, accepted, badge, refusal
from naive_data_integrity import naive_verify

NINES = "9" * 30


def naive_end(end: str) -> datetime:
    """The end of validity, the seconds read as a number with a fraction."""
    text = str(naive_verify(badge(validUntil=end))["validUntil"]).removesuffix("Z")
    day, _, clock = text.partition("T")
    hour, minute, second = clock.split(":")
    whole, part = divmod(float(second), 1)
    return datetime(*map(int, day.split("-")), int(hour), int(minute), int(whole), int(part * 1e6), UTC)  # type: ignore[arg-type, misc]


def test_a_naive_reader_raises_at_the_end_of_a_minute_and_is_late_elsewhere() -> None:
    with pytest.raises(ValueError, match="second"):
        naive_end(f"2026-06-01T11:59:59.{NINES}Z")
    assert naive_end(f"2026-06-01T11:59:58.{NINES}Z") == datetime(2026, 6, 1, 11, 59, 59, tzinfo=UTC)


def test_a_fraction_is_cut_off_and_never_rounded_up() -> None:
    assert refusal(badge(validUntil=f"2026-06-01T11:59:59.{NINES}Z")) == ("period", "period.expired", "/validUntil")
    assert accepted(badge(validUntil=f"2026-06-01T12:00:00.{'0' * 30}1Z"))
    assert datetime(2026, 6, 1, 12, tzinfo=UTC) == AT


@pytest.mark.parametrize("digits", [101, 1_000, 1_000_000])
def test_a_fraction_beyond_all_measure_makes_no_date(digits: int) -> None:
    end = f"2029-01-15T09:00:00.{'9' * digits}Z"
    assert refusal(badge(validUntil=end)) == ("model", "model.not-a-date-time", "/validUntil")
