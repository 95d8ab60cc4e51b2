"""A badge that refers to a status list, the list at its address, and what a verifier makes of both."""

from __future__ import annotations

from typing import Any

from badges import AT, CANONICALIZER, sealed, unsigned
from microcred.verification.fetch import Fetcher
from microcred.verification.report import Outcome, Report
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from status_lists import ISSUER, LIST, encoded, entry, status_list
from world import World

__all__ = ["CLEAN", "REVOKING", "judged", "unknown"]

CLEAN = status_list()
"""A list in which nobody is revoked."""
REVOKING = status_list({"encodedList": encoded({94567})})
"""A list in which the tests' badge is revoked."""


def judged(status: Any = None, page: bytes | None = None, web: Fetcher | None = None, **settings: Any) -> Report:
    """The report on a badge with this status, whose list is found at its address."""
    web = World() if web is None else web
    if page is not None:
        assert isinstance(web, World)
        web.serve(LIST, page)
    settings = {"trust": TrustedIssuers(ISSUER), "canonicalizer": CANONICALIZER, "clock": lambda: AT, **settings}
    return Verifier(fetcher=web, **settings).verify(
        sealed(unsigned(credentialStatus=entry() if status is None else status))
    )


def unknown(found: Report) -> str | None:
    """The code with which a status is left open; fails where the report says that it is fine, or revoked."""
    assert found.verdict == "undetermined"
    assert found["status"].outcome is Outcome.UNDETERMINED
    return found["status"].code
