"""The findings as one JSON object, for programs."""

from __future__ import annotations

from typing import Any

from microcred._version import __version__
from microcred.document import to_json
from microcred.lint.finding import Severity
from microcred.lint.output.run import Run

__all__ = ["json_report"]


def json_report(run: Run) -> str:
    """One object with all findings, how many there are of each severity, and what could not be read."""
    members: dict[str, Any] = {
        "findings": [finding.to_dict() for finding in run.findings],
        "summary": {
            "files": run.checked,
            "skipped": run.skipped,
            **{f"{severity}s": run.counts[severity] for severity in Severity},
            "known": len(run.known),
            "fails": run.fails,
        },
        "unreadable": [{"file": file.name, "message": file.unreadable} for file in run.unreadable],
        "software": {"microcred": __version__},
    }
    return to_json(members).decode()
