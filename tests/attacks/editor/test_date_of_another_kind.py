"""A date that is a number, a boolean, an object.

Attack: The end of validity is a number of seconds, `false`, or an object; the issuer's software signed it as it came.

Naively: what cannot be read as a date is caught and taken for no date: the badge is good for ever.

Here: a date is a text in one form (`model.wrong-type`), and one that cannot be read is never taken for none.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from badges import unsigned
from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify
from tokens import claims, header, token


def naive_is_over(tree: dict[str, Any], now: datetime) -> bool:
    """Whether the end has come; without an end that can be read it never does."""
    try:
        return datetime.fromisoformat(naive_verify(tree)["validUntil"]) < now
    except (KeyError, TypeError, ValueError):
        return False


def test_a_naive_reader_takes_what_it_cannot_read_for_no_end() -> None:
    late = datetime.fromisoformat("2100-01-01T00:00:00Z")
    assert naive_is_over(badge(), late)
    assert not naive_is_over(badge(validUntil=1577836800), late)
    assert not naive_is_over(badge(validUntil="long ago"), late)


@pytest.mark.parametrize("end", [1577836800, 1577836800000, 0, -1, 1.5, True, False])
def test_a_date_is_a_text(end: Any) -> None:
    assert refusal(badge(validUntil=end)) == ("model", "model.wrong-type", "/validUntil")
    assert refusal(badge(validFrom=end)) == ("model", "model.wrong-type", "/validFrom")
    assert accepted(badge())


@pytest.mark.parametrize(
    "end", [1577836800, False, None, {}, [], ["2020-01-01T00:00:00Z"], {"@value": "2020-01-01T00:00:00Z"}]
)
def test_so_it_is_in_a_token_where_json_is_signed(end: Any) -> None:
    jwt = token(header(), {**claims(), **unsigned(), "validUntil": end})
    assert refusal(jwt)[:2] == ("model", "model.wrong-type")
