"""A verification with everything that is shown of it: twice the same report, in JSON, as text and as a page."""

from __future__ import annotations

from typing import Any

from badges import AT
from fuzzing.oracle import Broken, check_page, check_printable, check_report, within_bounds
from microcred.cli.report_text import presentation_text, report_text
from microcred.server.page import BadgeView, self_contained
from microcred.verification.presentation import PresentationReport
from microcred.verification.report import Report
from microcred.verification.verifier import Verifier

__all__ = ["check_presentation", "check_verification", "show"]


def check_verification(verifier: Verifier, source: Any, **question: Any) -> Report:
    """Verify twice, and look at everything in the report; a bad badge is a report, and never an exception."""
    with within_bounds():
        report = verifier.verify(source, at=AT, **question)
    again = verifier.verify(source, at=AT, **question)
    if report.to_dict() != again.to_dict():
        raise Broken("the second report on a badge is another one")
    check_report(report)
    show(report, source if isinstance(source, bytes) else None)
    return report


def show(report: Report, file: bytes | None = None) -> None:
    """Everything that people see of a report."""
    check_printable(report_text(report))
    check_page(self_contained(BadgeView.of(report, language="en", file=file), "en"))


def check_presentation(verifier: Verifier, source: bytes, **question: Any) -> PresentationReport:
    """The same for a presentation."""
    with within_bounds():
        report = verifier.verify_presentation(source, at=AT, **question)
    if report.to_dict() != verifier.verify_presentation(source, at=AT, **question).to_dict():
        raise Broken("the second report on a presentation is another one")
    check_printable(presentation_text(report))
    report.to_json()
    for held in report.credentials:
        check_report(held)
    return report
