"""What was changed between two JSON documents: one change for each place, each of which can be made by itself.

Objects are compared member by member. The elements of arrays are paired first: equal ones, then those with the same
``id``, then those that have most in common; what is left over is in one array alone. Whether a change touches what is
signed is not said here: for that it is made, and nothing else with it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias

from microcred.document import JsonArray, JsonObject, child_pointer, frozen, to_json
from microcred.explanation.kind import Kind, kind_of_values, names_languages

__all__ = ["Change", "Edit", "changes", "made"]

_Path: TypeAlias = tuple[str | int, ...]
_Make: TypeAlias = Callable[[], Any]
_Likeness: TypeAlias = Callable[[int, int], int]

_MAX_CHANGES: Final = 200
# Pairing what has most in common takes the square of so many elements.
_MAX_RELATED: Final = 60
_ABSENT: Final = object()


@dataclass(frozen=True, slots=True)
class Edit:
    """The value at ``path`` is to become what ``make`` gives, which is put together only when it is wanted."""

    path: _Path
    make: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ``here`` and ``there`` are where the values are, or ``None`` on the side that has none.

    ``forward`` makes it in the document here, ``backward`` takes it back in the one there.
    """

    kind: Kind
    here: str | None
    there: str | None
    found: Any
    other: Any
    forward: Edit
    backward: Edit

    @property
    def pointer(self) -> str:
        """Where it is, on the side that has something there."""
        return (self.here if self.here is not None else self.there) or ""


def changes(here: JsonObject, there: JsonObject) -> list[Change]:
    """All changes that lead from one document to the other, in reading order; at most two hundred of them."""
    found: list[Change] = []
    for change in _between(_Place("", "", (), (), _Prints()), here, there):
        found.append(change)
        if len(found) >= _MAX_CHANGES:
            break
    return found


def made(tree: JsonObject, edit: Edit) -> JsonObject:
    """The document with one change made."""
    changed = _made(tree, edit.path, edit.make())
    assert isinstance(changed, JsonObject)  # noqa: S101 - a change never takes the place of the whole document
    return changed


def _made(value: Any, path: _Path, new: Any) -> Any:
    if not path:
        return frozen(new)
    token, rest = path[0], path[1:]
    if isinstance(value, JsonArray):
        return JsonArray(_made(part, rest, new) if at == token else part for at, part in enumerate(value))
    return JsonObject((name, _made(part, rest, new) if name == token else part) for name, part in value.items())


class _Prints:
    """One print for one value: the order of members does not matter, the form of numbers does.

    Each part of the two documents is looked at once, however often it is compared.
    """

    def __init__(self) -> None:
        self._known: dict[int, bytes] = {}

    def __call__(self, value: Any) -> bytes:
        if not isinstance(value, JsonObject | JsonArray):
            return to_json(value, indent=None)
        known = self._known.get(id(value))
        if known is None:
            parts = (
                [to_json(name, indent=None) + self(value[name]) for name in sorted(value)]
                if isinstance(value, JsonObject)
                else list(map(self, value))
            )
            mark = b"{" if isinstance(value, JsonObject) else b"["
            known = self._known[id(value)] = mark + hashlib.sha256(b",".join(parts)).digest()
        return known


@dataclass(frozen=True, slots=True)
class _Place:
    """The same place on both sides, in JSON Pointers and in steps; ``name`` is that of the member around it."""

    here: str
    there: str
    path: _Path
    other_path: _Path
    prints: _Prints
    name: str = ""

    def below(self, token: str | int, other: str | int | None = None) -> _Place:
        beyond = token if other is None else other
        return _Place(
            child_pointer(self.here, token),
            child_pointer(self.there, beyond),
            (*self.path, token),
            (*self.other_path, beyond),
            self.prints,
            token if isinstance(token, str) else self.name,
        )

    def change(self, kind: Kind, found: Any, other: Any, forward: Any, backward: Any) -> Change:
        """A change of which ``forward`` and ``backward`` are what the whole value becomes on either side."""
        return Change(
            kind,
            self.here,
            self.there,
            None if found is _ABSENT else found,
            None if other is _ABSENT else other,
            Edit(self.path, lambda: forward),
            Edit(self.other_path, lambda: backward),
        )

    def removed(self, kind: Kind, token: str | int, value: Any, without: _Make, back: _Make) -> Change:
        """What is here alone, under ``token``; the change is made to what holds it."""
        place = child_pointer(self.here, token)
        return Change(kind, place, None, value, None, Edit(self.path, without), Edit(self.other_path, back))

    def added(self, kind: Kind, token: str | int, value: Any, more: _Make, back: _Make) -> Change:
        """What is there alone, under ``token``."""
        place = child_pointer(self.there, token)
        return Change(kind, None, place, None, value, Edit(self.path, more), Edit(self.other_path, back))


