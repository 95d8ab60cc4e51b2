"""The findings as SARIF 2.1.0, the format in which code hosts and editors take what analysis tools say.

Paths are relative to ``%SRCROOT%``, the folder in which the run was made; columns count characters. What a baseline
knows is listed as suppressed, so that whoever tracks results over time does not take it for solved.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from microcred._version import __version__
from microcred.codes import Code, codes
from microcred.document import to_json
from microcred.lint.finding import Finding
from microcred.lint.output.run import STDIN, Run, relative_name

__all__ = ["sarif_log"]

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
_FINGERPRINT: Final = "microcred/v1"


def sarif_log(run: Run) -> str:
    """One log with one run (SARIF 2.1.0, 3.13 and 3.14)."""
    known = set(map(id, run.known))
    findings = [finding for file in run.files for finding in file.findings]
    rules = sorted({finding.code for finding in findings})
    members = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "microcred",
                        "version": __version__,
                        "rules": [_rule(codes()[code]) for code in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {_ROOT: {"description": {"text": "the folder in which microcred was run"}}},
                "invocations": [_invocation(run)],
                "results": [_result(each, rules.index(each.code), known=id(each) in known) for each in findings],
            }
        ],
    }
    return to_json(members).decode()


def _rule(entry: Code) -> dict[str, Any]:
    """A reporting descriptor (3.49) with what ``microcred rule`` says."""
    return {
        "id": entry.code,
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.meaning},
        "help": {
            "text": f"{entry.meaning}\n\nExample: {entry.example}\n\nFix: {entry.fix}\n\nSection: {entry.section}",
            "markdown": f"{entry.meaning}\n\n**Example:** {entry.example}\n\n**Fix:** {entry.fix}\n\n"
            f"**Section:** {entry.section}",
        },
        "defaultConfiguration": {"level": entry.severity},
        "properties": {"tags": [entry.area], **({"problem": entry.problem} if entry.problem else {})},
    }


def _invocation(run: Run) -> dict[str, Any]:
    """What could not be read is told of the run, and not of the files (3.20.21)."""
    notifications = [
        {
            "level": "error",
            "message": {"text": f"cannot be read: {file.unreadable}"},
            "locations": [{"physicalLocation": {"artifactLocation": _artifact(file.name)}}],
        }
        for file in run.unreadable
    ]
    return {
        "executionSuccessful": not notifications,
        **({"toolExecutionNotifications": notifications} if notifications else {}),
    }


def _result(finding: Finding, rule: int, *, known: bool) -> dict[str, Any]:
    """One result (3.27)."""
    region: dict[str, Any] = {"startLine": finding.position.line, "startColumn": finding.position.column}
    if finding.offset is not None:
        region["byteOffset"] = finding.offset
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(finding.file), "region": region},
    }
    if finding.pointer is not None:
        onwards = "" if finding.inner_pointer is None else f"#{finding.inner_pointer}"
        name = f"{finding.pointer}{onwards}"
        # RFC 6901: the empty pointer is the document itself.
        location["logicalLocations"] = [
            {"fullyQualifiedName": name, "kind": "property" if name else "object"},
        ]
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": f"{finding.message}\n\nFix: {finding.hint}"},
        "locations": [location],
        "partialFingerprints": {_FINGERPRINT: finding.fingerprint},
        **({"suppressions": [{"kind": "external", "justification": "known to the baseline"}]} if known else {}),
        "properties": {
            name: value
            for name, value in finding.to_dict().items()
            if name in ("found", "wanted", "carrier", "inner") and value is not None
        },
    }


def _artifact(file: str) -> dict[str, Any]:
    name = relative_name(file)
    if file == STDIN:
        return {"uri": "stdin"}
    if Path(name).is_absolute():
        return {"uri": Path(name).as_uri()}
    return {"uri": quote(name), "uriBaseId": _ROOT}
