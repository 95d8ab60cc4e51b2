"""An older edition of a status list, served again.

Attack: whoever can write where a list is published, and has no key, puts the edition of last week there, which is
genuine and does not yet revoke the badge.

Naively: an edition is as good as another: it is signed, and the bit is zero.

Here: an edition with an end is not believed after it: `status.list-not-verified`, because of `period.expired`; lists
are issued with `--valid-for` for that, and the report says which edition it was. An edition without an end can be
served for ever: that remains.
"""

from __future__ import annotations

from datetime import UTC, datetime

from hosted_lists import judged, unknown
from naive_hosts import naive_bit, naive_seal_holds
from status_lists import encoded, status_list

LAST_WEEK = status_list(
    created=datetime(2026, 5, 20, tzinfo=UTC), validFrom="2026-05-20T00:00:00Z", validUntil="2026-05-27T00:00:00Z"
)
THIS_WEEK = status_list(
    {"encodedList": encoded({94567})},
    created=datetime(2026, 5, 27, tzinfo=UTC),
    validFrom="2026-05-27T00:00:00Z",
    validUntil="2026-06-03T00:00:00Z",
)


def naive_is_fine(page: bytes) -> bool:
    """The edition is signed, and the bit is zero."""
    return naive_seal_holds(page) and naive_bit(page) == 0


def test_a_naive_verifier_believes_every_edition() -> None:
    assert not naive_is_fine(THIS_WEEK)
    assert naive_is_fine(LAST_WEEK)


def test_an_edition_that_has_ended_is_not_believed() -> None:
    found = judged(page=LAST_WEEK)
    assert unknown(found) == "status.list-not-verified"
    assert found["status"].evidence["because"] == "period.expired"
    assert judged(page=THIS_WEEK)["status"].code == "status.revoked"


def test_the_report_says_which_edition_it_was() -> None:
    (said,) = judged(page=THIS_WEEK)["status"].evidence["entries"]
    assert (said["validFrom"], said["validUntil"]) == ("2026-05-27T00:00:00Z", "2026-06-03T00:00:00Z")
