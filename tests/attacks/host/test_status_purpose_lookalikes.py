"""A purpose that only looks like revocation.

Attack: the entry of a badge and the list agree on the purpose `Revocation`, `revoked`, or `revocation` with a space
behind it. People read that the badge was revoked; a program finds a purpose that it does not know.

Naively: only the word `revocation` itself revokes, and any other purpose is for information.

Here: other purposes are for information, and say so in the report; but where one that people read as revocation or
suspension is not zero, the status is undetermined with `status.malformed`, and the pointer to the purpose.
"""

from __future__ import annotations

import pytest

from hosted_lists import judged, unknown
from microcred.verification.report import Report
from naive_hosts import naive_bit, naive_subject
from status_lists import encoded, entry, status_list

LOOKALIKES = [
    "Revocation",
    "REVOCATION",
    "revocation ",
    " revocation",
    "revoked",
    "Suspended",
    "ｒevocation",
    "suspension\n",
]


def page(purpose: str, *ones: int) -> bytes:
    return status_list({"statusPurpose": purpose, "encodedList": encoded(set(ones))})


def looked_up(purpose: str, *ones: int) -> Report:
    return judged(entry(statusPurpose=purpose), page(purpose, *ones))


def naive_is_fine(content: bytes) -> bool:
    """The list is not one for revocation, or the bit is zero."""
    return naive_subject(content)["statusPurpose"] != "revocation" or naive_bit(content) == 0


def test_a_naive_verifier_passes_over_what_people_read_as_revoked() -> None:
    assert not naive_is_fine(page("revocation", 94567))
    assert all(naive_is_fine(page(purpose, 94567)) for purpose in LOOKALIKES)


@pytest.mark.parametrize("purpose", LOOKALIKES)
def test_what_people_read_as_revoked_is_not_fine(purpose: str) -> None:
    found = looked_up(purpose, 94567)
    assert unknown(found) == "status.malformed"
    assert found["status"].pointer == "/credentialStatus/statusPurpose"


@pytest.mark.parametrize("purpose", LOOKALIKES)
def test_a_zero_is_fine_however_its_purpose_is_spelled(purpose: str) -> None:
    assert looked_up(purpose).verdict == "accepted"


def test_a_purpose_of_another_kind_is_for_information() -> None:
    found = looked_up("https://college.example/purposes#audit", 94567)
    assert (found.verdict, found["status"].outcome) == ("accepted", "passed")
    assert found["status"].message.endswith("status is 1")
