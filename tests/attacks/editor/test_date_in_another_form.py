"""A date in another form of ISO 8601.

Attack: The end of validity is written in the basic form, with a week or the day of the year, in lower case, with a
comma or a space: forms that ISO 8601 or RFC 3339 have, and xsd:dateTimeStamp has not.

Naively: dates compare as texts, and "20260101T000000Z", which is long past, stands behind "2026-06-01T12:00:00Z"; or a
lenient parser makes something of it that nobody else does.

Here: one form is read (Open Badges 3.0, B.8: DateTimeZ; XSD 1.1 Part 2, 3.4.28), and anything else is no date
(`model.not-a-date-time`).
"""

from __future__ import annotations

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify


def naive_is_over(end: str) -> bool:
    """Whether the end has come; dates in UTC compare as texts do."""
    return str(naive_verify(badge(validUntil=end))["validUntil"]) < "2026-06-01T12:00:00Z"


def test_a_naive_reader_takes_what_is_past_for_what_is_to_come() -> None:
    assert not naive_is_over("20260101T000000Z")
    assert naive_is_over("2026-01-16T00:00:00Z")


@pytest.mark.parametrize(
    "end",
    [
        "20260101T000000Z",
        "20290115T090000Z",
        "2029-W03-1T09:00:00Z",
        "2029-015T09:00:00Z",
        "2029-01-15t09:00:00Z",
        "2029-01-15T09:00:00z",
        "2029-01-15 09:00:00Z",
        "2029-01-15T09:00Z",
        "2029-01-15T09Z",
        "2029-01-15T09:00:00,5Z",
        "2029-01-15T09:00:00.Z",
        "2029-01-15",
        "2029",
        "2029-1-15T09:00:00Z",
        "2029-02-29T09:00:00Z",
        "2029-13-01T09:00:00Z",
        " 2029-01-15T09:00:00Z",
        "2029-01-15T09:00:00Z\n",
        "2029-01-15T09:00:00Z/2030-01-15T09:00:00Z",
        "15.01.2029",
        "Mon, 15 Jan 2029 09:00:00 GMT",
        "never",
        "",
    ],
)
def test_there_is_one_form_of_a_date(end: str) -> None:
    assert refusal(badge(validUntil=end)) == ("model", "model.not-a-date-time", "/validUntil")
    assert accepted(badge(validUntil="2029-01-15T09:00:00Z"))
