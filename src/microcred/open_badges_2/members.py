"""How the classes of Open Badges 2.0 read a JSON object: member by member, noting every fault with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from microcred.document import child_pointer
from microcred.errors import Fault, ModelError
from microcred.instants import parse_instant
from microcred.open_badges_2.recognition import CLASSES, CONTEXT, Version, version_of

__all__ = ["Members", "read_document"]

T = TypeVar("T")

_MAX_FAULTS: Final = 100
_MAX_ENTRIES: Final = 1_000
_MAX_INSTANT: Final = 253_402_300_799  # the last second of the year 9999
_URI: Final = re.compile(r'[A-Za-z_][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>"{}|\\^`]+')  # absolute, or a blank node's label
_MOMENT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d(?:\.\d{1,9})?))?(?:(Z)|([+-]\d\d):?(\d\d))?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Members:
    """One JSON object that is being read. What a method cannot read becomes a fault, and a stand-in of its type."""

    tree: Mapping[str, Any]
    pointer: str
    version: Version
    faults: list[Fault]

    def has(self, name: str) -> bool:
        """Whether the member is there; ``null`` says nothing, as in JSON-LD."""
        return self.tree.get(name) is not None

    def fault(self, code: str, message: str, name: str | None = None, hint: str | None = None) -> None:
        """Note that something is wrong with a member, or with the object itself."""
        self._note(code, message, self.pointer if name is None else child_pointer(self.pointer, name), hint)

    def text(self, name: str) -> str:
        """A string that has to be there, and to say something."""
        found = self.maybe_text(name)
        if found == "" or (found is None and not self.has(name)):
            self._missing(name)
        return found or ""

    def maybe_text(self, name: str) -> str | None:
        """A string."""
        value = self.tree.get(name)
        if value is None or isinstance(value, str):
            return value
        self._wrong(name, value, "a string")
        return None

    def texts(self, name: str) -> tuple[str, ...]:
        """One string or an array of them."""
        return tuple(self._strings(name))

    def uri(self, name: str) -> str:
        """An absolute URI that has to be there."""
        found = self.maybe_uri(name)
        if found is None and not self.has(name):
            self._missing(name)
        return found or ""

    def maybe_uri(self, name: str) -> str | None:
        """An absolute URI."""
        found = self.maybe_text(name)
        if found is not None and not _URI.fullmatch(found):
            self.fault("model.not-a-uri", f"found {found!a:.60}, wanted an absolute URI", name)
            return None
        return found

    def flag(self, name: str) -> bool:
        """``true`` or ``false``, which has to be there."""
        value = self.tree.get(name)
        if value is None:
            self._missing(name)
        elif not isinstance(value, bool):
            self._wrong(name, value, "true or false")
        return value is True

    def instant(self, name: str) -> datetime:
        """A moment that has to be there."""
        if not self.has(name):
            self._missing(name)
        return self.maybe_instant(name) or datetime.min.replace(tzinfo=UTC)

    def maybe_instant(self, name: str) -> datetime | None:
        """A moment: ISO 8601, a day alone being its beginning in UTC; before 2.0 also seconds since 1970."""
        value = self.tree.get(name)
        if value is None:
            return None
        found = None
        if isinstance(value, str):
            found = _moment(value)
        elif isinstance(value, int) and not isinstance(value, bool) and self.version != "2.0":
            found = datetime.fromtimestamp(value, UTC) if 0 <= value <= _MAX_INSTANT else None
        if found is None:
            wanted = "a date and time such as 2017-06-29T14:50:14+00:00"
            self.fault("model.not-a-date-time", f"found {value!a:.60}, wanted {wanted}", name)
        return found

    def class_of(self, *wanted: str, optional: bool = False) -> None:
        """The ``type``: one of ``wanted``, and beside it classes of the standard or IRIs."""
        names = self.texts("type")
        if not self.has("type"):
            if not optional and self.version != "1.0":
                self.fault("model.type-missing", f"the object has no type, wanted {wanted[0]}", "type")
            return
        if not optional and not set(names) & set(wanted):
            self.fault("model.wrong-type", f"the type is {' '.join(names)!a:.60}, wanted {wanted[0]}", "type")
        for name in names:
            if name not in CLASSES and ":" not in name:
                self.fault("model.wrong-type", f"the class {name!a:.60} is not known, and is no IRI", "type")

    def inner(self, name: str) -> Members | None:
        """An object inside this one."""
        value = self.tree.get(name)
        if isinstance(value, Mapping):
            return self._inside(value, name)
        if value is not None:
            self._wrong(name, value, "an object")
        return None

    def linked(self, name: str, read: Callable[[Members], T]) -> str | T:
        """A thing that is either named by its URI or written out in place, and has to be there."""
        if isinstance(self.tree.get(name), Mapping):
            return read(self._inside(self.tree[name], name))
        return self.uri(name)

    def each(self, name: str, read: Callable[[Members], T], named: Callable[[str], T] | None = None) -> tuple[T, ...]:
        """One thing or an array of them, each written out in place or, where ``named`` takes it, named by its URI."""
        found: list[T] = []
        for place, value in self._entries(name):
            if isinstance(value, Mapping):
                found.append(read(replace(self, tree=value, pointer=place)))
            elif named is not None and isinstance(value, str) and _URI.fullmatch(value):
                found.append(named(value))
            else:
                wanted = "an object" if named is None else "a URI or an object"
                self._note("model.wrong-type", f"found {value!a:.60}, wanted {wanted}", place)
        return tuple(found)

    def identifier(self) -> str | None:
        """The ``id``, required from 1.1 on: before, a thing was known by the URL at which it was found."""
        return self.maybe_uri("id") if self.version == "1.0" else self.uri("id")

    def language(self) -> str | None:
        """The language of the texts in this object."""
        return self.maybe_text("@language")

    def _inside(self, value: Mapping[str, Any], name: str) -> Members:
        return replace(self, tree=value, pointer=child_pointer(self.pointer, name))

    def _entries(self, name: str) -> Iterator[tuple[str, Any]]:
        value, place = self.tree.get(name), child_pointer(self.pointer, name)
        if not isinstance(value, (list, tuple)):
            if value is not None:
                yield place, value
            return
        if len(value) > _MAX_ENTRIES and name != "revokedAssertions":
            self.fault("model.too-many", f"{len(value)} entries, at most {_MAX_ENTRIES} are read", name)
            return
        for index, entry in enumerate(value):
            yield child_pointer(place, index), entry

    def _strings(self, name: str) -> Iterator[str]:
        for place, value in self._entries(name):
            if isinstance(value, str):
                yield value
            else:
                self._note("model.wrong-type", f"found {value!a:.60}, wanted a string", place)

    def _note(self, code: str, message: str, place: str, hint: str | None = None) -> None:
        if len(self.faults) < _MAX_FAULTS:
            self.faults.append(Fault(code, message, place, hint))

    def _missing(self, name: str) -> None:
        self.fault("model.missing", f"the object has no {name}, which is required", name)

    def _wrong(self, name: str, value: object, wanted: str) -> None:
        self.fault("model.wrong-type", f"found {value!a:.60}, wanted {wanted}", name)


def read_document(tree: Mapping[str, Any], read: Callable[[Members], T], version: Version | None = None) -> T:
    """Read a whole document; raises :class:`~microcred.errors.ModelError` with all its faults.

    ``version`` is that of the document around it, for one that has no ``@context`` of its own.
    """
    faults: list[Fault] = []
    found = version if version is not None and "@context" not in tree else version_of(tree)
    members = Members(tree, "", found or "2.0", faults)
    if found is None:
        members.fault("model.wrong-context", f"found {tree['@context']!a:.80}, wanted {CONTEXT}", "@context")
    value = read(members)
    if faults:
        raise ModelError.of(faults)
    return value


def _moment(text: str) -> datetime | None:
    parts = _MOMENT.fullmatch(text)
    if parts is None:
        return None
    day, minute, second, utc, hours, minutes = parts.groups()
    zone = utc or (f"{hours}:{minutes}" if hours else "")
    return parse_instant(f"{day}T{minute or '00:00'}:{second or '00'}{zone}", zone_required=False)
