"""The first moment of the calendar.

Attack: A badge is good from "0001-01-01T00:00:00Z" on; or its proof, its token or its award is dated so.

Naively: the verifier forgives a clock that runs behind by a minute, and takes that minute off the date. There is no
moment before the first one: the program ends in a traceback, a batch with it, and a service answers with 500.

Here: two dates are subtracted, which always can be done; the badge has long begun, and is accepted.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from badges import sealed, unsigned
from doctored import AT, accepted, badge, refusal
from naive_data_integrity import naive_verify
from open_badges_2 import assertion, verified, web
from tokens import claims, header, token

FIRST = "0001-01-01T00:00:00Z"
SECONDS = int((datetime(1, 1, 1, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())


def naive_has_begun(tree: dict[str, Any]) -> bool:
    """Whether a badge is good already, for a clock that may run behind."""
    return datetime.fromisoformat(naive_verify(tree)["validFrom"]) - timedelta(minutes=1) <= AT


def test_a_naive_verifier_ends_in_a_traceback() -> None:
    with pytest.raises(OverflowError):
        naive_has_begun(badge(validFrom=FIRST))
    assert naive_has_begun(badge())


@pytest.mark.parametrize(
    "first", [FIRST, "0001-01-01T00:00:30Z", "0001-01-01T00:00:00-14:00", "0001-01-01T14:00:00+14:00"]
)
def test_a_badge_of_the_first_moment_has_begun(first: str) -> None:
    assert accepted(badge(validFrom=first))


def test_so_has_its_proof() -> None:
    assert accepted(sealed(unsigned(), created=datetime(1, 1, 1, tzinfo=UTC)).to_dict())


def test_so_has_its_token() -> None:
    first = {**claims(validFrom=FIRST), "nbf": SECONDS}
    assert accepted(token(header(), first))
    assert refusal(token(header(), {**first, "nbf": SECONDS - 1})) == ("proof", "proof.malformed-claim", "/nbf")


def test_so_has_an_award_of_open_badges_2() -> None:
    old = assertion(issuedOn=FIRST)
    assert verified(old, web(old))["period"].outcome == "passed"


def test_one_that_begins_at_the_last_moment_has_not() -> None:
    last = {"validFrom": "9999-12-31T23:59:59Z", "validUntil": None}
    assert refusal(badge(**last)) == ("period", "period.not-yet-valid", "/validFrom")
