"""What a verification found: one :class:`Report`, every check always in it, and nothing decided twice.

The report keeps apart what people tend to mix up: *authentic* (the seal holds, and it is this issuer's), *current*
(dates and status), *recognised* (somebody whom the verifier trusts vouches for the issuer), and *recipient* (the
credential is about the person who was asked about). Expired is not forged, and "could not look" is neither.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from microcred._version import __version__
from microcred.document import Document, JsonObject, to_json
from microcred.errors import Fault, MicrocredError, Rejected, Undetermined, UsageError

if TYPE_CHECKING:
    from microcred.verification.fetch import Visit

__all__ = ["CHECKS", "Check", "Findings", "Outcome", "Report", "Verdict", "made", "required", "verdict_of"]

CHECKS: Final = (
    "document",
    "model",
    "contexts",
    "trust",
    "issuer_key",
    "proof",
    "schema",
    "period",
    "status",
    "refresh",
    "recipient",
    "endorsements",
)
_AUTHENTIC: Final = ("document", "contexts", "issuer_key", "proof")
_CURRENT: Final = ("period", "status")
# Others speak up for a credential in its endorsements; whether they do does not decide about it.
_ADVISORY: Final = frozenset({"endorsements"})


class Verdict(StrEnum):
    """The answer to "may I rely on this?"."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNDETERMINED = "undetermined"


class Outcome(StrEnum):
    """What became of one check."""

    PASSED = "passed"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    NOT_RUN = "not_run"
    NOT_APPLICABLE = "not_applicable"


