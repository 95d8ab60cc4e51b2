"""A badge that refers to a 1EdTech revocation list, the list at its address, and what is made of both."""

from __future__ import annotations

import json
from typing import Any

from badges import AT, CANONICALIZER, sealed, unsigned
from microcred.verification.report import Report
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from naive_hosts import naive_page
from status_lists import ISSUER, LIST
from world import World

__all__ = ["BADGE", "ENTRY", "judged", "naive_is_fine"]

_EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
_TREE = unsigned(credentialStatus={"id": LIST, "type": "1EdTechRevocationList"})

BADGE = sealed({**_TREE, "@context": [*_TREE["@context"], _EXTENSIONS]}).raw
ENTRY = {"id": _TREE["id"], "revoked": True, "revocationReason": "by mistake"}
"""The entry that revokes the badge."""


def judged(page: Any) -> Report:
    """The report on the badge, whose list is this page."""
    web = World()
    web.serve(LIST, page)
    verifier = Verifier(trust=TrustedIssuers(ISSUER), fetcher=web, canonicalizer=CANONICALIZER, clock=lambda: AT)
    return verifier.verify(BADGE)


def naive_is_fine(page: Any) -> bool:
    """The id of the badge does not stand in the list, whosever list that is."""
    web = World()
    web.serve(LIST, page)
    listed = json.loads(naive_page(web)).get("revokedCredential", [])
    return json.loads(BADGE)["id"] not in [entry["id"] for entry in listed]
