"""A report in the words of people: the verdict, who says what about whom, four answers, and every check behind them.

What people tend to mix up is kept apart: expired or revoked is *genuine*, a seal that was not looked at is neither
genuine nor forged, and an issuer's name is its own word unless somebody vouches for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from microcred.cli.terminal import plain, styled
from microcred.instants import format_instant
from microcred.verification.report import Outcome, Verdict

if TYPE_CHECKING:
    from microcred.errors import Fault
    from microcred.verification.fetch import Visit
    from microcred.verification.presentation import PresentationReport
    from microcred.verification.report import Check, Report

__all__ = ["presentation_text", "report_text"]

_MARKS: Final[Mapping[Verdict | Outcome, tuple[str, str]]] = MappingProxyType(
    {
        Verdict.ACCEPTED: ("✔", "green"),
        Verdict.REJECTED: ("✘", "red"),
        Verdict.UNDETERMINED: ("?", "yellow"),
        Outcome.PASSED: ("✔", "green"),
        Outcome.FAILED: ("✘", "red"),
        Outcome.UNDETERMINED: ("?", "yellow"),
        Outcome.NOT_RUN: ("–", "bright_black"),
        Outcome.NOT_APPLICABLE: ("–", "bright_black"),
    }
)
_SHOWN_FAULTS: Final = 20

#: Why a badge is not accepted, by the code of the check that decided, or else by its name.
_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "document": "it cannot be read as a credential",
        "model": "it is not put together as the standard wants",
        "contexts": "the signature would not cover all that it says",
        "trust": "its issuer is not one of those you trust",
        "issuer_key": "the key is not shown to be its issuer's",
        "key.expired": "the key of its issuer has expired",
        "key.revoked": "its issuer has revoked the key",
        "proof": "its seal does not hold",
        "hosted.differs": "it is not what its issuer has published",
        "hosted.out-of-scope": "it is not published where its issuer publishes badges",
        "proof.missing": "nobody signed it",
        "proof.base-proof": "it is for its holder alone, who can show a part of it",
        "proof.signature-invalid": "it was changed after it was signed, or signed with another key",
        "proof.expired": "its seal has expired",
        "proof.not-yet-valid": "its seal is not valid yet",
    }
)
#: The same for a badge whose seal holds.
_GENUINE_BUT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "schema": "it breaks the schema that it names",
        "period": "outside the time for which it is valid",
        "period.expired": "expired",
        "period.not-yet-valid": "not valid yet",
        "status": "its status is bad",
        "status.revoked": "revoked by its issuer",
        "status.suspended": "suspended by its issuer",
        "recipient": "about somebody else",
        "credentials": "a credential in it is forged",
    }
)
#: What could not be found out.
_UNKNOWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "document": "it could not be had, or is of a kind that is not known here",
        "contexts": "it uses words from a context that is not known here",
        "trust": "who its issuer is could not be found out",
        "issuer_key": "the key of its issuer could not be had",
        "proof": "it is sealed in a way that is not known here",
        "schema": "whether it fits the schema that it names could not be found out",
        "status": "whether it was revoked could not be found out",
        "credentials": "a credential in it could not be verified",
        "proof.covered-by-outer": "its issuer did not sign it, somebody else signed it along",
    }
)

_ANSWERED: Final[Mapping[bool | None, str]] = MappingProxyType(
    {
        True: "its holder answered",
        False: "its holder did not answer",
        None: "nobody can tell if its holder answered",
    }
)


def report_text(report: Report) -> str:
    """The whole report as text, for a terminal or a mail; it needs no colour to be read."""
    parts = (_head(report), _answers(report), _checks(report.checks), _nested(report), _network(report))
    return "\n\n".join("\n".join(lines) for lines in map(tuple, parts) if lines)


def presentation_text(report: PresentationReport) -> str:
    """The report on a presentation as text: whether the holder answered, and each credential in its own lines."""
    parts = (_presented(report), _checks(report.checks), _within(report.credentials), _network(report))
    return "\n\n".join("\n".join(lines) for lines in map(tuple, parts) if lines)


def _presented(report: PresentationReport) -> Iterator[str]:
    mark, colour = _MARKS[report.verdict]
    verdict = styled(f"{mark} {str(report.verdict).upper()}", colour, bold=True)
    count = len(report.credentials)
    looked_at = f" of {count} credential{'' if count == 1 else 's'}" if count else ""
    yield f"{verdict}  {plain(report.source)}: a presentation{looked_at}; {_ANSWERED[report.authentic]}"
    if report.holder is not None:
        yield ""
        yield f"  presented by {_said(report.holder)}"


def _nested(report: Report) -> Iterator[str]:
    yield from _within(report.credentials)
    yield from _within(report.endorsements, "an endorsement")
    if report.refreshed is not None:
        yield from _within((report.refreshed,), "the newer version")


def _within(reports: Iterable[Report], what: str = "a badge") -> Iterator[str]:
    for report in reports:
        mark, colour = _MARKS[report.verdict]
        credential = report.to_dict()["credential"] or {"name": None, "issuer": {"id": None, "name": None}}
        issuer = credential["issuer"]
        name = _said(credential["name"], f"{what} without a name")
        by = _said(issuer["name"] or issuer["id"], "nobody")
        yield f"  {styled(mark, colour)} {name}, from {by}: {_sentence(report)}"
        yield f"      {styled(f'at {plain(report.source)}', dim=True)}"


def _head(report: Report) -> Iterator[str]:
    mark, colour = _MARKS[report.verdict]
    verdict = styled(f"{mark} {str(report.verdict).upper()}", colour, bold=True)
    yield f"{verdict}  {plain(report.source)}: {_sentence(report)}"
    credential = report.to_dict()["credential"]
    if credential is not None:
        issuer = credential["issuer"]
        yield ""
        yield f"  {styled(_said(credential['name'], 'a badge without a name'), bold=True)}"
        named = f"{_said(issuer['name'])}, " if issuer["name"] else ""
        yield f"  from {named}{_said(issuer['id'], 'nobody')}"
        # Beside the name that the issuer gives itself, the one by which somebody else knows it.
        if known := _said(report["trust"].evidence.get("name")):
            yield f"  known as {known} to {_said(report['trust'].evidence.get('by'), 'a list')}"
        if credential["id"]:
            yield f"  {styled(_said(credential['id']), dim=True)}"


def _sentence(report: Report) -> str:
    """The verdict in one sentence; only a badge whose seal holds is called genuine."""
    deciding = [check for check in report.checks if check.name != "endorsements"]
    failed = [check for check in deciding if check.outcome is Outcome.FAILED]
    unknown = [check for check in deciding if check.outcome is Outcome.UNDETERMINED]
    match report.verdict:
        case Verdict.ACCEPTED:
            about = ", and about whom you expect" if report.recipient else ""
            return f"genuine and current{about}{'' if report.recognised else '; nobody vouches for its issuer'}"
        case Verdict.REJECTED if report.authentic:
            return f"genuine, but {' and '.join(_reason(check, _GENUINE_BUT) for check in failed)}"
        case Verdict.REJECTED:
            return _reason(failed[0], _REASONS)
    genuine = "genuine, but " if report.authentic else ""
    return f"{genuine}{' and '.join(_reason(check, _UNKNOWN) for check in unknown)}"


def _reason(check: Check, reasons: Mapping[str, str]) -> str:
    if check.name == "proof" and (check.code or "").startswith(("fetch.", "hosted.redirected")):
        return "what its issuer has published could not be had"
    return reasons.get(check.code or "") or reasons.get(check.name) or plain(check.message)


def _answers(report: Report) -> Iterator[str]:
    seal = next(filter(_decides, (report[name] for name in ("document", "contexts", "issuer_key", "proof"))), None)
    because = _reason(seal, _REASONS if seal.outcome is Outcome.FAILED else _UNKNOWN) if seal else _unmade(report)
    yield _answer("authentic", report.authentic, _seal(report), because)
    ends = next(filter(_decides, (report["period"], report["status"])), None)
    because = ends.message if ends else "not looked at, because the seal was not found to hold"
    yield _answer("current", report.current, _current(report), because)
    asked = report["trust"].outcome is not Outcome.NOT_APPLICABLE
    because = report["trust"].message if asked else "nobody vouches for this issuer: its name is its own word"
    yield _answer("recognised", report.recognised, report["trust"].message, because, asked=asked)
    asked = report["recipient"].outcome is not Outcome.NOT_APPLICABLE
    because = report["recipient"].message if asked else "nobody was named whom it should be about"
    yield _answer("recipient", report.recipient, report["recipient"].message, because, asked=asked)


def _seal(report: Report) -> str:
    if "url" in report["proof"].evidence:
        return "published by its issuer in the same words"
    return "sealed with a key of its issuer, and not changed since"


def _answer(question: str, answer: bool | None, when_true: str, otherwise: str, *, asked: bool = True) -> str:
    word, colour = {True: ("yes", "green"), False: ("no", "red"), None: ("unknown", "yellow")}[answer]
    word, colour = (word, colour) if asked else ("not asked", "bright_black")
    return f"  {question:<11} {styled(f'{word:<9}', colour)}  {plain(when_true if answer else otherwise)}"


def _decides(check: Check) -> bool:
    return check.outcome in (Outcome.FAILED, Outcome.UNDETERMINED)


def _unmade(report: Report) -> str:
    unmade = next(
        (check for check in (report["issuer_key"], report["proof"]) if check.outcome is Outcome.NOT_RUN), None
    )
    return unmade.message if unmade else ""


def _current(report: Report) -> str:
    period, status = report["period"], report["status"]
    return f"{period.message}, {status.message}" if status.outcome is Outcome.PASSED else period.message


def _checks(checks: Iterable[Check]) -> Iterator[str]:
    for check in checks:
        mark, colour = _MARKS[check.outcome]
        outcome = str(check.outcome).replace("_", " ")
        message = plain(check.message) if _decides(check) else _brief(plain(check.message))
        yield f"  {styled(mark, colour)} {check.name:<13} {styled(f'{outcome:<15}', colour)} {message}"
        yield from _details(check)


def _brief(message: str) -> str:
    """The middle of a long key left out, where nothing is wrong with it and nobody has to compare it."""
    return re.sub(r"\b(z[1-9A-HJ-NP-Za-km-z]{9})[1-9A-HJ-NP-Za-km-z]{20,}([1-9A-HJ-NP-Za-km-z]{5})", r"\1…\2", message)


def _details(check: Check) -> Iterator[str]:
    if len(check.faults) > 1:
        for fault in check.faults[:_SHOWN_FAULTS]:
            yield f"      {plain(fault.pointer or '/')}: {plain(fault.message)}  [{fault.code}]"
            yield from _hint(fault)
        if len(check.faults) > _SHOWN_FAULTS:
            yield f"      and {len(check.faults) - _SHOWN_FAULTS} more"
        return
    if check.code is not None:
        yield f"      [{check.code}]" + (f" at {plain(check.pointer)}" if check.pointer else "")
    yield from _hint(check)


def _hint(source: Check | Fault) -> Iterator[str]:
    if source.hint:
        yield f"      hint: {plain(source.hint)}"


def _network(report: Report | PresentationReport) -> Iterator[str]:
    for visit in report.network:
        yield f"  {'fetched' if visit.error is None else 'asked for'} {plain(visit.url)}: {_visit(visit)}"
    yield f"  judged as of {format_instant(report.at)}" + ("" if report.network else ", nothing was fetched")


def _visit(visit: Visit) -> str:
    if visit.error is not None:
        return f"not had [{visit.error}]"
    age = f", {visit.age:.0f} s old" if visit.age else ""
    return f"{visit.bytes} bytes, sha256 {(visit.sha256 or '')[:16]}…{age}"


def _said(value: Any, otherwise: str = "") -> str:
    return plain(value, limit=300) if isinstance(value, str) and value else otherwise
