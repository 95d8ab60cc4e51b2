"""The check of the report: every entry is looked up, and the worst answer counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Final

from microcred.document import Document, JsonObject, child_pointer
from microcred.errors import Fault, Rejected, Undetermined, UnsupportedError
from microcred.verification.fetch import FetchSession
from microcred.verification.report import Check
from microcred.verification.status.entry import StatusAnswer, StatusChecker, StatusQuestion
from microcred.verification.status.lists import AskedLists

__all__ = ["check_status"]

_MAX_ENTRIES: Final = 16
# What a value other than 0 says about a credential; of any other purpose it is for information (D-15).
_DECISIVE: Final[Mapping[str, str]] = MappingProxyType({"revocation": "revoked", "suspension": "suspended"})


def check_status(
    tree: JsonObject,
    checkers: Mapping[str, StatusChecker],
    *,
    session: FetchSession,
    verify_list: Callable[[bytes, str], Document],
    at: datetime,
    is_past: bool = False,
    lists: AskedLists | None = None,
) -> Check:
    """Look up every entry of ``credentialStatus``.

    Revoked and suspended raise :class:`~microcred.errors.Rejected`; an entry that cannot be looked up raises
    :class:`~microcred.errors.Undetermined`, unless another one says *revoked*. What each entry said is in the evidence,
    as ``entries``. A list tells what is so now: where ``at`` ``is_past``, ``asOf`` says what that tells about then.
    ``lists`` are those that were asked for other credentials of the same verification.
    """
    declared = tree.get("credentialStatus", [])
    entries = declared if isinstance(declared, list) else [declared]
    if not entries:
        return Check.not_applicable("status", "the credential has no status to look up")
    if len(entries) > _MAX_ENTRIES:
        raise Undetermined(
            "status.malformed",
            f"the credential has {len(entries)} status entries, at most {_MAX_ENTRIES} are looked up",
            pointer="/credentialStatus",
        )
    issuer = tree.get("issuer")
    issuer_id = issuer.get("id") if isinstance(issuer, dict) else issuer
    lists = AskedLists() if lists is None else lists
    first = StatusQuestion(
        {}, "/credentialStatus", tree.get("id"), str(issuer_id), session, verify_list, at, is_past, lists
    )
    findings = []
    for index, entry in enumerate(entries):
        pointer = child_pointer("/credentialStatus", index) if isinstance(declared, list) else "/credentialStatus"
        question = replace(first, entry=entry if isinstance(entry, dict) else {}, pointer=pointer)
        findings.append(_finding(question, checkers))
    return _worst(findings)


@dataclass(frozen=True, slots=True)
class _Finding:
    """What came of one entry: the sentence for the report, or the faults that keep it from being fine."""

    sentence: str
    evidence: Mapping[str, Any]
    as_of: str | None = None
    failed: tuple[Fault, ...] = ()
    unknown: tuple[Fault, ...] = ()


def _finding(question: StatusQuestion, checkers: Mapping[str, StatusChecker]) -> _Finding:
    kind = question.entry.get("type")
    kind = kind[0] if isinstance(kind, list) and len(kind) == 1 else kind
    about: dict[str, Any] = {"pointer": question.pointer, "type": kind if isinstance(kind, str) else None}
    try:
        answer = _answer(question, kind, checkers)
    except Undetermined as error:
        return _Finding(error.message, {**about, "code": error.code, "message": error.message}, unknown=error.faults)
    except Rejected as error:  # of a checker that decides for itself
        return _Finding(error.message, {**about, "code": error.code, "message": error.message}, failed=error.faults)
    about |= {"purpose": answer.purpose, "list": answer.list_url, "value": answer.value}
    about |= {"message": answer.message} if answer.message else {}
    about |= answer.details
    as_of = _as_of(question, answer)
    try:
        return _Finding(_sentence(question, answer, as_of), about, as_of)
    except Rejected as error:
        return _Finding(error.message, about, failed=error.faults)
    except Undetermined as error:
        return _Finding(error.message, about, as_of, unknown=error.faults)


def _answer(question: StatusQuestion, kind: object, checkers: Mapping[str, StatusChecker]) -> StatusAnswer:
    if not isinstance(kind, str) or kind not in checkers:
        raise UnsupportedError(
            "status.unsupported-type",
            f"a status of type {kind!r:.80} cannot be looked up here, so nobody knows if it was revoked",
            pointer=question.pointer,
        )
    return checkers[kind].look_up(question)


def _as_of(question: StatusQuestion, answer: StatusAnswer) -> str | None:
    """What the list, which tells what is so now, tells about the past moment; None where it tells that outright."""
    if not question.is_past or (answer.said_at is not None and answer.said_at <= question.at):
        return None
    then = question.at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    match answer.purpose, bool(answer.value):
        case "revocation", False:
            return f"not revoked now, so not at {then} either: what is revoked stays revoked"
        case "revocation", True:
            return f"revoked since, and the list does not say since when, so whether it was at {then} cannot be known"
        case "suspension", _:
            now = "suspended" if answer.value else "not suspended"
            return f"{now} now, and the list does not say whether it was at {then}"
    return f"the list does not say what the {answer.purpose[:60]} status was at {then}"


def _sentence(question: StatusQuestion, answer: StatusAnswer, as_of: str | None) -> str:
    """The answer in words; raises :class:`~microcred.errors.Rejected` or Undetermined where it is not fine."""
    done = _DECISIVE.get(answer.purpose)
    said = f" ({answer.message})" if answer.message else ""
    if done is None:
        return f"{answer.purpose[:60]} status is {answer.value}{said}" + (f"; {as_of}" if as_of else "")
    if not answer.value:
        return as_of or f"not {done}"
    if as_of is not None:
        raise Undetermined(
            "status.unknown-at-that-time",
            as_of,
            pointer=question.pointer,
            hint="ask the issuer since when, or verify as of now",
            evidence={"list": answer.list_url, "value": answer.value},
        )
    raise Rejected(
        f"status.{done}",
        f"the issuer has {done} the credential" + (f": {answer.message}" if answer.message else ""),
        pointer=question.pointer,
        hint="ask the issuer why; the credential is genuine nevertheless" if done == "revoked" else None,
        evidence={"list": answer.list_url, "value": answer.value},
    )


def _worst(findings: Iterable[_Finding]) -> Check:
    found = tuple(findings)
    as_of = "; ".join(finding.as_of for finding in found if finding.as_of)
    evidence: dict[str, Any] = {"entries": [dict(finding.evidence) for finding in found]}
    evidence |= {"asOf": as_of} if as_of else {}
    failed = [fault for finding in found for fault in finding.failed]
    unknown = [fault for finding in found for fault in finding.unknown]
    if failed:
        raise Rejected.of(_with_evidence(failed, evidence))
    if unknown:
        raise Undetermined.of(_with_evidence(unknown, evidence))
    return Check.passed("status", "; ".join(finding.sentence for finding in found), **evidence)


def _with_evidence(faults: list[Fault], evidence: Mapping[str, Any]) -> list[Fault]:
    """The faults, the first of which tells what every entry said: it stands for the whole check."""
    first = replace(faults[0], evidence=MappingProxyType({**faults[0].evidence, **evidence}))
    return [first, *faults[1:]]
