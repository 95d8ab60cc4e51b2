"""1EdTechCredentialRefresh: the version of a credential that its issuer gives out now (Open Badges 3.0, 9.1, step 3).

It is asked for only if the caller wants it, and only once the proof of the credential in hand holds: the address is the
issuer's word. Whatever goes wrong, the credential in hand is judged as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from microcred.document import JsonObject
from microcred.errors import MicrocredError
from microcred.instants import parse_instant
from microcred.verification.equality import compared_id
from microcred.verification.report import Check, Outcome, Report

if TYPE_CHECKING:
    from microcred.verification.inquiry import Inquiry
    from microcred.verification.nested import Verification

__all__ = ["refreshed_credential"]

_TYPE: Final = "1EdTechCredentialRefresh"
_ACCEPT: Final = "application/vc, application/vc+ld+json, application/json, text/plain"


def refreshed_credential(
    tree: JsonObject, proof: Check, inquiry: Inquiry, verification: Callable[[Inquiry], Verification]
) -> tuple[Report | None, Check]:
    """Ask the refresh service for the current version, and verify it: its report, if it may stand for this one.

    ``proof`` is the check of the seal of the credential in hand, which says when that was made.
    """
    services = tree.get("refreshService", [])
    services = services if isinstance(services, list) else [services]
    addresses = [service.get("id") for service in services if isinstance(service, dict) and _TYPE in _types(service)]
    if not services:
        return None, Check.not_applicable("refresh", "the credential names no refresh service")
    if not addresses:
        return None, _not_run("its refresh service is of a type that is not known here", "refresh.unsupported-type")
    if not inquiry.refresh:
        return None, _not_run("a newer version was not asked for", "refresh.not-asked-for")
    if inquiry.past:
        return None, _not_run("a newer version says nothing about a day that is past", "refresh.not-for-the-past")
    url = str(addresses[0])
    try:
        content = inquiry.session.get(url, accept=_ACCEPT).body
    except MicrocredError as error:
        return None, _not_run(f"a newer version could not be had: {error.message}", "refresh.not-had", error.hint)
    report = verification(inquiry.nested()).run(content)
    why_not = _unfit(report, tree, proof)
    if why_not:
        return None, _not_run(f"what {url:.200} gives was passed over: {why_not}", "refresh.not-usable")
    message = f"the version of {_starts(report)} that {url:.200} gives was used from here on"
    return report, Check.passed("refresh", message, url=url, sha256=report["document"].evidence["sha256"])


def _unfit(report: Report, original: JsonObject, proof: Check) -> str | None:
    """Why a version cannot stand for the original, if it cannot: it needs the same name, and a seal that holds."""
    if report.document is None or not report.authentic:
        decisive = [check for check in report.checks if check.outcome in (Outcome.FAILED, Outcome.UNDETERMINED)]
        return decisive[0].message if decisive else "its seal was not checked"
    if report["schema"].outcome in (Outcome.FAILED, Outcome.UNDETERMINED):
        return report["schema"].message
    tree = report.document.tree
    name, wanted = tree.get("id"), original.get("id")
    if compared_id(name) is None or compared_id(name) != compared_id(wanted):
        return f"its id is {name!r:.200}, wanted {wanted!r:.200}"
    # Not in that form: decoded, did:web:a.example%3A8443 and did:web:a.example:8443 would be one, and they are two.
    if not isinstance(_issuer(tree), str) or _issuer(tree) != _issuer(original):
        return f"its issuer is {_issuer(tree)!r:.200}, wanted {_issuer(original)!r:.200}"
    newer, older = _instant(tree), _instant(original)
    if newer is not None and older is not None and newer != older:
        return f"it is older, of {newer.isoformat()}" if newer < older else None
    # A corrected version often keeps the date of the award. Then the seals tell which is which: whoever can answer for
    # the service could otherwise give out the issuer's own earlier version, from before a status was put into it.
    made, had = _sealed_at(report["proof"]), _sealed_at(proof)
    if tree == original or (made is not None and had is not None and made > had):
        return None
    when = "at an unknown time" if made is None else f"at {made.isoformat()}"
    return f"nothing says that it is newer: it was sealed {when}"


def _issuer(tree: JsonObject) -> Any:
    issuer = tree.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer


def _starts(report: Report) -> str:
    instant = _instant(report.document.tree) if report.document is not None else None
    return instant.isoformat() if instant is not None else "an unknown date"


def _instant(tree: JsonObject) -> datetime | None:
    value = tree.get("validFrom", tree.get("issuanceDate"))
    return parse_instant(value, zone_required=False) if isinstance(value, str) else None


def _sealed_at(proof: Check) -> datetime | None:
    """When the seal that holds was made, if it says so: others beside it are anybody's."""
    created = proof.evidence.get("created")
    return parse_instant(created, zone_required=False) if isinstance(created, str) else None


def _types(service: dict[str, Any]) -> list[Any]:
    types = service.get("type")
    return types if isinstance(types, list) else [types]


def _not_run(message: str, code: str, hint: str | None = None) -> Check:
    return Check.not_run("refresh", message, code, hint)
