"""The findings as JUnit XML, which every CI system shows as a test report.

A file is a test suite, and each finding in it a test case: one that fails the run is a failure, one that does not has
passed and says so, one that a baseline knows is skipped. A file without findings has one test case, which has passed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from microcred.lint.files import Checked
from microcred.lint.finding import Finding
from microcred.lint.output.run import Run, relative_name

__all__ = ["junit_report"]

# What XML 1.0 (2.2) cannot hold in any spelling.
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_report(run: Run) -> str:
    """One document with a suite for each file."""
    known = set(map(id, run.known))
    suites = [(file, list(_cases(run, file, known))) for file in run.files]
    total = _counts([case for _, cases in suites for case in cases])
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<testsuites name="microcred" {total}>']
    for file, cases in suites:
        lines.append(f"  <testsuite name={_attribute(relative_name(file.name))} {_counts(cases)}>")
        lines += (case.text for case in cases)
        lines.append("  </testsuite>")
    return "\n".join((*lines, "</testsuites>"))


class _Case(NamedTuple):
    """One test case as XML, and its outcome."""

    text: str
    outcome: Literal["passed", "failure", "error", "skipped"]


def _counts(cases: list[_Case]) -> str:
    found = Counter(case.outcome for case in cases)
    return f'tests="{len(cases)}" failures="{found["failure"]}" errors="{found["error"]}" skipped="{found["skipped"]}"'


def _cases(run: Run, file: Checked, known: set[int]) -> Iterator[_Case]:
    name = relative_name(file.name)
    if file.unreadable is not None:
        body = f'<error type="unreadable" message={_attribute(file.unreadable)}/>'
        yield _Case(_case(name, "readable", body), "error")
    elif file.skipped:
        yield _Case(_case(name, "holds a credential", '<skipped message="it holds no credential"/>'), "skipped")
    elif not file.findings:
        yield _Case(_case(name, "no findings", ""), "passed")
    for finding in file.findings:
        title = f"{finding.code} at line {finding.position.line}, column {finding.position.column}"
        text = _text(_told(finding))
        if id(finding) in known:
            yield _Case(_case(name, title, f'<skipped message="known to the baseline">{text}</skipped>'), "skipped")
        elif finding.severity.rank >= run.fail_on.rank:
            kind, message = _attribute(finding.code), _attribute(f"{finding.severity}: {finding.message}")
            yield _Case(_case(name, title, f"<failure type={kind} message={message}>{text}</failure>"), "failure")
        else:
            yield _Case(_case(name, title, f"<system-out>{text}</system-out>"), "passed")


def _case(file: str, name: str, body: str) -> str:
    return f"    <testcase classname={_attribute(file)} name={_attribute(name)}>{body}</testcase>"


def _told(finding: Finding) -> str:
    lines = [f"{relative_name(finding.file)}:{finding.position.line}:{finding.position.column}: {finding.message}"]
    if finding.pointer:
        lines.append(f"at: {finding.pointer}")
    if finding.found is not None:
        lines.append(f"found: {finding.found}")
    if finding.wanted is not None:
        lines.append(f"wanted: {finding.wanted}")
    return "\n".join((*lines, f"fix: {finding.hint}", f"section: {finding.section}"))


def _text(text: str) -> str:
    return escape(_legal(text))


def _attribute(text: str) -> str:
    return quoteattr(_legal(text))


def _legal(text: str) -> str:
    return _ILLEGAL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
