"""What a linter says about a file: one thing, where it stands, and what to do about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from microcred.positions import Position

__all__ = ["Excerpt", "Finding", "Severity"]


class Severity(StrEnum):
    """How much a finding matters; the words are those of SARIF 2.1.0, 3.27.10."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Larger for what matters more."""
        return {"error": 2, "warning": 1, "note": 0}[self.value]


class Excerpt(NamedTuple):
    """The line of text that a finding is about, or what is around the place in a long one.

    ``line`` is its number in the text that it is taken from, and ``caret`` how many characters of ``text`` stand before
    the place.
    """

    line: int
    text: str
    caret: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule, at one place of one file.

    ``file`` is the name of the file as it was given, and ``position`` the line and column in it. ``pointer`` is the
    JSON Pointer of the place in the credential, ``None`` where the fault is in what carries it. ``carrier`` says in
    what the credential lies. For a credential that is not plain text in the file, the position is that of the part
    which holds it, and ``inner`` the line and column within the text that is unpacked; ``offset`` is the byte at which
    the chunk of a picture begins. In a token that stands within another credential ``inner_pointer`` leads on from
    ``pointer``. ``message`` says what was found and what was wanted, ``found`` is the beginning of the value as JSON
    and ``wanted`` what should stand there, where that can be said in a few words; ``hint`` is the fix, and ``section``
    the place in the standard. ``value`` is a digest of what is wrong, by which the finding is known again.
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
    inner: Position | None = None
    inner_pointer: str | None = None
    offset: int | None = None
    value: str = ""
    excerpt: Excerpt | None = None

    @property
    def fingerprint(self) -> str:
        """What stays the same when lines are moved: the code, the place in the document, and what stands there."""
        parts = (self.code, self.pointer or "", self.inner_pointer or "", self.value)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def to_dict(self) -> dict[str, Any]:
        """The finding as JSON-ready values."""
        inner = None if self.inner is None else {"line": self.inner.line, "column": self.inner.column}
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
            "inner": inner,
            "innerPointer": self.inner_pointer,
            "offset": self.offset,
            "fingerprint": self.fingerprint,
        }
