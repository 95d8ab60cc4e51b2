"""The last moment, and the one behind it.

Attack: A holder shows his badge on the day on which it ends, after the hour.

Naively: days are compared, not moments, and the badge is good until midnight of wherever the server stands.

Here: a badge is good from validFrom to validUntil, both included, to the microsecond (Open Badges 3.0, 9.1, step 4). A
clock may run behind the issuer's by a minute, which makes a badge good earlier and never longer
(`period.not-yet-valid`, `period.expired`).
"""

from __future__ import annotations

import pytest

from doctored import badge, verify
from naive_data_integrity import naive_verify


def naive_is_good(tree: dict[str, object]) -> bool:
    """Whether the badge is good on the first of June."""
    found = naive_verify(tree)
    return str(found["validFrom"])[:10] <= "2026-06-01" <= str(found["validUntil"])[:10]


def test_a_naive_reader_finds_it_good_after_the_hour() -> None:
    assert naive_is_good(badge(validUntil="2026-06-01T00:00:00Z"))


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("2026-06-01T12:00:00Z", None),
        ("2026-06-01T12:00:00.000000Z", None),
        ("2026-06-01T11:59:59.999999Z", "period.expired"),
        ("2026-06-01T11:59:59Z", "period.expired"),
        ("2026-06-01T00:00:00Z", "period.expired"),
        ("2026-06-01T14:00:00+02:00", None),
        ("2026-06-01T13:59:59+02:00", "period.expired"),
    ],
)
def test_the_end_is_a_moment(end: str, code: str | None) -> None:
    assert verify(badge(validUntil=end))["period"].code == code


@pytest.mark.parametrize(
    ("start", "code"),
    [
        ("2026-06-01T12:00:00Z", None),
        ("2026-06-01T12:01:00Z", None),
        ("2026-06-01T12:01:00.000001Z", "period.not-yet-valid"),
        ("2026-06-01T12:01:01Z", "period.not-yet-valid"),
        ("2026-06-01T10:01:01-02:00", "period.not-yet-valid"),
    ],
)
def test_the_beginning_is_a_moment_that_forgives_a_clock_behind_a_minute(start: str, code: str | None) -> None:
    assert verify(badge(validFrom=start))["period"].code == code
