"""The findings as workflow commands of GitHub Actions, which shows each at its line of a pull request."""

from __future__ import annotations

from typing import Final

from microcred.lint.finding import Finding, Severity
from microcred.lint.output.run import Run, relative_name

__all__ = ["github_commands"]

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github_commands(run: Run) -> str:
    """One command on each line; what could not be read is an error of its file."""
    lines = [_command(finding) for finding in run.findings]
    for file in run.unreadable:
        name = _property(relative_name(file.name))
        lines.append(f"::error file={name},title=unreadable::cannot be read: {_data(file.unreadable or '')}")
    return "\n".join(lines)


def _command(finding: Finding) -> str:
    file = _property(relative_name(finding.file))
    line, column = finding.position
    place = f" (at {finding.pointer})" if finding.pointer else ""
    text = _data(f"{finding.message}{place}\nfix: {finding.hint}")
    return (
        f"::{_COMMANDS[finding.severity]} file={file},line={line},col={column},title={_property(finding.code)}::{text}"
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
