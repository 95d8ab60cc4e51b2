"""What a linter says about a file: one thing, where it stands, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from microcred.positions import Position

__all__ = ["Finding", "Severity"]


class Severity(StrEnum):
    """How much a finding matters; the words are those of SARIF 2.1.0, 3.27.10."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule, at one place of one file.

    ``file`` is the name of the file as it was given, and ``position`` the line and column in it. ``pointer`` is the
    JSON Pointer of the place in the credential, ``None`` where the fault is in what carries it. ``carrier`` says in
    what the credential lies: for a credential that is not plain text in the file, the position is that of the part
    which holds it. ``message`` says what was found and what was wanted, ``found`` is the beginning of the value as JSON
    and ``wanted`` what should stand there, where that can be said in a few words; ``hint`` is the fix, and ``section``
    the place in the standard.
    """

    code: str
    severity: Severity
    file: str
    position: Position
    pointer: str | None
    message: str
    hint: str
    section: str
    found: str | None = None
    wanted: str | None = None
    carrier: str = "json"

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON-ready values."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "file": self.file,
            "line": self.position.line,
            "column": self.position.column,
            "pointer": self.pointer,
            "message": self.message,
            "found": self.found,
            "wanted": self.wanted,
            "hint": self.hint,
            "section": self.section,
            "carrier": self.carrier,
        }
