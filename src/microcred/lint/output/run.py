"""What a run over files has found, as every format tells it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from microcred.lint.files import Checked
from microcred.lint.finding import Finding, Severity

__all__ = ["STDIN", "Run", "counted", "relative_name", "summary"]

#: The name of what was read from stdin.
STDIN: Final = "(stdin)"


@dataclass(frozen=True)
class Run:
    """All files of one run, in their order; ``known`` are the findings that a baseline has, and that are not told."""

    files: tuple[Checked, ...]
    known: tuple[Finding, ...] = ()
    fail_on: Severity = Severity.WARNING

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """All findings that are reported."""
        known = set(map(id, self.known))
        return tuple(finding for file in self.files for finding in file.findings if id(finding) not in known)

    @property
    def checked(self) -> int:
        """How many files hold something that was checked."""
        return sum(not file.skipped and file.unreadable is None for file in self.files)

    @property
    def skipped(self) -> int:
        """How many files hold no credential."""
        return sum(file.skipped for file in self.files)

    @property
    def unreadable(self) -> tuple[Checked, ...]:
        """The files that could not be read."""
        return tuple(file for file in self.files if file.unreadable is not None)

    @property
    def counts(self) -> Counter[Severity]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)

    @property
    def fails(self) -> bool:
        """Whether anything was found that matters enough."""
        return any(finding.severity.rank >= self.fail_on.rank for finding in self.findings)


def relative_name(file: str) -> str:
    """The name of a file for other programs: with ``/``, and relative to the folder of the run, if it is in it."""
    if file == STDIN:
        return file
    relative = os.path.relpath(file).replace(os.sep, "/")
    return os.path.abspath(file).replace(os.sep, "/") if relative.startswith("../") else relative  # noqa: PTH100


def counted(number: int, what: str) -> str:
    """A number with its noun: ``1 file``, ``2 files``."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def summary(run: Run) -> str:
    """What it comes to, in one line."""
    counts = run.counts
    parts: Iterable[str] = [counted(counts[each], each.value) for each in Severity if counts[each]] or ["no findings"]
    besides = [f"{run.skipped} without a credential"] if run.skipped else []
    besides += [f"{len(run.unreadable)} not readable"] if run.unreadable else []
    besides += [f"{counted(len(run.known), 'finding')} of the baseline"] if run.known else []
    tail = f" ({'; '.join(besides)})" if besides else ""
    return f"{counted(run.checked, 'file')}: {', '.join(parts)}{tail}"
