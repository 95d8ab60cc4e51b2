"""Files that are checked one by one, and folders that are searched for what may hold a credential."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from microcred.document import MAX_BYTES
from microcred.lint.finding import Finding
from microcred.lint.kind import may_be_credential
from microcred.lint.linter import Linter
from microcred.lint.settings import Settings

__all__ = ["Candidate", "Checked", "check_file", "files_below", "linter_of"]

_SUFFIXES: Final = (".json", ".jsonld", ".jwt", ".png", ".svg")
_NEVER: Final = frozenset({"node_modules", "__pycache__"})
#: What is said of a file that is none of a linter's business, if it was not named but found.
_NO_BUSINESS: Final = frozenset({"document.not-a-credential", "image.no-credential"})


class Candidate(NamedTuple):
    """A file to check: its name in findings, where it is, and whether somebody named it or it was found in a folder."""

    name: str
    path: str
    settings: Settings
    found: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of one file: its findings, or why there are none; ``skipped`` is one that holds no credential."""

    name: str
    findings: tuple[Finding, ...] = ()
    skipped: bool = False
    unreadable: str | None = None


def check_file(candidate: Candidate, at: datetime) -> Checked:
    """Read a file and check it."""
    try:
        with open(candidate.path, "rb") as file:  # noqa: PTH123 - pathlib takes longer to load than a file to read
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        return Checked(candidate.name, unreadable=getattr(error, "strerror", None) or str(error))
    return check_content(candidate, content, at)


def check_content(candidate: Candidate, content: bytes, at: datetime) -> Checked:
    """Check the bytes of a file."""
    linter = linter_of(candidate.settings, at)
    findings = linter.check(candidate.name, content)
    if candidate.found and _is_no_business(findings, content):
        return Checked(candidate.name, skipped=True)
    return Checked(candidate.name, tuple(findings))


@lru_cache(maxsize=64)
def linter_of(settings: Settings, at: datetime) -> Linter:
    """The linter for some settings: what it has compiled of contexts is used again."""
    return Linter(
        unsigned=bool(settings.unsigned),
        at=at,
        select=settings.select or (),
        ignore=settings.ignore,
        severity=dict(settings.severity),
        compat=settings.compat or (),
        contexts=dict(settings.contexts),
    )


def _is_no_business(findings: list[Finding], content: bytes) -> bool:
    """Whether a file is something else, or cannot be read and has nothing in it that speaks of credentials."""
    if not findings:
        return False
    if all(finding.code in _NO_BUSINESS for finding in findings):
        return True
    unread = all(finding.code.startswith(("document.", "image.")) for finding in findings)
    return unread and not may_be_credential(content)


def files_below(folder: str, passed_over: Callable[[str], bool]) -> Iterator[str]:
    """Every file below a folder that may hold a credential, by name; hidden folders are not entered.

    Links to folders are not followed, which may lead in circles.
    """
    for around, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders if not (name[0] == "." or name in _NEVER or passed_over(f"{around}/{name}"))
        )
        for name in sorted(names):
            file = os.path.join(around, name)  # noqa: PTH118 - see check_file
            if name.lower().endswith(_SUFFIXES) and not passed_over(file):
                yield file
