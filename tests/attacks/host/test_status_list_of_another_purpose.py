"""A status list for something else in the place of the one for revocation.

Attack: where the list for revocation should be, the host serves the issuer's own list for suspension, truly signed, in
which the revoked badge is a zero.

Naively: a list of the issuer is a list of the issuer, and the bit is zero.

Here: the statusPurpose of the entry has to be one of the list's (Bitstring Status List 1.0, 3.2, step 7), and the
status is undetermined with `status.list-unusable`.
"""

from __future__ import annotations

from hosted_lists import REVOKING, judged, unknown
from naive_hosts import naive_bit, naive_seal_holds
from status_lists import ISSUER, status_list

SUSPENDING = status_list({"statusPurpose": "suspension"})


def naive_is_fine(page: bytes) -> bool:
    """The list is the issuer's, and the bit is zero."""
    return naive_seal_holds(page) and ISSUER.encode() in page and naive_bit(page) == 0


def test_a_naive_verifier_reads_a_list_for_something_else() -> None:
    assert not naive_is_fine(REVOKING)
    assert naive_is_fine(SUSPENDING)


def test_a_list_for_another_purpose_is_not_read() -> None:
    assert unknown(judged(page=SUSPENDING)) == "status.list-unusable"
    assert judged(page=REVOKING)["status"].code == "status.revoked"


def test_another_list_of_the_issuer_at_the_same_address_is_told_by_its_purpose() -> None:
    page = status_list({"statusPurpose": "suspension"}, id="https://college.example/status/2")
    assert unknown(judged(page=page)) == "status.list-unusable"


def test_a_list_for_both_purposes_is_read_for_either() -> None:
    assert judged(page=status_list({"statusPurpose": ["suspension", "revocation"]})).verdict == "accepted"
