"""A status list that has ended, or that has not begun.

Attack: the host goes on serving the edition of last month, from before the badge was revoked, after its end; or one
that is to be published tomorrow.

Naively: the signature of the list holds, and nobody looks at its dates.

Here: validFrom and validUntil of a list are honoured like those of any credential (Bitstring Status List 1.0, 2.2): the
status is undetermined with `status.list-not-verified`, because of `period.expired` or `period.not-yet-valid`.
"""

from __future__ import annotations

import pytest

from hosted_lists import judged, unknown
from naive_hosts import naive_bit, naive_seal_holds
from status_lists import status_list

ENDED = status_list(validUntil="2026-05-31T00:00:00Z")
TOMORROW = status_list(validFrom="2026-06-02T00:00:00Z")


def naive_is_fine(page: bytes) -> bool:
    """The list is signed, and the bit is zero."""
    return naive_seal_holds(page) and naive_bit(page) == 0


def test_a_naive_verifier_does_not_look_at_the_calendar() -> None:
    assert naive_is_fine(ENDED)
    assert naive_is_fine(TOMORROW)


@pytest.mark.parametrize(("page", "because"), [(ENDED, "period.expired"), (TOMORROW, "period.not-yet-valid")])
def test_a_list_out_of_its_time_is_not_believed(page: bytes, because: str) -> None:
    found = judged(page=page)
    assert unknown(found) == "status.list-not-verified"
    assert found["status"].evidence["because"] == because


def test_a_list_within_its_time_is_read() -> None:
    assert judged(page=status_list(validUntil="2026-06-02T00:00:00Z")).verdict == "accepted"
