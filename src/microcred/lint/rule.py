"""What a rule is, and what it is given to look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from microcred.document import Document, JsonObject
from microcred.models.vocabulary import type_names
from microcred.positions import child_pointer, placed

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

    def below(self, name: str) -> str:
        """The pointer of a member, whether it is there or not."""
        return child_pointer(self.pointer, name)

    def has(self, name: str) -> bool:
        """Whether this is an object with a member by this name."""
        return isinstance(self.value, dict) and name in self.value

    def members(self, name: str) -> list[Part]:
        """The values of a member that may hold one or several; none where this is no object or does not have it."""
        if not self.has(name):
            return []
        return [Part(pointer, name, value) for pointer, value in placed(self.value[name], self.below(name))]

    def text(self, name: str) -> str | None:
        """The text of a member: a string, or that of a language value object."""
        found = self.value.get(name) if isinstance(self.value, dict) else None
        if isinstance(found, dict):
            found = found.get("@value")
        return found if isinstance(found, str) else None

    def types(self) -> list[str]:
        """The names in its ``type``."""
        return type_names(self.value) if isinstance(self.value, dict) else []


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

    @property
    def whole(self) -> Part:
        """The document itself."""
        return Part("", "", self.tree)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All values of the document on all levels but what contexts define, in document order, itself first."""
        found: list[Part] = []
        _gather(found, "", "", self.tree)
        return tuple(found)

    @cached_property
    def _named(self) -> Mapping[str, tuple[Part, ...]]:
        found: dict[str, list[Part]] = {}
        for part in self.parts:
            found.setdefault(part.name, []).append(part)
        return {name: tuple(parts) for name, parts in found.items()}

    @cached_property
    def _typed(self) -> Mapping[str, tuple[Part, ...]]:
        found: dict[str, dict[str, Part]] = {}
        for part in self.parts:
            for name in part.types():
                found.setdefault(name, {})[part.pointer] = part
        return {name: tuple(parts.values()) for name, parts in found.items()}

    def named(self, *names: str) -> Iterator[Part]:
        """Each value that is a member by one of these names, or an element of an array that is one."""
        for name in names:
            for part in self._named.get(name, ()):
                if not isinstance(part.value, list):
                    yield part

    def objects(self, *names: str) -> Iterator[Part]:
        """Each object that says that it is of one of these types."""
        for name in names:
            yield from self._typed.get(name, ())

    @cached_property
    def credentials(self) -> tuple[Part, ...]:
        """Each credential in the document, itself first: whatever says something about a ``credentialSubject``."""
        return tuple(part for part in self.parts if part.has("credentialSubject"))

    @cached_property
    def texts(self) -> tuple[Part, ...]:
        """Each string that people read: names, descriptions, narratives, grades and the like."""
        return tuple(part for part in self.parts if part.name in _READ and isinstance(part.value, str))

    @cached_property
    def links(self) -> tuple[Part, ...]:
        """Each string that is no text and begins as an address does: ``scheme:…``; no data URIs."""
        return tuple(part for part in self.parts if part.name not in _READ and _is_link(part.value))

    @cached_property
    def about_the_learner(self) -> tuple[Part, ...]:
        """What is said about the learner: all of a subject but its achievement and source, and the evidence."""
        found: list[Part] = []
        for credential in self.credentials:
            for about in credential.members("credentialSubject"):
                if "EndorsementSubject" not in about.types():
                    _gather(found, about.pointer, about.name, about.value, _NOT_THE_LEARNER)
            for evidence in credential.members("evidence"):
                _gather(found, evidence.pointer, evidence.name, evidence.value, _NOT_THE_LEARNER)
        return tuple(found)


Rule: TypeAlias = Callable[[Subject], Iterator[Breach]]
"""One rule; its code, and with it severity and page, stand in the table that it is in and in the catalogue."""

Rules: TypeAlias = Mapping[str, Rule]


_READ: Final = frozenset(
    (
        *("name", "description", "narrative", "caption", "humanCode", "fieldOfStudy", "specialization", "tag"),
        *("genre", "audience", "role", "term", "level", "value", "allowedValue", "requiredValue"),
        *("targetName", "targetDescription", "targetFramework", "endorsementComment", "message"),
        *("givenName", "familyName", "additionalName", "patronymicName", "official"),
        *("addressCountry", "addressRegion", "addressLocality", "streetAddress"),
    )
)
_PASSED_OVER: Final = frozenset(("@context",))
_NOT_THE_LEARNER: Final = _PASSED_OVER | {"achievement", "source", "association", "credentialSubject"}
_LINK: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}:\S")


def _is_link(value: Any) -> bool:
    return isinstance(value, str) and value[:5].lower() != "data:" and _LINK.match(value) is not None


def _gather(found: list[Part], pointer: str, name: str, value: Any, without: frozenset[str] = _PASSED_OVER) -> None:
    found.append(Part(pointer, name, value))
    if isinstance(value, dict):
        for key, member in value.items():
            if key not in without:
                _gather(found, child_pointer(pointer, key), name if key == "@value" else key, member, without)
    elif isinstance(value, list):
        for index, element in enumerate(value):
            _gather(found, child_pointer(pointer, index), name, element, without)
