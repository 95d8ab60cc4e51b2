"""One thing is described in one place: objects that share an id, and what may not be divided among them.

Statements are about an id, not about a place in the JSON. Where two objects have the same id, a member can be moved
from one to the other without any statement changing, and a reader who looks in one place misses it. So an id that is
described more than once has to be described in full wherever it is, up to leaving members out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from typing import Any, Final, NamedTuple, TypeAlias

from microcred.document import JsonObject
from microcred.errors import Fault
from microcred.positions import child_pointer, listed, placed

__all__ = ["divided_nodes", "divided_places"]

_Place: TypeAlias = tuple[str, Mapping[str, Any]]

_DATA_LOSS: Final = "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR"
_MAX_DESCRIPTIONS: Final = 64
# What these may say about the id of something else; that something then does not say it itself.
_CRITERIA: Final = frozenset({"narrative"})
_ENDORSEMENT: Final = frozenset({"endorsementComment"})
# What need not be the same in both places: an endorsement says itself what it endorses, and counts for itself.
_ANYWHERE: Final = frozenset({"id", "type", "endorsement", "endorsementJwt"})


class _Part(NamedTuple):
    """The part of a document that an object stands in: its graph, and the finished credential with its own proof.

    Each is named by the pointer of its root; ``sealed`` is the graph's own where no other proof covers the object.
    """

    graph: str = ""
    sealed: str = ""


def divided_places(places: Mapping[str, Sequence[_Place]], tree: JsonObject) -> Iterator[Fault]:
    """The same as :func:`divided_nodes`, where it is known already which objects of ``tree`` have an id.

    ``places`` are these objects with their pointers, by their id, in document order.
    """
    repeated = {identifier: found for identifier, found in places.items() if len(found) > 1}
    if any("/verifiableCredential" in pointer for found in repeated.values() for pointer, _ in found):
        yield from divided_nodes(tree)
        return
    for identifier, found in repeated.items():
        outside = [place for place in found if "/proof/" not in f"{place[0]}/"]
        holders = [pointer.rpartition("/")[0] for pointer, _ in outside if pointer.rpartition("/")[2].isdecimal()]
        if len(set(holders)) < len(holders):
            yield from divided_nodes(tree)
            return
        described = [place for place in outside if _describes(*place)]
        if any(value != described[0][1] for _, value in described[1:]):
            yield from _divided(identifier, described, [], "")


def _describes(pointer: str, value: Mapping[str, Any]) -> bool:
    return len(value) > 1 or pointer.endswith("/criteria")


def divided_nodes(tree: JsonObject) -> Iterator[Fault]:
    """The places at which a member could have been moved between objects of the same id.

    An id may not stand twice in one array. Two objects of one class have to agree: one says all that the other says.
    Objects of different classes may share an id, as an achievement and the page with its criteria often do, but
    criteria and endorsements then say nothing but what only they can say. What stands in another graph is no business
    of theirs, and two embedded credentials may differ where each has a proof of its own, which notices what is moved;
    so may a record and a credential in it, because whoever verifies a record verifies all that it holds.
    """
    verified: set[str] = set()
    descriptions: dict[tuple[str, str], dict[str, list[_Place]]] = {}
    pending: list[tuple[Any, str, _Part]] = [(tree, "", _Part())]
    while pending:
        value, pointer, part = pending.pop()
        if isinstance(value, list):
            yield from _repeated(value, pointer)
            pending.extend(
                (element, f"{pointer}/{index}", part)
                for index, element in enumerate(value)
                if isinstance(element, dict | list)
            )
            continue
        if pointer == part.graph and "ClrCredential" in _types(value):
            verified.update(_held_by(value, pointer))
        identifier = value.get("id")
        if isinstance(identifier, str) and _describes(pointer, value):
            parts = descriptions.setdefault((part.graph, identifier), {})
            parts.setdefault(part.sealed, []).append((pointer, value))
        for name, member in value.items():
            if not isinstance(member, dict | list):
                continue
            if name == "verifiableCredential":
                yield from _embedded(value, member, child_pointer(pointer, name), part, pending)
            elif name not in ("@context", "proof"):
                pending.append((member, child_pointer(pointer, name), part))
    for (graph, identifier), parts in descriptions.items():
        outer = parts.pop(graph, [])
        yield from _divided(identifier, outer, [], graph)
        for sealed, places in parts.items():
            yield from _divided(identifier, places, [] if sealed in verified else outer, graph)


def _held_by(record: Mapping[str, Any], pointer: str) -> Iterator[str]:
    """The places of the credentials that a Comprehensive Learner Record holds."""
    for place, subject in placed(record.get("credentialSubject"), child_pointer(pointer, "credentialSubject")):
        held = subject.get("verifiableCredential", []) if isinstance(subject, dict) else []
        yield from (at for at, _ in placed(held, child_pointer(place, "verifiableCredential")))


def _embedded(
    owner: Mapping[str, Any], member: Any, pointer: str, part: _Part, pending: list[tuple[Any, str, _Part]]
) -> Iterator[Fault]:
    """Go on with the credentials in an object; those of a presentation are graphs of their own (VCDM 2.0, 4.13)."""
    apart = "VerifiablePresentation" in _types(owner)
    if isinstance(member, list) and not apart:
        yield from _repeated(member, pointer)
    for place, credential in placed(member, pointer):
        sealed = isinstance(credential, dict) and bool(credential.get("proof"))
        if not isinstance(credential, dict | list):
            continue
        pending.append(
            (credential, place, _Part(place, place) if apart else part._replace(sealed=place) if sealed else part)
        )


def _repeated(values: list[Any], pointer: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, value in enumerate(values):
        identifier = value.get("id") if isinstance(value, dict) else None
        if isinstance(identifier, str) and identifier in seen:
            yield _fault(identifier, "stands twice in the same array", child_pointer(pointer, index))
        elif isinstance(identifier, str):
            seen.add(identifier)


def _divided(identifier: str, places: list[_Place], outer: list[_Place], root: str) -> Iterator[Fault]:
    if max(len(places), len(outer)) > _MAX_DESCRIPTIONS:
        yield _fault(identifier, f"is described {max(len(places), len(outer))} times", (places or outer)[-1][0])
        return
    for first, second in _pairs(places, outer):
        # The credential itself is described at the root alone; elsewhere it is only spoken of.
        spoken_of = _speaks_of(first, second) or _speaks_of(second, first)
        if not (spoken_of or (_is_bare(second[1]) if first[0] == root else _agree(first[1], second[1]))):
            yield _fault(identifier, f"is described here and at {first[0] or 'the root'}, not alike", second[0])


def _pairs(places: list[_Place], outer: list[_Place]) -> Iterator[tuple[_Place, _Place]]:
    """What has to agree, the one that stands first in the document first."""
    for one, other in chain(combinations(places, 2), product(outer, places)):
        yield (one, other) if one[0] < other[0] else (other, one)


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
        name in _ANYWHERE or (name in larger and larger[name] == member) for name, member in smaller.items()
    )


def _speaks_of(speaker: _Place, other: _Place) -> bool:
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
    return [name for name in listed(description.get("type")) if isinstance(name, str)]


def _fault(identifier: str, how: str, pointer: str) -> Fault:
    return Fault(
        "contexts.divided-node",
        f"the id {identifier[:200]!r} {how}, so its members could be moved between the two unnoticed",
        pointer,
        "describe it once, and refer to it by its id elsewhere",
        _DATA_LOSS,
    )
