"""Credentials within a credential: what a record or presentation holds, and endorsements; each gets its own report.

An embedded credential is covered by the proof around it, which says that the signer of the whole put it there, and
nothing about who made it: for that it needs a proof of its own (Open Badges 3.0, 9.2; VCDM 2.0, 3.3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from microcred.document import Document, JsonObject, child_pointer
from microcred.errors import Fault, ProofError, Rejected, Undetermined, UnsupportedError
from microcred.verification.inquiry import Inquiry
from microcred.verification.intake import Source
from microcred.verification.report import Check, Outcome, Report, Verdict

__all__ = [
    "Outer",
    "Verification",
    "fault_of",
    "issuer_of",
    "nested_credentials_of",
    "presented",
    "source_of",
    "summary_of_credentials",
]

_MAX_CREDENTIALS: Final = 100


class Verification(Protocol):
    """One run of the algorithm over one credential."""

    def run(self, source: Source) -> Report:
        """Verify it, and report."""


@dataclass(frozen=True, slots=True)
class Outer:
    """What a credential is nested in: ``name`` in words, and the id of the ``signer`` whose proof covers all of it.

    ``endorsed`` is the id of what an endorsement is attached to. ``bearer`` says that the signer only presents the
    credential, and says nothing itself, unless it is also its issuer. ``asserts`` says that its key is one for issuing.
    """

    name: str
    signer: str
    endorsed: str | None = None
    bearer: bool = False
    asserts: bool = True

    def proof_of(self, issuer: str) -> Check:
        """What the proof around a credential without its own is worth: the word of its signer, and of nobody else."""
        if issuer == self.signer and self.asserts:
            return Check.passed(
                "proof", f"covered by the proof of {self.name}, which is its issuer's", coveredBy=issuer
            )
        if self.bearer:
            # VCDM 2.0: a self-asserted credential is one whose issuer is the holder.
            why = "has no key there for issuing" if issuer == self.signer else f"is not its issuer {issuer}"
            raise ProofError(
                "proof.missing",
                f"the credential has no proof of its own, and the holder {self.signer} {why}",
                pointer="",
                problem="https://w3id.org/security#PROOF_VERIFICATION_ERROR",
            )
        raise UnsupportedError(
            "proof.covered-by-outer",
            f"the credential has no proof of its own: {self.signer} signed {self.name}, nobody can tell if {issuer} "
            "said this",
            pointer="",
            hint=f"it is as good as the word of {self.signer}",
        )

    def target_check(self, tree: JsonObject) -> Check:
        """Whether it is an endorsement, and about what it is attached to; it counts for nothing else."""
        types = tree.get("type")
        if "EndorsementCredential" not in (types if isinstance(types, list) else [types]):
            raise Rejected(
                "endorsements.not-an-endorsement",
                f"the credential is of the type {types!r:.120}, wanted an EndorsementCredential",
                pointer="/type",
                hint="a badge that somebody got says nothing about what they do",
            )
        subject = tree.get("credentialSubject")
        subject = subject[0] if isinstance(subject, list) and len(subject) == 1 else subject
        target = subject.get("id") if isinstance(subject, dict) else None
        if target == self.endorsed:
            return Check.passed("recipient", f"it endorses {target}, to which it is attached", endorsed=target)
        raise Rejected(
            "endorsements.of-another",
            f"the endorsement is of {target!r:.200}, and is attached to {self.endorsed!r:.200}",
            pointer="/credentialSubject/id",
            hint="an endorsement speaks for what it names, wherever it is shown",
        )


def nested_credentials_of(
    holder: Any, pointer: str, inquiry: Inquiry, verification: Callable[[Inquiry], Verification]
) -> tuple[Report, ...]:
    """Verify each ``verifiableCredential`` of a record's subject or of a presentation, as a credential of its own.

    ``inquiry`` is already that of the inside.
    """
    holders = holder if isinstance(holder, list) else [holder]
    found: list[tuple[str, Any]] = []
    for index, one in enumerate(holders):
        at = child_pointer(pointer, index) if isinstance(holder, list) else pointer
        held = one.get("verifiableCredential", []) if isinstance(one, dict) else []
        place = child_pointer(at, "verifiableCredential")
        if isinstance(held, list):
            found.extend((child_pointer(place, number), element) for number, element in enumerate(held))
        else:
            found.append((place, held))
    if len(found) > _MAX_CREDENTIALS:
        raise UnsupportedError(
            "credentials.too-many",
            f"there are {len(found)} credentials within this one, at most {_MAX_CREDENTIALS} are verified",
            pointer=pointer,
        )
    return tuple(replace(verification(inquiry).run(source_of(element)), source=place) for place, element in found)


def source_of(element: Any) -> Source:
    """A nested credential as it stands: an object, or the text of a JWT, which is never taken for a path or URL."""
    return Document.of(element) if isinstance(element, Mapping) else str(element).encode("utf-8", "surrogatepass")


def summary_of_credentials(reports: tuple[Report, ...]) -> Check:
    """Whether a record can be relied on, given what it holds.

    A forged credential in it makes it worthless, and one whose seal could not be checked leaves it open. One that has
    expired or was revoked does not: a record tells what was once awarded. One without a proof of its own is flagged: it
    is the word of the record's issuer (Comprehensive Learner Record 2.0; decision 0022).
    """
    forged = [report for report in reports if report.authentic is False]
    if forged:
        return Check.of_error("credentials", Rejected.of(fault_of("credentials.forged", report) for report in forged))
    covered = [report for report in reports if report["proof"].code == "proof.covered-by-outer"]
    # A seal that was not looked at, because the credential is malformed, may be anything.
    unknown = [
        report
        for report in reports
        if (report.verdict is Verdict.UNDETERMINED or report["proof"].outcome is not Outcome.PASSED)
        and report not in covered
    ]
    if unknown:
        error = Undetermined.of(fault_of("credentials.undetermined", report) for report in unknown)
        return Check.of_error("credentials", error)
    verdicts = [report.verdict for report in reports if report not in covered]
    counts = [f"{verdicts.count(verdict)} {verdict}" for verdict in Verdict if verdict in verdicts]
    counts += [f"{len(covered)} without a proof of their own"] if covered else []
    return Check.passed("credentials", f"{len(reports)} in it: {', '.join(counts)}" if reports else "it holds none")


def presented(reports: tuple[Report, ...]) -> Check:
    """Whether all that a holder presents can be relied on: each credential counts, and the worst decides."""
    for verdict, error in ((Verdict.REJECTED, Rejected), (Verdict.UNDETERMINED, Undetermined)):
        faults = [fault_of(f"credentials.{verdict}", report) for report in reports if report.verdict is verdict]
        if faults:
            return Check.of_error("credentials", error.of(faults))
    if not reports:
        return Check.not_applicable("credentials", "the presentation holds no credentials")
    return Check.passed("credentials", f"{len(reports)} credential{'s' * (len(reports) > 1)} accepted")


def fault_of(code: str, report: Report) -> Fault:
    """What the report on a nested credential comes to, as a fault of what it is nested in."""
    wanted = Outcome.UNDETERMINED if report.verdict is Verdict.UNDETERMINED else Outcome.FAILED
    check = next((check for check in report.checks if check.outcome is wanted), report.checks[0])
    return Fault(
        code, f"{issuer_of(report)}: {check.message}", report.source, check.hint, evidence={"because": check.code}
    )


def issuer_of(report: Report) -> str:
    """The id of the issuer, as far as the credential could be read."""
    issuer = report.document.tree.get("issuer") if report.document is not None else None
    found = issuer.get("id") if isinstance(issuer, dict) else issuer
    return found[:200] if isinstance(found, str) else "nobody"
