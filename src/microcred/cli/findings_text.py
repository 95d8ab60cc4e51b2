"""Findings as a person reads them: where, what, the line with a caret, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from microcred.cli.terminal import plain, styled
from microcred.lint.finding import Excerpt, Finding, Severity
from microcred.lint.output.run import Run, summary

__all__ = ["findings_text"]

_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_PACKED: Final = {"jwt": "in the token", "png": "in the picture", "svg": "in the picture", "envelope": "in the token"}


def findings_text(run: Run) -> str:
    """All findings and a summary."""
    blocks = ["\n".join(_block(finding)) for finding in run.findings]
    blocks += [f"{plain(file.name)}: cannot be read: {plain(file.unreadable or '')}" for file in run.unreadable]
    return "\n\n".join((*blocks, summary(run)))


def _block(finding: Finding) -> Iterator[str]:
    at = f"{plain(finding.file)}:{finding.position.line}:{finding.position.column}"
    level = styled(finding.severity.value, _COLOURS[finding.severity], bold=True)
    yield f"{styled(at, bold=True)}: {level}[{finding.code}]: {plain(finding.message)}"
    if finding.excerpt is not None:
        yield from _excerpt(finding.excerpt, _PACKED.get(finding.carrier, "") if finding.inner else "")
    if finding.pointer:
        yield f"  at   {plain(finding.pointer)}{plain(_onwards(finding))}"
    yield f"  fix  {plain(finding.hint)}"
    yield styled(f"  see  {plain(finding.section)}", dim=True)


def _onwards(finding: Finding) -> str:
    return "" if finding.inner_pointer is None else f", and in the token there {finding.inner_pointer or 'the whole'}"


def _excerpt(excerpt: Excerpt, where: str) -> Iterator[str]:
    """The line, and under it a caret at the place; a tab is as wide as one space, and what is active is escaped."""
    number = str(excerpt.line)
    before = plain(excerpt.text[: excerpt.caret].replace("\t", " "))
    after = plain(excerpt.text[excerpt.caret :].replace("\t", " "))
    yield f"  {number} | {before}{after}"
    yield f"  {' ' * len(number)} | {' ' * _width(before)}^{f' {where}' if where else ''}"


def _width(text: str) -> int:
    """How many columns of a terminal a text takes: wide characters take two, and those that combine take none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(each) else 1 + (east_asian_width(each) in "WF") for each in text)
