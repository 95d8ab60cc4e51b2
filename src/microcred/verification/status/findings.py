"""What came of each entry, in words; the worst of it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from types import MappingProxyType
from typing import Any, Final
from unicodedata import normalize

from microcred.errors import Fault, Rejected, Undetermined, UnsupportedError
from microcred.verification.report import Check
from microcred.verification.status.entry import StatusAnswer, StatusChecker, StatusQuestion

__all__ = ["Finding", "finding", "worst"]

# What a value other than 0 says about a credential; of any other purpose it is for information (D-15).
_DECISIVE: Final[Mapping[str, str]] = MappingProxyType({"revocation": "revoked", "suspension": "suspended"})


#: What people write who mean one of these.
_MEANT: Final = frozenset({*_DECISIVE, *_DECISIVE.values()})


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one entry: the sentence for the report, or the faults that keep it from being fine."""

    sentence: str
    evidence: Mapping[str, Any]
    as_of: str | None = None
    failed: tuple[Fault, ...] = ()
    unknown: tuple[Fault, ...] = ()


def finding(question: StatusQuestion, checkers: Mapping[str, StatusChecker]) -> Finding:
    """Look one entry up with the checker of its type, and put the answer into words."""
    kind = question.entry.get("type")
    kind = kind[0] if isinstance(kind, list) and len(kind) == 1 else kind
    about: dict[str, Any] = {"pointer": question.pointer, "type": kind if isinstance(kind, str) else None}
    try:
        answer = _answer(question, kind, checkers)
    except Undetermined as error:
        placed = tuple(replace(f, pointer=question.pointer) if f.pointer is None else f for f in error.faults)
        return Finding(error.message, {**about, "code": error.code, "message": error.message}, unknown=placed)
    except Rejected as error:  # of a checker that decides for itself
        return Finding(error.message, {**about, "code": error.code, "message": error.message}, failed=error.faults)
    about |= {"purpose": answer.purpose, "list": answer.list_url, "value": answer.value}
    about |= {"message": answer.message} if answer.message else {}
    about |= answer.details
    as_of = _as_of(question, answer)
    try:
        return Finding(_sentence(question, answer, as_of), about, as_of)
    except Rejected as error:
        return Finding(error.message, about, failed=error.faults)
    except Undetermined as error:
        return Finding(error.message, about, as_of, unknown=error.faults)


def _answer(question: StatusQuestion, kind: object, checkers: Mapping[str, StatusChecker]) -> StatusAnswer:
    if not isinstance(kind, str) or kind not in checkers:
        raise UnsupportedError(
            "status.unsupported-type",
            f"a status of type {kind!r:.80} cannot be looked up here, so nobody knows if it was revoked",
            pointer=f"{question.pointer}/type",
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
    if done is None and answer.value and normalize("NFKC", answer.purpose[:60]).casefold().strip() in _MEANT:
        what = f"has the statusPurpose {answer.purpose!r:.60}, which only looks like revocation or suspension"
        raise question.malformed(what, "statusPurpose")
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


def worst(findings: Iterable[Finding]) -> Check:
    """The check of the report; raises what keeps the status from being fine."""
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
