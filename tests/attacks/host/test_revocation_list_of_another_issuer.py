"""A 1EdTech revocation list that is another issuer's.

Attack: a host that serves the lists of many issuers gives out the list of another one, in which the revoked badge does
not stand, because that issuer never issued it.

Naively: a list without the badge's id in it is a list that does not revoke the badge.

Here: a list that names an issuer has to name the badge's own: `status.list-unusable`, never "not revoked". A list that
names nobody is believed as what it is, the word of the host that the issuer chose.
"""

from __future__ import annotations

import json
from typing import Any

from badges import AT, CANONICALIZER, sealed, unsigned
from hosted_lists import unknown
from microcred.verification.report import Report
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from naive_hosts import naive_page
from status_lists import ISSUER, LIST
from world import World

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
_TREE = unsigned(credentialStatus={"id": LIST, "type": "1EdTechRevocationList"})
BADGE = sealed({**_TREE, "@context": [*_TREE["@context"], EXTENSIONS]}).raw
ENTRY = {"id": _TREE["id"], "revoked": True, "revocationReason": "by mistake"}


def judged(page: Any) -> Report:
    web = World()
    web.serve(LIST, page)
    verifier = Verifier(trust=TrustedIssuers(ISSUER), fetcher=web, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return verifier.verify(BADGE)


def naive_is_fine(page: Any) -> bool:
    """The badge does not stand in the list."""
    web = World()
    web.serve(LIST, page)
    listed = json.loads(naive_page(web)).get("revokedCredential", [])
    return json.loads(BADGE)["id"] not in [entry["id"] for entry in listed]


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
