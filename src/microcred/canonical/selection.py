"""Parts of a document, chosen by JSON Pointers (ECDSA Cryptosuites 1.0, 3.4.13; RFC 6901).

A part is a document of its own, in the order of the whole. Whatever a pointer leads through is kept to its ``id`` and
``type``, without which the statements of the part would not be statements of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from microcred.document import JsonArray, JsonObject, child_pointer, frozen
from microcred.errors import UsageError

__all__ = ["Fragment", "all_but", "select"]

# The tokens that lead on from a place; None where everything from there on is meant.
_Wanted: TypeAlias = "dict[str, _Wanted | None]"

_MAX_POINTERS: Final = 1_000
_MAX_POINTER: Final = 2_000
_POINTER: Final = re.compile(r"(?:/(?:[^/~]|~[01])*)*")
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,9}")
# Members that come with every object that a pointer leads through.
_IDENTITY: Final = frozenset({"@context", "id", "type"})


class Fragment(NamedTuple):
    """A part of a document; ``moved`` has the pointers into the whole of the parts that stand elsewhere in it.

    These are the elements of arrays from which others were left out, by their identity.
    """

    tree: JsonObject
    moved: Mapping[int, str] = MappingProxyType({})


def select(tree: JsonObject, pointers: Iterable[str]) -> Fragment:
    """The part of ``tree`` that the pointers lead to, with the ``@context``, and ``id`` and ``type`` on the way.

    ``""`` leads to everything. Raises :class:`~microcred.errors.UsageError` for what is no JSON Pointer, and for one
    that leads to nothing.
    """
    moved: dict[int, str] = {}
    wanted = _wanted(pointers)
    return Fragment(tree if wanted is None else _object(tree, wanted, "", moved), MappingProxyType(moved))


def all_but(tree: Mapping[str, Any], pointers: Iterable[str]) -> tuple[str, ...]:
    """Pointers to everything but what the given pointers lead to; those that lead to nothing are passed over."""
    wanted = _wanted(pointers)
    return () if wanted is None else tuple(_rest(frozen(tree), wanted, ""))


def _wanted(pointers: Iterable[str]) -> _Wanted | None:
    root: _Wanted = {}
    everything = False
    for number, pointer in enumerate(pointers, start=1):
        if number > _MAX_POINTERS:
            raise UsageError("usage.too-many-pointers", f"at most {_MAX_POINTERS} pointers are followed")
        *path, last = _tokens(pointer) or [""]
        everything = everything or not pointer
        branch: _Wanted | None = root
        for token in path:
            branch = branch.setdefault(token, {}) if branch is not None else None
        if branch is not None and pointer:
            branch[last] = None
    return None if everything else root


def _tokens(pointer: str) -> list[str]:
    if not isinstance(pointer, str) or len(pointer) > _MAX_POINTER or not _POINTER.fullmatch(pointer):
        raise UsageError("usage.no-such-pointer", f"{pointer!r:.80} is not a JSON Pointer such as /credentialSubject")
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def _chosen(value: Any, wanted: _Wanted | None, pointer: str, moved: dict[int, str]) -> Any:
    match value:
        case _ if wanted is None:
            return value
        case JsonObject():
            return _object(value, wanted, pointer, moved)
        case JsonArray():
            return _array(value, wanted, pointer, moved)
    raise _nothing(child_pointer(pointer, next(iter(wanted))))


def _object(value: JsonObject, wanted: _Wanted, pointer: str, moved: dict[int, str]) -> JsonObject:
    if missing := next((token for token in wanted if token not in value), None):
        raise _nothing(child_pointer(pointer, missing))
    return JsonObject(
        (name, member if name in _IDENTITY else _chosen(member, wanted[name], child_pointer(pointer, name), moved))
        for name, member in value.items()
        if name in _IDENTITY or name in wanted
    )


def _array(values: JsonArray, wanted: _Wanted, pointer: str, moved: dict[int, str]) -> JsonArray:
    if missing := next((t for t in wanted if not _INDEX.fullmatch(t) or int(t) >= len(values)), None):
        raise _nothing(child_pointer(pointer, missing))
    elements = []
    for index in sorted(map(int, wanted)):
        place = child_pointer(pointer, index)
        elements.append(_chosen(values[index], wanted[str(index)], place, moved))
        if isinstance(elements[-1], JsonObject | JsonArray):
            moved[id(elements[-1])] = place
    return JsonArray(elements)


def _rest(value: Any, wanted: _Wanted, pointer: str) -> Iterator[str]:
    members: Iterable[tuple[str | int, Any]]
    match value:
        case JsonObject() if value:
            members = value.items()
        case JsonArray() if value:
            members = enumerate(value)
        case _:
            yield pointer
            return
    for key, member in members:
        place, name = child_pointer(pointer, key), str(key)
        if name not in wanted and name != "@context":
            yield place
        elif (further := wanted.get(name)) is not None:
            yield from _rest(member, further, place)


def _nothing(pointer: str) -> UsageError:
    return UsageError("usage.no-such-pointer", f"the document has nothing at {pointer!r:.80}", pointer=pointer)