def _between(place: _Place, here: Any, there: Any) -> Iterator[Change]:
    if place.prints(here) == place.prints(there):
        return
    match here, there:
        case JsonObject(), JsonObject() if ("@value" in here) == ("@value" in there):
            yield from _between_objects(place, here, there)
        case JsonArray(), JsonArray():
            yield from _between_arrays(place, here, there)
        case _:
            yield from _between_shapes(place, here, there)


def _between_shapes(place: _Place, here: Any, there: Any) -> Iterator[Change]:
    kind = kind_of_values(place.name, here, there)
    # One value for an array that has it and more: what has been added is the difference that is looked for.
    if kind is not Kind.ONE_OR_ARRAY and isinstance(here, JsonArray) != isinstance(there, JsonArray):
        one, several = (there, here) if isinstance(here, JsonArray) else (here, there)
        if place.prints(one) in map(place.prints, several):
            wrapped = (here, JsonArray([there])) if isinstance(here, JsonArray) else (JsonArray([here]), there)
            yield from _between_arrays(place, *wrapped)
            return
    yield place.change(kind, here, there, there, here)


def _between_objects(place: _Place, here: JsonObject, there: JsonObject) -> Iterator[Change]:
    renamed = dict(_renamed(place.prints, here, there))
    taken = set(renamed.values())
    for name, value in here.items():
        if name in there:
            yield from _between(place.below(name), value, there[name])
        elif name in renamed:
            yield _renaming(place, here, there, name, renamed[name])
        else:
            kind = _kind_of_member(name, value, here, gone=True)
            yield place.removed(kind, name, value, partial(_without, here, name), partial(_with, there, name, value))
    for name, value in there.items():
        if name not in here and name not in taken:
            kind = _kind_of_member(name, value, there, gone=False)
            yield place.added(kind, name, value, partial(_with, here, name, value), partial(_without, there, name))


def _renamed(prints: _Prints, here: JsonObject, there: JsonObject) -> Iterator[tuple[str, str]]:
    left: dict[bytes, list[str]] = defaultdict(list)
    for name, value in there.items():
        if name not in here and not name.startswith("@"):
            left[prints(value)].append(name)
    for name, value in here.items():
        if name in there or name.startswith("@") or value is None:
            continue
        partners = left.get(prints(value))
        if partners:
            yield name, partners.pop(0)


def _renaming(place: _Place, here: JsonObject, there: JsonObject, name: str, other: str) -> Change:
    languages = names_languages(here) and names_languages(there)
    return Change(
        Kind.LANGUAGE if languages else Kind.MEMBER_RENAMED,
        child_pointer(place.here, name),
        child_pointer(place.there, other),
        name,
        other,
        Edit(place.path, partial(_with_name, here, name, other)),
        Edit(place.other_path, partial(_with_name, there, other, name)),
    )


def _kind_of_member(name: str, value: Any, holder: Mapping[str, Any], *, gone: bool) -> Kind:
    if value is None:
        return Kind.NULL_OR_ABSENT
    match name:
        case "id" | "@id":
            return Kind.ID_REMOVED if gone else Kind.ID_ADDED
        case "type":
            return Kind.TYPE_REMOVED if gone else Kind.TYPE_ADDED
        case "@type":
            return Kind.DATATYPE
        case "@language":
            return Kind.LANGUAGE
        case "@direction":
            return Kind.DIRECTION
        case "@context":
            return Kind.CONTEXT_MISSING if gone else Kind.CONTEXT_ADDED
    if names_languages(holder):
        return Kind.LANGUAGE
    return Kind.MEMBER_REMOVED if gone else Kind.MEMBER_ADDED


def _between_arrays(place: _Place, here: JsonArray, there: JsonArray) -> Iterator[Change]:
    pairs = _paired(place.prints, here, there)
    partners = list(pairs.values())
    if partners != sorted(partners):
        yield place.change(
            Kind.ORDER, here, there, _reordered(here, pairs), _reordered(there, {at: by for by, at in pairs.items()})
        )
    often = Counter(map(place.prints, here)) | Counter(map(place.prints, there))
    for index, value in enumerate(here):
        if index in pairs:
            yield from _between(place.below(index, pairs[index]), value, there[pairs[index]])
        else:
            kind = _kind_of_element(place.name, value, gone=True, twice=often[place.prints(value)] > 1)
            yield place.removed(kind, index, value, partial(_less, here, index), partial(_more, there, index, value))
    taken = set(partners)
    for index, value in enumerate(there):
        if index not in taken:
            kind = _kind_of_element(place.name, value, gone=False, twice=often[place.prints(value)] > 1)
            yield place.added(kind, index, value, partial(_more, here, index, value), partial(_less, there, index))