class Check(NamedTuple):
    """One check: its outcome, and for anything but a pass the fault (or faults) with code, place and hint."""

    name: str
    outcome: Outcome
    message: str
    code: str | None = None
    pointer: str | None = None
    hint: str | None = None
    problem: str | None = None
    evidence: Mapping[str, Any] = JsonObject()
    faults: tuple[Fault, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing stands in the way of what needs this check: it passed, or had nothing to look at."""
        return self.outcome in (Outcome.PASSED, Outcome.NOT_APPLICABLE)

    @classmethod
    def passed(cls, name: str, message: str, /, **evidence: Any) -> Check:
        """The check was made, and found nothing wrong."""
        return cls(name, Outcome.PASSED, message, evidence=JsonObject(evidence))

    @classmethod
    def not_run(cls, name: str, message: str, code: str | None = None, hint: str | None = None) -> Check:
        """The check was not made, and ``message`` says why."""
        return cls(name, Outcome.NOT_RUN, message, code, hint=hint)

    @classmethod
    def not_applicable(cls, name: str, message: str, code: str | None = None, hint: str | None = None) -> Check:
        """The credential, or the question, has nothing for this check to look at."""
        return cls(name, Outcome.NOT_APPLICABLE, message, code, hint=hint)

    @classmethod
    def of_error(cls, name: str, error: MicrocredError) -> Check:
        """What an error says about a check: its branch of the tree is the outcome."""
        outcome = Outcome.UNDETERMINED if isinstance(error, Undetermined) else Outcome.FAILED
        first = error.faults[0]
        return cls(
            name,
            outcome,
            first.message,
            first.code,
            first.pointer,
            first.hint,
            first.problem,
            JsonObject(first.evidence),
            error.faults,
        )

    def to_dict(self) -> dict[str, Any]:
        """The check as JSON-ready values; ``faults`` is there only where there is more than one."""
        return {
            "name": self.name,
            "outcome": str(self.outcome),
            "code": self.code,
            "pointer": self.pointer,
            "message": self.message,
            "hint": self.hint,
            "problem": self.problem,
            "evidence": dict(self.evidence),
            **({"faults": [fault.to_dict() for fault in self.faults]} if len(self.faults) > 1 else {}),
        }


def made(name: str, needs: Iterable[str], checks: Mapping[str, Check], make: Callable[[], Check]) -> Check:
    """Make a check, if those that it needs hold; what goes wrong is its outcome, and only a wrong call is raised."""
    missing = [need for need in needs if not checks[need].holds]
    if missing:
        return Check.not_run(name, f"not looked at, because the check {missing[0]!r} did not pass")
    try:
        return make()
    except UsageError:
        raise
    except MicrocredError as error:
        return Check.of_error(name, error)


def verdict_of(checks: Iterable[Check]) -> Verdict:
    """What several checks come to, when only those count that decide."""
    outcomes = {check.outcome for check in checks if check.name not in _ADVISORY}
    if Outcome.FAILED in outcomes:
        return Verdict.REJECTED
    return Verdict.UNDETERMINED if Outcome.UNDETERMINED in outcomes else Verdict.ACCEPTED


def required(document: Document | None, checks: tuple[Check, ...]) -> Document:
    """The document, if the checks accept it; else raises what decided against it."""
    verdict = verdict_of(checks)
    if document is not None and verdict is Verdict.ACCEPTED:
        return document
    decisive, error = (
        (Outcome.FAILED, Rejected) if verdict is Verdict.REJECTED else (Outcome.UNDETERMINED, Undetermined)
    )
    deciding = [check for check in checks if check.outcome is decisive and check.name not in _ADVISORY]
    raise error.of(fault for check in deciding for fault in check.faults)


class Findings(ABC):
    """The checks of one verification and what they come to: what the reports of every kind have in common."""

    __slots__ = ()

    checks: tuple[Check, ...]

    def __bool__(self) -> bool:
        return self.verdict is Verdict.ACCEPTED

    def __getitem__(self, name: str) -> Check:
        for check in self.checks:
            if check.name == name:
                return check
        raise KeyError(name)

    @property
    def verdict(self) -> Verdict:
        """*rejected* if any check failed, else *undetermined* if any could not be made, else *accepted*.

        Endorsements are other people's words about a credential: they are reported, and do not decide.
        """
        return verdict_of(self.checks)

    def all_of(self, names: Iterable[str]) -> bool | None:
        """Whether some checks passed, all that apply; ``None`` where that was not, or could not be, decided."""
        outcomes = [self[name].outcome for name in names]
        relevant = [outcome for outcome in outcomes if outcome is not Outcome.NOT_APPLICABLE]
        if Outcome.FAILED in relevant:
            return False
        return True if relevant and all(outcome is Outcome.PASSED for outcome in relevant) else None

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready values."""

    def to_json(self, *, indent: int | None = 2) -> str:
        """The report as JSON text."""
        return to_json(self.to_dict(), indent=indent).decode()


@dataclass(frozen=True, slots=True)
class Report(Findings):
    """The result of one verification. ``bool(report)`` is true only for *accepted*.

    ``document`` is what was verified, exactly as it came, and is there as soon as the bytes were a document at all:
    use :meth:`require` to get it only if it was accepted. ``endorsements`` are the reports of those that it carries,
    ``credentials`` of those that a record holds, each with its JSON Pointer as ``source``; ``refreshed`` is the report
    of a newer version that took its place. ``checks`` are those of :data:`CHECKS`, in this order, and for a record one
    more, ``credentials``. ``brief`` is what to show of a badge of
    another standard: the ``credential`` of the JSON report.
    """

    source: str
    at: datetime
    checks: tuple[Check, ...]
    document: Document | None = None
    network: tuple[Visit, ...] = ()
    endorsements: tuple[Report, ...] = ()
    credentials: tuple[Report, ...] = ()
    refreshed: Report | None = None
    brief: Mapping[str, Any] | None = None

    @property
    def authentic(self) -> bool | None:
        """Whether the seal holds and the key is the issuer's; ``None`` where that could not be decided."""
        return self.all_of(_AUTHENTIC)

    @property
    def current(self) -> bool | None:
        """Whether the credential is within its period and not revoked or suspended; ``None`` if undecided."""
        return self.all_of(_CURRENT)

    @property
    def recognised(self) -> bool | None:
        """Whether the trust policy vouches for the issuer; ``None`` where nobody was asked."""
        return self.all_of(("trust",))

    @property
    def recipient(self) -> bool | None:
        """Whether the credential is about the expected recipient; ``None`` where none was expected."""
        return self.all_of(("recipient",))

    def require(self) -> Document:
        """The verified document (the newer version, where one was asked for and found), or why there is none.

        Raises :class:`~microcred.errors.Rejected` or :class:`~microcred.errors.Undetermined` with the faults of the
        checks that decided the verdict.
        """
        newest = self if self.refreshed is None else self.refreshed
        return required(newest.document, self.checks)

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON-ready values, in the order of the command line's contract."""
        return {
            "source": self.source,
            "verdict": str(self.verdict),
            "authentic": self.authentic,
            "current": self.current,
            "recognised": self.recognised,
            "recipient": self.recipient,
            "credential": self._summary(),
            "checks": [check.to_dict() for check in self.checks],
            "endorsements": [endorsement.to_dict() for endorsement in self.endorsements],
            **({"credentials": [held.to_dict() for held in self.credentials]} if self.credentials else {}),
            **({"refreshed": self.refreshed.to_dict()} if self.refreshed is not None else {}),
            "network": [visit.to_dict() for visit in self.network],
            "at": self.at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "software": {"microcred": __version__},
        }

    def _summary(self) -> dict[str, Any] | None:
        if self.document is None:
            return None
        if self.brief is not None:
            return dict(self.brief)
        tree = self.document.tree
        issuer = tree.get("issuer")
        issuer = issuer if isinstance(issuer, dict) else {"id": issuer}
        return {
            "id": _text(tree.get("id")),
            "name": _text(tree.get("name")) or _text(_member(tree, "credentialSubject", "achievement", "name")),
            "issuer": {"id": _text(issuer.get("id")), "name": _text(issuer.get("name"))},
            "validFrom": _text(tree.get("validFrom", tree.get("issuanceDate"))),
            "validUntil": _text(tree.get("validUntil", tree.get("expirationDate"))),
        }


def _member(value: Any, *path: str) -> Any:
    for name in path:
        value = value[0] if isinstance(value, list) and len(value) == 1 else value
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
