"""What a verification found, in the words of VCALM: verified or not, each problem, and what became of each part."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Final

from microcred.positions import listed
from microcred.server.problems import problem_of
from microcred.verification.presentation import PresentationReport
from microcred.verification.report import Check, Outcome, Report, Verdict, verdict_of

__all__ = ["credential_result", "presentation_result", "verdict_without"]

_VERIFIED: Final = {Outcome.PASSED: True, Outcome.FAILED: False}
_NOT_BEFORE: Final = "period.not-yet-valid"
_AFTER: Final = "period.expired"


def verdict_without(report: Report | PresentationReport, warnings: Collection[str]) -> Verdict:
    """What the checks come to, when those of ``warnings`` do not decide."""
    return verdict_of(check for check in report.checks if check.name not in warnings)


def credential_result(
    report: Report, warnings: Collection[str], *, results: bool, problems: bool, credential: Any = None
) -> dict[str, Any]:
    """A ``VerificationResult``; ``credential`` is given back if it is given."""
    verdict = verdict_without(report, warnings)
    return {
        "verified": verdict is Verdict.ACCEPTED,
        "verdict": str(verdict),
        **({} if credential is None else {"credential": credential}),
        **({"problemDetails": list(_problems(report.checks, warnings))} if problems else {}),
        **({"results": _results(report)} if results else {}),
    }


def presentation_result(
    report: PresentationReport,
    warnings: Collection[str],
    *,
    asked: dict[str, Any],
    results: bool,
    problems: bool,
    presentation: Any = None,
) -> dict[str, Any]:
    """A ``PresentationResult``; ``asked`` is the challenge and domain that were compared."""
    credentials = [credential_result(each, warnings, results=results, problems=problems) for each in report.credentials]
    verdict = _verdict_of_all(report, warnings, credentials)
    if credentials and all(each["verified"] for each in credentials):
        # What is wrong with them only warns, so that there is something wrong with one of them does no more.
        warnings = {*warnings, "credentials"}
    return {
        "verified": verdict is Verdict.ACCEPTED,
        "verdict": str(verdict),
        **({} if report.holder is None else {"holder": report.holder}),
        **({} if presentation is None else {"verifiablePresentation": presentation}),
        **({"problemDetails": list(_problems(report.checks, warnings))} if problems else {}),
        **({"results": {"presentation": _findings(report, asked), "credentials": credentials}} if results else {}),
    }


def _verdict_of_all(
    report: PresentationReport, warnings: Collection[str], credentials: list[dict[str, Any]]
) -> Verdict:
    """The presentation's own checks, and for its credentials what they come to with the same warnings."""
    own = verdict_without(report, {*warnings, "credentials"})
    verdicts = {own, *(Verdict(each["verdict"]) for each in credentials)}
    if not report["credentials"].holds and not credentials:
        verdicts.add(verdict_without(report, warnings))
    return next(each for each in (Verdict.REJECTED, Verdict.UNDETERMINED, Verdict.ACCEPTED) if each in verdicts)


def _problems(checks: tuple[Check, ...], warnings: Collection[str]) -> Iterator[dict[str, Any]]:
    for check in checks:
        if check.outcome in (Outcome.FAILED, Outcome.UNDETERMINED):
            for fault in check.faults:
                yield {**problem_of(fault), "check": check.name, "warning": check.name in warnings}


def _results(report: Report) -> dict[str, Any]:
    tree = {} if report.document is None else report.document.tree
    period = report["period"]
    members = {
        "validFrom": _one(tree.get("validFrom", tree.get("issuanceDate")), _bound(period, _NOT_BEFORE)),
        "validUntil": _one(tree.get("validUntil", tree.get("expirationDate")), _bound(period, _AFTER)),
        "credentialSchema": _each(tree.get("credentialSchema"), report["schema"]),
        "credentialStatus": _each(tree.get("credentialStatus"), report["status"]),
        "proof": _each(tree.get("proof"), report["proof"]),
    }
    return {**{name: found for name, found in members.items() if found}, "checks": _checks(report.checks)}


def _findings(report: PresentationReport, asked: dict[str, Any]) -> dict[str, Any]:
    tree = {} if report.document is None else report.document.tree
    sealed = _VERIFIED.get(report["proof"].outcome)
    members = {
        "challenge": _one(asked.get("challenge"), sealed),
        "domain": _one(asked.get("domain"), sealed),
        "holder": _one(tree.get("holder"), _VERIFIED.get(report["holder_key"].outcome)),
        "proof": _each(tree.get("proof"), report["proof"]),
    }
    return {**{name: found for name, found in members.items() if found}, "checks": _checks(report.checks)}


def _bound(period: Check, code: str) -> bool | None:
    """Which of the two bounds a period broke."""
    if period.outcome is Outcome.FAILED:
        return period.code != code
    return _VERIFIED.get(period.outcome)


def _one(value: Any, verified: bool | None) -> dict[str, Any] | None:
    return None if value is None else {"verified": verified, "input": value}


def _each(value: Any, check: Check) -> list[dict[str, Any]]:
    return [{"verified": _VERIFIED.get(check.outcome), "input": each} for each in listed(value) if each is not None]


def _checks(checks: tuple[Check, ...]) -> list[dict[str, Any]]:
    return [
        {
            "check": check.name,
            "outcome": str(check.outcome),
            "message": check.message,
            **({"code": check.code} if check.code else {}),
        }
        for check in checks
    ]