def _kind_of_element(name: str, value: Any, *, gone: bool, twice: bool) -> Kind:
    match name:
        case "@context":
            return Kind.CONTEXT_MISSING if gone else Kind.CONTEXT_ADDED
        case "type":
            return Kind.TYPE_REMOVED if gone else Kind.TYPE_ADDED
    if value is None:
        return Kind.NULL_OR_ABSENT
    if twice:
        return Kind.DUPLICATE_VALUE
    return Kind.VALUE_REMOVED if gone else Kind.VALUE_ADDED


def _paired(prints: _Prints, here: JsonArray, there: JsonArray) -> dict[int, int]:
    """Which element here is which there, in the order of those here."""
    pairs: dict[int, int] = {}
    _pair_alike(pairs, map(prints, here), map(prints, there))
    _pair_alike(pairs, map(_id, here), map(_id, there))
    rest = [index for index in range(len(here)) if index not in pairs]
    taken = set(pairs.values())
    others = [index for index in range(len(there)) if index not in taken]
    if max(len(rest), len(others)) > _MAX_RELATED:
        pairs.update(zip(rest, others, strict=False))
    else:
        _pair_related(pairs, rest, others, lambda a, b: _likeness(prints, here[a], there[b]))
    return dict(sorted(pairs.items()))


def _pair_related(pairs: dict[int, int], rest: list[int], others: list[int], likeness: _Likeness) -> None:
    """Pair what has most in common; of as many as there are on the other side, each has a partner."""
    scored = sorted((-likeness(a, b), abs(a - b), a, b) for a in rest for b in others)
    everybody = len(rest) == len(others)
    taken: set[int] = set()
    for score, _, a, b in scored:
        if (score < 0 or everybody) and a not in pairs and b not in taken:
            pairs[a] = b
            taken.add(b)


def _pair_alike(pairs: dict[int, int], here: Iterable[bytes | None], there: Iterable[bytes | None]) -> None:
    known: dict[bytes, deque[int]] = defaultdict(deque)
    taken = set(pairs.values())
    for index, text in enumerate(there):
        if text is not None and index not in taken:
            known[text].append(index)
    for index, text in enumerate(here):
        if text is not None and index not in pairs and known.get(text):
            pairs[index] = known[text].popleft()


def _id(value: Any) -> bytes | None:
    found = value.get("id") if isinstance(value, JsonObject) else None
    return found.encode() if isinstance(found, str) else None


def _likeness(prints: _Prints, here: Any, there: Any) -> int:
    """How much two elements that are not the same have in common."""
    if isinstance(here, JsonObject) and isinstance(there, JsonObject):
        return sum(2 if prints(here[name]) == prints(there[name]) else 1 for name in here if name in there)
    if type(here) is type(there) and not isinstance(here, JsonObject | JsonArray):
        return int(kind_of_values("", here, there) is not Kind.VALUE_CHANGED)
    return int(not isinstance(here, JsonArray) and not isinstance(there, JsonArray) and _says(here) == _says(there))


def _says(value: Any) -> str:
    """What a value comes to: of an object its id or its ``@value``, which may stand by themselves as well."""
    if isinstance(value, JsonObject):
        value = value.get("@value", value.get("id"))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _reordered(values: JsonArray, pairs: Mapping[int, int]) -> list[Any]:
    return [values[index] for index in sorted(range(len(values)), key=lambda index: pairs.get(index, len(pairs)))]


def _without(value: JsonObject, name: str) -> dict[str, Any]:
    return {key: member for key, member in value.items() if key != name}


def _with(value: JsonObject, name: str, member: Any) -> dict[str, Any]:
    return {**value, name: member}


def _with_name(value: JsonObject, name: str, other: str) -> dict[str, Any]:
    return {other if key == name else key: member for key, member in value.items()}


def _less(values: JsonArray, index: int) -> list[Any]:
    return [value for at, value in enumerate(values) if at != index]


def _more(values: JsonArray, index: int, value: Any) -> list[Any]:
    return [*values[:index], value, *values[index:]]
