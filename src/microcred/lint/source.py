"""A file as its author sees it: the credential in it, and the line and column of each of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from microcred.document import Document, Position

__all__ = ["SourceFile"]


@dataclass(frozen=True)
class SourceFile:
    """One file: ``name`` as it was given, its bytes, and the credential that lies in it."""

    name: str
    content: bytes
    document: Document

    @classmethod
    def read(cls, name: str, content: bytes) -> SourceFile:
        """Read a file; raises what :meth:`Document.parse` raises."""
        return cls(name, content, Document.parse(content))

    def position(self, pointer: str, *, on: Literal["value", "name"] = "value") -> Position:
        """Where the value at ``pointer``, or the name of that member, begins in the file."""
        return self.document.position(pointer, of=on)
