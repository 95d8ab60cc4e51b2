"""The linter: every check that needs no network, then every rule, with the place of each finding in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from microcred.codes import codes
from microcred.document import to_json
from microcred.errors import Fault, MicrocredError
from microcred.lint.finding import Finding, Severity
from microcred.lint.rule import Breach, Rules, Subject
from microcred.lint.rules import RULES
from microcred.lint.source import SourceFile
from microcred.positions import Position
from microcred.verification.fetch import Offline
from microcred.verification.report import Outcome, Report
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

__all__ = ["Linter"]

_SHOWN: Final = 80


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class Linter:
    """Says of a file what is wrong with the credential in it, before anybody else does. No network, ever.

    ``unsigned`` allows credentials that nobody has signed yet. ``at`` is the moment to judge by.
    """

    unsigned: bool = False
    at: datetime = field(default_factory=_utc_now)
    rules: Rules = field(default_factory=lambda: RULES)
    verifier: Verifier = field(default_factory=lambda: Verifier(trust=AnyIssuer(), fetcher=Offline()))

    def check(self, name: str, content: bytes) -> list[Finding]:
        """Every finding in a file, in the order of its lines."""
        try:
            source = SourceFile.read(name, content)
        except MicrocredError as error:
            return [_finding_in_bytes(name, fault) for fault in error.faults]
        found = [self._of_fault(source, fault) for fault in self._faults(source)]
        subject = Subject(source.document, self.at, frozenset(finding.code for finding in found))
        for code, rule in self.rules.items():
            found += [_of_breach(source, code, breach) for breach in rule(subject)]
        return sorted(found, key=lambda finding: finding.position)

    def _faults(self, source: SourceFile) -> Iterator[Fault]:
        report = self.verifier.verify(source.document, at=self.at)
        for check in report.checks:
            for fault in check.faults:
                if not self._passed_over(check.outcome, fault):
                    yield fault
        yield from _noted(report)

    def _passed_over(self, outcome: Outcome, fault: Fault) -> bool:
        if outcome is Outcome.UNDETERMINED:
            return fault.code.startswith("fetch.")
        return self.unsigned and fault.code == "proof.missing"

    def _of_fault(self, source: SourceFile, fault: Fault) -> Finding:
        return _of_breach(source, fault.code, Breach(fault.pointer or "", fault.message, fault.hint))


def _noted(report: Report) -> Iterator[Fault]:
    for note in report["model"].evidence.get("deviations", ()):
        yield Fault(note["code"], note["message"], note["pointer"])


def _of_breach(source: SourceFile, code: str, breach: Breach) -> Finding:
    entry = codes()[code]
    return Finding(
        code,
        Severity(entry.severity),
        source.name,
        source.position(breach.pointer, on=breach.on),
        breach.pointer,
        breach.message,
        breach.hint or entry.fix,
        entry.section,
        _beginning(source, breach.pointer),
        breach.wanted,
    )


def _beginning(source: SourceFile, pointer: str) -> str | None:
    try:
        value: Any = source.document.at(pointer)
    except MicrocredError:
        return None
    text = to_json(value, indent=None).decode()
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _finding_in_bytes(name: str, fault: Fault) -> Finding:
    entry = codes()[fault.code]
    place = Position(fault.evidence.get("line", 1), fault.evidence.get("column", 1))
    return Finding(
        fault.code,
        Severity(entry.severity),
        name,
        place,
        fault.pointer,
        fault.message,
        fault.hint or entry.fix,
        entry.section,
    )
