"""What a verification came to, in the order in which a person asks: one verdict, four answers, every check.

Everything here is a key of the catalogues, or a text of the report; nothing is decided anew. What people tend to mix up
stays apart: expired or revoked is not forged, "could not look" is neither, and an issuer whom nobody vouches for is
told of beside a verdict that says nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Self

from microcred.legible import legible
from microcred.verification.report import Check, Outcome, Report, Verdict

__all__ = ["Answer", "CheckLine", "Detail", "Judgement", "Tone"]

_MAX_MESSAGE: Final = 1_000
_MAX_DETAILS: Final = 20


class Tone(StrEnum):
    """How a verdict looks; its words say the same."""

    GOOD = "good"
    CAUTION = "caution"
    BAD = "bad"
    UNKNOWN = "unknown"


#: Why a badge is not accepted although nothing says that it is forged, the gravest first, by code or name of a check.
_LIMITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "status.revoked": "revoked",
        "status.suspended": "suspended",
        "status": "status",
        "period.expired": "expired",
        "period.not-yet-valid": "not-yet-valid",
        "period": "period",
        "recipient": "recipient",
        "schema": "schema",
        "credentials": "credentials",
    }
)
#: What is wrong with a badge that is not shown to be genuine, by code or name of the check that decided.
_FLAWS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "image.no-credential": "no-credential",
        "document": "unreadable",
        "model": "malformed",
        "contexts": "ambiguous",
        "trust": "not-trusted",
        "key.expired": "key-ended",
        "key.revoked": "key-ended",
        "issuer_key": "foreign-key",
        "proof.missing": "unsigned",
        "proof.expired": "seal-ended",
        "proof.not-yet-valid": "seal-ended",
        "proof.base-proof": "for-its-holder",
        "hosted.differs": "not-published",
        "hosted.out-of-scope": "not-published",
        "proof": "forged",
    }
)
#: Those of them in which nothing speaks of forgery.
_NOT_ACCUSED: Final = frozenset(
    {"no-credential", "unreadable", "not-trusted", "key-ended", "seal-ended", "for-its-holder"}
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one of four questions; ``reply`` is ``yes``, ``no``, ``unknown`` or ``not-asked``."""

    question: str
    reply: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Detail:
    """One finding in the words of the report, which are English."""

    message: str
    code: str | None
    pointer: str | None
    hint: str | None


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check: its name, its outcome, and what the report says about it."""

    name: str
    outcome: str
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict. ``headline`` is a key of the catalogues, ``reasons`` are those that limit a genuine badge.

    ``genuine`` is what the report says of the seal: yes, no, or that nobody could tell. ``unknown`` names the checks
    that could not be made.
    """

    headline: str
    tone: Tone
    genuine: bool | None
    reasons: tuple[str, ...]
    unknown: tuple[str, ...]
    answers: tuple[Answer, ...]
    checks: tuple[CheckLine, ...]
    at: datetime
    fetched: tuple[str, ...]

    @property
    def vouched(self) -> Answer:
        """The answer to whether somebody vouches for the issuer."""
        return next(answer for answer in self.answers if answer.question == "vouched")

    @classmethod
    def of(cls, report: Report, *, recipient: bool = False) -> Self:
        """The judgement that a report comes to; ``recipient`` says whether it was asked whom it is about."""
        headline, tone = _headline(report)
        return cls(
            headline=headline,
            tone=tone,
            genuine=report.authentic,
            reasons=tuple(_limits(report)),
            unknown=tuple(check.name for check in _deciding(report, Outcome.UNDETERMINED)),
            answers=tuple(_answers(report, recipient)),
            checks=tuple(map(_line, report.checks)),
            at=report.at,
            fetched=tuple(legible(visit.url, limit=_MAX_MESSAGE) for visit in report.network),
        )


def _headline(report: Report) -> tuple[str, Tone]:
    failed = _deciding(report, Outcome.FAILED)
    match report.verdict:
        case Verdict.ACCEPTED:
            return ("valid", Tone.GOOD) if report.recognised else ("valid-unvouched", Tone.CAUTION)
        case Verdict.UNDETERMINED:
            return ("unclear-but-genuine" if report.authentic else "unclear"), Tone.UNKNOWN
    # What is known to be wrong goes before what could not be found out, and a broken seal before a date.
    flaws = [each for each in failed if _by_code(each, _LIMITS) is None]
    if flaws:
        headline = _by_code(flaws[0], _FLAWS) or "malformed"
        return headline, Tone.CAUTION if headline in _NOT_ACCUSED else Tone.BAD
    tone = Tone.BAD if "credentials" in _limits(report) else Tone.CAUTION
    return ("limited" if report.authentic else "limited-unproven"), tone


def _limits(report: Report) -> Iterator[str]:
    found = {_by_code(check, _LIMITS) for check in _deciding(report, Outcome.FAILED)}
    yield from (reason for reason in dict.fromkeys(_LIMITS.values()) if reason in found)


def _by_code(check: Check, table: Mapping[str, str]) -> str | None:
    return table.get(check.code or "") or table.get(check.name)


def _deciding(report: Report, outcome: Outcome) -> list[Check]:
    return [check for check in report.checks if check.outcome is outcome and check.name != "endorsements"]


def _answers(report: Report, recipient: bool) -> Iterator[Answer]:
    yield Answer("genuine", _reply(report.authentic), {})
    yield Answer("current", _reply(report.current), {})
    trust = report["trust"]
    by, known = (legible(_text(trust.evidence.get(name)), limit=200) for name in ("by", "name"))
    # That nobody vouches for an issuer is an answer, whether it was asked for or decided the verdict.
    reply = {Outcome.PASSED: "known" if known else "yes", Outcome.NOT_RUN: "unknown", Outcome.UNDETERMINED: "unknown"}
    yield Answer("vouched", reply.get(trust.outcome, "no"), {"by": by, "name": known})
    if recipient:
        yield Answer("recipient", _reply(report.recipient), {})


def _reply(answer: bool | None) -> str:
    return "unknown" if answer is None else "yes" if answer else "no"


def _line(check: Check) -> CheckLine:
    details = [
        Detail(_said(each.message), each.code, _said(each.pointer) or None, _said(each.hint) or None)
        for each in (check.faults[:_MAX_DETAILS] if check.faults else (check,))
    ]
    return CheckLine(check.name, str(check.outcome).replace("_", "-"), tuple(details))


def _said(text: str | None) -> str:
    return legible(text or "", limit=_MAX_MESSAGE)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
