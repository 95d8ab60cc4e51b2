"""Another status list of the same issuer in the place of the right one.

Attack: an issuer has two lists for revocation. Whoever can write where the first one is published, and has no key, puts
the second one there, in which the index of the revoked badge is a zero.

Naively: the list is the issuer's, for the right purpose, and truly signed.

Here: the report names the id of a list that is not its URL, as `listId`; a verifier that insists on it, with
`BitstringStatusList(own_id=True)`, gets `status.list-unusable`. By default such a list is read, because a list's id
need not be its URL (Bitstring Status List 1.0, 2.2), and lists are published at several places.
"""

from __future__ import annotations

import json

from hosted_lists import CLEAN, REVOKING, judged, unknown
from microcred.verification.status import STATUS_CHECKERS, BitstringStatusList
from naive_hosts import naive_bit, naive_seal_holds
from status_lists import ISSUER, status_list

ANOTHER = status_list(id="https://college.example/status/2")
STRICT = {**STATUS_CHECKERS, "BitstringStatusListEntry": BitstringStatusList(own_id=True)}


def naive_is_fine(page: bytes) -> bool:
    """A list of the issuer for revocation, and the bit is zero."""
    tree = json.loads(page)
    is_meant = tree["issuer"] == ISSUER and tree["credentialSubject"]["statusPurpose"] == "revocation"
    return is_meant and naive_seal_holds(page) and naive_bit(page) == 0


def test_a_naive_verifier_takes_one_list_for_another() -> None:
    assert not naive_is_fine(REVOKING)
    assert naive_is_fine(ANOTHER)


def test_the_report_says_which_list_it_was() -> None:
    (said,) = judged(page=ANOTHER)["status"].evidence["entries"]
    assert said["listId"] == "https://college.example/status/2"
    assert "listId" not in judged(page=CLEAN)["status"].evidence["entries"][0]


def test_who_insists_on_the_id_does_not_believe_another_list() -> None:
    assert unknown(judged(page=ANOTHER, status_checkers=STRICT)) == "status.list-unusable"
    assert unknown(judged(page=status_list(id=None), status_checkers=STRICT)) == "status.list-unusable"
    assert judged(page=CLEAN, status_checkers=STRICT).verdict == "accepted"
    assert judged(page=REVOKING, status_checkers=STRICT)["status"].code == "status.revoked"
