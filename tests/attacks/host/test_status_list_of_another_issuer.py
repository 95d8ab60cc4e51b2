"""A status list that somebody else signed.

Attack: whoever can write at the address of a list puts a list of their own there, truly signed with their own key, in
which nobody is revoked.

Naively: the signature of the list is checked with the key that the list names, and it holds.

Here: a list speaks for a credential only if the issuer signed it, or somebody whom the verifier trusts as well; the
status is undetermined with `status.list-of-another`, never "not revoked".
"""

from __future__ import annotations

from badges import STRANGER
from hosted_lists import CLEAN, REVOKING, judged, unknown
from microcred.verification.trust import TrustedIssuers
from naive_hosts import naive_bit, naive_seal_holds
from status_lists import ISSUER, status_list

FORGED = status_list(signer=STRANGER)


def naive_is_fine(page: bytes) -> bool:
    """The list is signed, and the bit is zero."""
    return naive_seal_holds(page) and naive_bit(page) == 0


def test_a_naive_verifier_believes_whoever_signed_the_list() -> None:
    assert not naive_is_fine(REVOKING)
    assert naive_is_fine(FORGED)


def test_a_list_of_somebody_else_says_nothing() -> None:
    found = judged(page=FORGED)
    assert unknown(found) == "status.list-of-another"
    assert found["status"].pointer == "/credentialStatus"
    assert judged(page=CLEAN).verdict == "accepted"
    assert judged(page=REVOKING)["status"].code == "status.revoked"


def test_a_list_that_claims_the_issuer_and_is_signed_by_somebody_else_is_not_believed() -> None:
    assert unknown(judged(page=status_list(signer=STRANGER, issuer=ISSUER))) == "status.list-not-verified"


def test_who_is_trusted_may_keep_the_lists_of_others() -> None:
    keeper = STRANGER.verification_method.partition("#")[0]
    assert judged(page=FORGED, trust=TrustedIssuers(ISSUER, keeper)).verdict == "accepted"
