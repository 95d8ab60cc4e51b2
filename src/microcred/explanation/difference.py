"""What comes of a comparison: each difference with its kind and its place, and what it does to what is signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from microcred.document import to_json
from microcred.explanation.kind import Kind

__all__ = ["Comparison", "Difference", "Effect", "Side", "shown"]

_SHOWN = 300


class Effect(StrEnum):
    """What one difference does to what is signed, if nothing else differs.

    ``CHANGES``: it is something else. ``NONE``: it stays the same. ``REFUSED``: with the value of one side the document
    is not safe to be signed, and tools that sign it all the same do not agree on what. ``UNKNOWN``: it was not found
    out.
    """

    CHANGES = "changes"
    NONE = "none"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a difference: the JSON Pointer, the value as JSON, and the first statement that differs by it.

    ``pointer`` is ``None`` for what has no place in JSON, ``value`` where the side has nothing there, ``statement``
    (one line of N-Quads) where it makes none. ``line`` is the number of the line in a file of statements.
    """

    pointer: str | None = None
    value: str | None = None
    statement: str | None = None
    line: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The side as JSON-ready values."""
        return {"pointer": self.pointer, "value": self.value, "statement": self.statement, "line": self.line}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: of which kind, where on either side, and what it does to what is signed.

    ``part`` says in what it is: the document, the options of a proof, or the header of a token. ``nested`` is the JSON
    Pointer of the credential within the credential that it is in, and ``detail`` says more, such as why a value is
    refused.
    """

    kind: Kind
    effect: Effect
    here: Side
    there: Side
    part: Literal["document", "proof", "header"] = "document"
    nested: str | None = None
    detail: str | None = None

    @property
    def pointer(self) -> str | None:
        """Where it is: here, or there if there is nothing here."""
        return self.here.pointer if self.here.pointer is not None else self.there.pointer

    @property
    def sentence(self) -> str:
        """What is the matter, on one line."""
        return self.kind.sentence if self.detail is None else f"{self.kind.sentence}: {self.detail}"

    def to_dict(self) -> dict[str, Any]:
        """The difference as JSON-ready values."""
        return {
            "kind": str(self.kind),
            "sentence": self.sentence,
            "effect": str(self.effect),
            "part": self.part,
            "here": self.here.to_dict(),
            "there": self.there.to_dict(),
            "nested": self.nested,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences between a badge and another one, in reading order.

    ``basis`` is what the seal of the badge is over: its ``statements``, the ``json`` in canonical form, or the
    ``bytes`` of a token. ``same`` tells whether that is the same on both sides, ``None`` that it could not be found
    out. ``notes`` say what else there is to know, each on one line.
    """

    basis: Literal["statements", "json", "bytes"]
    same: bool | None
    differences: tuple[Difference, ...]
    notes: tuple[str, ...] = ()

    @property
    def first(self) -> Difference | None:
        """The first difference that changes what is signed."""
        return next(self._of(Effect.CHANGES, Effect.REFUSED), next(self._of(Effect.UNKNOWN), None))

    @property
    def harmless(self) -> tuple[Difference, ...]:
        """The differences that change nothing that is signed."""
        return tuple(self._of(Effect.NONE))

    def _of(self, *effects: Effect) -> Iterator[Difference]:
        return (difference for difference in self.differences if difference.effect in effects)

    def to_dict(self) -> dict[str, Any]:
        """The comparison as JSON-ready values."""
        first = self.first
        return {
            "basis": self.basis,
            "same": self.same,
            "first": None if first is None else first.to_dict(),
            "differences": [difference.to_dict() for difference in self.differences],
            "notes": list(self.notes),
        }


def shown(value: Any) -> str:
    """A value as JSON on one line, not too long to be looked at."""
    text = to_json(value, indent=None).decode()
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
