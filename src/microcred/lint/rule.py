"""What a rule is, and what it is given to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeAlias

from microcred.document import Document, JsonObject
from microcred.positions import child_pointer, listed

__all__ = ["Breach", "Part", "Rule", "Rules", "Subject"]


class Breach(NamedTuple):
    """What a rule found: ``message`` says what stands there and what was wanted, on one line without a full stop.

    ``on`` tells whether the value at ``pointer`` or the name of that member is what is wrong, or the header of the
    token around the document. ``hint`` is the fix in this case; without one it is that of the catalogue. ``wanted`` is
    what should stand there, in a few words.
    """

    pointer: str
    message: str
    hint: str | None = None
    wanted: str | None = None
    on: Literal["value", "name", "header"] = "value"


class Part(NamedTuple):
    """One value of a document: where it stands, the name of the member that it is or is an element of, what it is."""

    pointer: str
    name: str
    value: Any


@dataclass(frozen=True)
class Subject:
    """The document in hand, as rules see it: well-formed JSON that need not be anything else.

    ``at`` is the moment to judge by. ``reported`` are the codes that the checks before the rules gave, so that no rule
    says again what is said already. ``header`` is that of the token around the document, if there is one.
    """

    document: Document
    at: datetime
    reported: frozenset[str] = frozenset()
    header: Mapping[str, Any] | None = None

    @property
    def tree(self) -> JsonObject:
        """What the document says."""
        return self.document.tree

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All values of the document on all levels, in document order, the document itself first."""
        return tuple(_parts("", "", self.tree))

    @cached_property
    def _named(self) -> Mapping[str, tuple[Part, ...]]:
        found: dict[str, list[Part]] = {}
        for part in self.parts:
            found.setdefault(part.name, []).append(part)
        return {name: tuple(parts) for name, parts in found.items()}

    def named(self, *names: str) -> Iterator[Part]:
        """Each value that is a member by one of these names, or an element of an array that is one."""
        for name in names:
            for part in self._named.get(name, ()):
                if not isinstance(part.value, list):
                    yield part

    def objects(self, type_name: str) -> Iterator[Part]:
        """Each object that says that it is of this type."""
        for part in self.parts:
            if isinstance(part.value, JsonObject) and type_name in listed(part.value.get("type")):
                yield part


Rule: TypeAlias = Callable[[Subject], Iterator[Breach]]
"""One rule; its code, and with it severity and page, stand in the table that it is in and in the catalogue."""

Rules: TypeAlias = Mapping[str, Rule]


def _parts(pointer: str, name: str, value: Any) -> Iterator[Part]:
    yield Part(pointer, name, value)
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _parts(child_pointer(pointer, key), key, member)
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from _parts(child_pointer(pointer, index), name, element)
