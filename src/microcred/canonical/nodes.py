"""One thing is described in one place: objects that share an id, and what may not be divided among them.

Statements are about an id, not about a place in the JSON. Where two objects have the same id, a member can be moved
from one to the other without any statement changing, and a reader who looks in one place misses it. So an id that is
described more than once has to be described in full wherever it is, up to leaving members out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any, Final

from microcred.document import JsonObject
from microcred.errors import Fault
from microcred.positions import child_pointer

__all__ = ["divided_nodes"]

_DATA_LOSS: Final = "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR"
_MAX_DESCRIPTIONS: Final = 64
# What these may say about the id of something else; that something then does not say it itself.
_CRITERIA: Final = frozenset({"narrative"})
_ENDORSEMENT: Final = frozenset({"endorsementComment"})


def divided_nodes(tree: JsonObject) -> Iterator[Fault]:
    """The places at which a member could have been moved between objects of the same id.

    An id may not stand twice in one array. Two objects of one class have to agree: one says all that the other says.
    Objects of different classes may share an id, as an achievement and the page with its criteria often do, but
    criteria and endorsements then say nothing but what only they can say.
    """
    descriptions: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    pending: list[tuple[Any, str]] = [(tree, "")]
    while pending:
        value, pointer = pending.pop()
        if isinstance(value, dict):
            if isinstance(value.get("id"), str) and (len(value) > 1 or pointer.endswith("/criteria")):
                descriptions.setdefault(value["id"], []).append((pointer, value))
            pending.extend(
                (member, child_pointer(pointer, name))
                for name, member in value.items()
                if name not in ("@context", "proof")
            )
        elif isinstance(value, list):
            yield from _repeated(value, pointer)
            pending.extend((element, child_pointer(pointer, index)) for index, element in enumerate(value))
    for identifier, places in descriptions.items():
        yield from _divided(identifier, places)


def _repeated(values: list[Any], pointer: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, value in enumerate(values):
        identifier = value.get("id") if isinstance(value, dict) else None
        if isinstance(identifier, str) and identifier in seen:
            yield _fault(identifier, "stands twice in the same array", child_pointer(pointer, index))
        elif isinstance(identifier, str):
            seen.add(identifier)


def _divided(identifier: str, places: list[tuple[str, Mapping[str, Any]]]) -> Iterator[Fault]:
    if len(places) > _MAX_DESCRIPTIONS:
        yield _fault(identifier, f"is described {len(places)} times", places[-1][0])
        return
    for first, second in combinations(sorted(places, key=lambda place: place[0]), 2):
        # The credential itself is described at the root alone; elsewhere it is only spoken of.
        spoken_of = _speaks_of(first, second) or _speaks_of(second, first)
        if not (spoken_of or (_agree(first[1], second[1]) if first[0] else _is_bare(second[1]))):
            yield _fault(identifier, f"is described here and at {first[0] or 'the root'}, not alike", second[0])


def _agree(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    if _within(first, second) or _within(second, first):
        return True
    types = [frozenset(_types(description)) for description in (first, second)]
    return all(types) and types[0].isdisjoint(types[1])


def _is_bare(description: Mapping[str, Any]) -> bool:
    return description.keys() <= {"id", "type"}


def _within(smaller: Mapping[str, Any], larger: Mapping[str, Any]) -> bool:
    """Whether one description says nothing that the other does not say in the same words."""
    if smaller.keys() <= {"id"} and not _CRITERIA.isdisjoint(larger):
        return False
    return set(_types(smaller)) <= set(_types(larger)) and all(
        name in ("id", "type") or (name in larger and larger[name] == member) for name, member in smaller.items()
    )


def _speaks_of(speaker: tuple[str, Mapping[str, Any]], other: tuple[str, Mapping[str, Any]]) -> bool:
    """Whether one object says about the other's id only what is its own to say, and the other does not say it."""
    pointer, description = speaker
    types = set(_types(description))
    if types == {"EndorsementSubject"}:
        words = _ENDORSEMENT
    elif pointer.endswith("/criteria") and types <= {"Criteria"}:
        words = _CRITERIA
    else:
        return False
    return description.keys() - {"id", "type"} <= words and words.isdisjoint(other[1])


def _types(description: Mapping[str, Any]) -> list[str]:
    found = description.get("type", [])
    return [name for name in (found if isinstance(found, list) else [found]) if isinstance(name, str)]


def _fault(identifier: str, how: str, pointer: str) -> Fault:
    return Fault(
        "contexts.divided-node",
        f"the id {identifier[:200]!r} {how}, so its members could be moved between the two unnoticed",
        pointer,
        "describe it once, and refer to it by its id elsewhere",
        _DATA_LOSS,
    )
