"""What a credential says, held against itself: results against their descriptions, ids against each other.

Nothing here refuses a credential. What does not fit together is noted for the reader, who might otherwise take a grade
for one that the achievement does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from decimal import Decimal
from itertools import islice
from typing import Any, Final, TypeAlias

from microcred.document import child_pointer
from microcred.errors import Fault
from microcred.models.faults import described
from microcred.models.vocabulary import type_names
from microcred.positions import listed, placed

__all__ = ["TELLING", "associations_hold", "incoherences", "is_coherent", "may_share_id"]

_Place: TypeAlias = tuple[str, Mapping[str, Any]]

_MAX_NOTES: Final = 100
_NUMBER: Final = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_DATA_IMAGE: Final = re.compile(r"data:image/(?:png|svg\+xml)[;,]", re.IGNORECASE)
TELLING: Final = frozenset({"issuer", "image", "result", "resultDescription"})
"""The members without which :func:`is_coherent` has nothing to find in an object."""

# One person or organisation in several roles, under one id.
_WHO: Final = frozenset({"Profile", "AchievementSubject", "ClrSubject", "EndorsementSubject"})


def incoherences(tree: Mapping[str, Any]) -> tuple[Fault, ...]:
    """What in a credential does not fit together, each at its place; at most 100.

    ``tree`` has been read as a credential: what has the wrong type is passed over here.
    """
    places = list(_objects(tree))
    return tuple(islice(_found(tree, places), _MAX_NOTES))


def _found(tree: Mapping[str, Any], places: list[_Place]) -> Iterator[Fault]:
    for pointer, value in places:
        yield from _of_object(pointer, value)
    yield from _of_ids(places)
    if "ClrCredential" in type_names(tree):
        yield from _of_associations(places)


def is_coherent(value: Mapping[str, Any]) -> bool:
    """Whether one object fits together in itself, whatever the rest of its document says."""
    return next(_of_object("", value), None) is None


def associations_hold(tree: Mapping[str, Any]) -> bool:
    """Whether each association in a document speaks of achievements that it holds."""
    return next(_of_associations(list(_objects(tree))), None) is None


def may_share_id(names: Set[str], others: Set[str]) -> bool:
    """Whether an object with these names in its ``type`` may have the id of an earlier one with ``others``."""
    return bool(names & others or (names & _WHO and others & _WHO) or "EndorsementSubject" in names)


def _of_object(pointer: str, value: Mapping[str, Any]) -> Iterator[Fault]:
    if "issuer" in value:
        yield from _of_issuer(pointer, value)
    if "image" in value:
        yield from _of_image(pointer, value)
    if "result" in value and isinstance(value.get("achievement"), dict):
        yield from _of_results(pointer, value)
    if "resultDescription" in value:
        for place, description in _members(pointer, value, "resultDescription"):
            yield from _of_description(place, description)


def _objects(tree: Mapping[str, Any]) -> Iterator[_Place]:
    """Every object of the document but its proofs, in document order."""
    pending: list[tuple[str, Any]] = [("", tree)]
    while pending:
        pointer, value = pending.pop()
        parts: list[tuple[str, Any]] = []
        if isinstance(value, dict):
            yield pointer, value
            parts = [(child_pointer(pointer, n), m) for n, m in value.items() if n not in ("@context", "proof")]
        elif isinstance(value, list):
            parts = [(child_pointer(pointer, index), element) for index, element in enumerate(value)]
        pending.extend(reversed(parts))


def _members(pointer: str, owner: Mapping[str, Any], name: str) -> Iterator[_Place]:
    """The objects of a member that may hold one or several."""
    return (
        (place, each) for place, each in placed(owner.get(name), child_pointer(pointer, name)) if isinstance(each, dict)
    )


def _id(value: Mapping[str, Any]) -> str | None:
    found = value.get("id")
    return found if isinstance(found, str) else None


def _of_issuer(pointer: str, value: Mapping[str, Any]) -> Iterator[Fault]:
    """The credential and its issuer are two things (VCDM 2.0, 4.4)."""
    issuer = value.get("issuer")
    named = _id(issuer) if isinstance(issuer, dict) else issuer
    if isinstance(named, str) and named == value.get("id"):
        yield Fault(
            "content.id-of-issuer",
            f"the credential has the id of its issuer, {described(named)}",
            child_pointer(pointer, "id"),
            "name the credential by a urn:uuid: of its own",
        )


def _of_image(pointer: str, value: Mapping[str, Any]) -> Iterator[Fault]:
    """Pictures are PNG or SVG, at an https address or in a data URI (Open Badges 3.0, B.1.9)."""
    image = value.get("image")
    described_at = "/image/id" if isinstance(image, dict) else "/image"
    if isinstance(image, dict):
        image = image.get("id")
    if not isinstance(image, str) or image.startswith("https:"):
        return
    place = pointer + described_at
    scheme = image.partition(":")[0].lower()
    if scheme == "data" and not _DATA_IMAGE.match(image):
        message = f"found a picture of the type {described(image[5:].partition(',')[0])}, wanted PNG or SVG"
        yield Fault("content.image-type", message, place, "image/png or image/svg+xml")
    elif scheme not in ("https", "data"):
        message = f"found {described(image)}, wanted an https address or a data URI"
        yield Fault("content.image-address", message, place)


def _of_results(pointer: str, subject: Mapping[str, Any]) -> Iterator[Fault]:
    """Results against the descriptions in their achievement (Open Badges 3.0, B.1.16)."""
    known = {_id(each): each for _, each in _members("", subject["achievement"], "resultDescription")}
    for place, result in _members(pointer, subject, "result"):
        named = result.get("resultDescription")
        if not isinstance(named, str):
            yield from _of_level(place, result, "achievedLevel", list(known.values()))
        elif named not in known:
            yield Fault(
                "result.unknown-description",
                f"the result names the description {described(named)}, which the achievement does not have",
                child_pointer(place, "resultDescription"),
                "name the id of one of its resultDescription",
            )
        else:
            yield from _of_level(place, result, "achievedLevel", [known[named]])
            yield from _of_value(place, result, "value", known[named])
            yield from _of_status(place, result, known[named])


def _of_description(pointer: str, description: Mapping[str, Any]) -> Iterator[Fault]:
    """A description asks for nothing that it does not know itself (Open Badges 3.0, B.1.17)."""
    yield from _of_level(pointer, description, "requiredLevel", [description])
    yield from _of_value(pointer, description, "requiredValue", description)


def _of_level(
    pointer: str, owner: Mapping[str, Any], name: str, descriptions: list[Mapping[str, Any]]
) -> Iterator[Fault]:
    level = owner.get(name)
    if not isinstance(level, str):
        return
    known = {_id(each) for of in descriptions for _, each in _members("", of, "rubricCriterionLevel")}
    if level not in known:
        message = f"{name} is {described(level)}, which is no rubricCriterionLevel of the description"
        yield Fault("result.unknown-level", message, child_pointer(pointer, name), "name the id of one of the levels")


def _of_value(pointer: str, owner: Mapping[str, Any], name: str, description: Mapping[str, Any]) -> Iterator[Fault]:
    value = owner.get(name)
    if not isinstance(value, str):
        return
    place, allowed = child_pointer(pointer, name), listed(description.get("allowedValue", []))
    if allowed and value not in allowed:
        message = f"{name} is {described(value)}, wanted one of the {len(allowed)} values of allowedValue"
        yield Fault("result.value-not-allowed", message, place, described(allowed))
    if "valueMin" not in description and "valueMax" not in description:
        return
    number, low, high = map(_number, (value, description.get("valueMin"), description.get("valueMax")))
    if number is not None and ((low is not None and number < low) or (high is not None and number > high)):
        message = f"{name} is {described(value)}, wanted a value from {low} to {high}"
        yield Fault("result.value-out-of-range", message.replace("None", "any"), place)


def _of_status(pointer: str, result: Mapping[str, Any], description: Mapping[str, Any]) -> Iterator[Fault]:
    wanted = description.get("resultType") == "Status"
    if wanted and "status" not in result:
        message = "the description is of the type Status, and the result has no status"
        yield Fault("result.status-missing", message, pointer, "say for example Completed")
    elif not wanted and "status" in result:
        message = (
            f"the result has a status, and its description is of the type {described(description.get('resultType'))}"
        )
        yield Fault("result.status-unexpected", message, child_pointer(pointer, "status"))


def _number(text: Any) -> Decimal | None:
    return Decimal(text) if isinstance(text, str) and _NUMBER.fullmatch(text) else None


def _of_ids(places: list[_Place]) -> Iterator[Fault]:
    """Things of different classes have ids of their own (VCDM 2.0, 4.4)."""
    classes: dict[str, tuple[str, set[str]]] = {}
    for pointer, value in places:
        identifier, names = _id(value), set(type_names(value))
        if identifier is None or not names:
            continue
        first, others = classes.setdefault(identifier, (pointer, names))
        if not may_share_id(names, others):
            message = f"the id {described(identifier)} also names the {min(others)} at {first or 'the root'}"
            yield Fault("content.shared-id", message, child_pointer(pointer, "id"), "give each thing an id of its own")


def _of_associations(places: list[_Place]) -> Iterator[Fault]:
    """Associations speak of achievements in the record (CLR 2.0, Association)."""
    known = {_id(value) for _, value in places if "Achievement" in type_names(value)}
    for pointer, value in places:
        for name in ("sourceId", "targetId") if "Association" in type_names(value) else ():
            if isinstance(value.get(name), str) and value[name] not in known:
                message = f"{name} is {described(value[name])}, which no achievement of the record has as its id"
                yield Fault("content.unknown-achievement", message, child_pointer(pointer, name))
