"""A status of a type that nobody knows.

Attack: the status of a badge is of a type that the verifier has never heard of: of another method, with a letter in
another case, or of two types at once.

Naively: what is not known is passed over, and a badge whose status was not looked up is a badge that is not revoked.

Here: the status is undetermined with `status.unsupported-type`, so the badge is not accepted; who knows the type passes
in a checker for it.
"""

from __future__ import annotations

from typing import Any

import pytest

from hosted_lists import CLEAN, REVOKING, judged, unknown
from microcred.verification.status import STATUS_CHECKERS, StatusAnswer, StatusQuestion
from naive_hosts import naive_bit
from status_lists import entry

UNKNOWN = {"id": "https://x.example/1", "type": "https://x.example/types#Status"}


def naive_is_fine(status: dict[str, Any], page: bytes) -> bool:
    """The bit is zero, for whoever has one."""
    checks = {"BitstringStatusListEntry": lambda: naive_bit(page) == 0}
    check = checks.get(status["type"])
    return check is None or check()


def test_a_naive_verifier_passes_over_what_it_does_not_know() -> None:
    assert not naive_is_fine(entry(), REVOKING)
    assert naive_is_fine(UNKNOWN, REVOKING)


@pytest.mark.parametrize(
    "status",
    [
        UNKNOWN,
        {"id": "https://x.example/1", "type": "https://x.example/types#bitstringstatuslistentry"},
        entry(type=["BitstringStatusListEntry", "https://x.example/types#Status"]),
    ],
    ids=["unknown", "another case", "two types"],
)
def test_an_unknown_status_is_never_fine(status: dict[str, Any]) -> None:
    found = judged(status, CLEAN)
    assert unknown(found) == "status.unsupported-type"
    assert found["status"].pointer == "/credentialStatus/type"
    assert judged(page=CLEAN).verdict == "accepted"


class Magic:
    """A checker that somebody wrote for this type."""

    def look_up(self, question: StatusQuestion) -> StatusAnswer:
        return StatusAnswer("revocation", 1, question.text("id"))


def test_who_knows_the_type_passes_in_a_checker() -> None:
    found = judged(UNKNOWN, status_checkers={**STATUS_CHECKERS, UNKNOWN["type"]: Magic()})
    assert found["status"].code == "status.revoked"
