"""A 1EdTech revocation list that is another issuer's.

Attack: a host that serves the lists of many issuers gives out the list of another one, in which the revoked badge does
not stand, because that issuer never issued it.

Naively: a list without the badge's id in it is a list that does not revoke the badge.

Here: a list that names an issuer has to name the badge's own: `status.list-unusable`, never "not revoked". A list that
names nobody is believed as what it is, the word of the host that the issuer chose.
"""

from __future__ import annotations

from hosted_lists import unknown
from revocation_lists import ENTRY, judged, naive_is_fine
from status_lists import ISSUER, LIST

ANOTHER = {"id": LIST, "issuer": "did:web:another.example", "revokedCredential": []}


def test_a_naive_verifier_reads_any_list() -> None:
    assert not naive_is_fine({"issuer": ISSUER, "revokedCredential": [ENTRY]})
    assert naive_is_fine(ANOTHER)


def test_a_list_of_another_issuer_says_nothing() -> None:
    assert unknown(judged(ANOTHER)) == "status.list-unusable"
    assert unknown(judged({**ANOTHER, "issuer": {"id": "did:web:another.example"}})) == "status.list-unusable"
    assert unknown(judged({**ANOTHER, "issuer": None})) == "status.list-unusable"


def test_the_issuers_own_list_is_read() -> None:
    assert judged({"issuer": ISSUER, "revokedCredential": []}).verdict == "accepted"
    assert judged({"issuer": {"id": ISSUER}, "revokedCredential": [ENTRY]})["status"].code == "status.revoked"
    assert judged({"revokedCredential": [ENTRY]})["status"].code == "status.revoked"
