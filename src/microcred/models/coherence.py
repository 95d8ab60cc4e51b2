"""What a credential says, held against itself: results against their descriptions, ids against each other.

Nothing here refuses a credential. What does not fit together is noted for the reader, who might otherwise take a grade
for one that the achievement does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from microcred.document import JsonArray, JsonObject, child_pointer
from microcred.errors import Fault
from microcred.models.faults import described
from microcred.models.vocabulary import type_names
from microcred.positions import listed

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["incoherences"]

# The way down to a value, innermost step first: a pointer is written only where there is something to note.
_Trail: TypeAlias = "tuple[_Trail, str | int] | None"
_Place: TypeAlias = tuple[_Trail, Mapping[str, Any]]

_MAX_NOTES: Final = 100
_NUMBER: Final = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_DATA_IMAGE: Final = re.compile(r"data:image/(?:png|svg\+xml)[;,]", re.IGNORECASE)
_APART: Final = frozenset({"@context", "proof"})
# One person or organisation in several roles, under one id.
_WHO: Final = frozenset({"Profile", "AchievementSubject", "ClrSubject", "EndorsementSubject"})


def incoherences(tree: JsonObject) -> tuple[Fault, ...]:
    """What in a credential does not fit together, each at its place; at most 100.

    ``tree`` has been read as a credential: what has the wrong type is passed over here.
    """
    places: list[_Place] = []
    _gather(None, tree, places)
    return tuple(islice(_found(tree, places), _MAX_NOTES))


def _found(tree: Mapping[str, Any], places: list[_Place]) -> Iterator[Fault]:
    for trail, value in places:
        if "issuer" in value:
            yield from _of_issuer(trail, value)
        if "image" in value:
            yield from _of_image(trail, value)
        if "result" in value and isinstance(value.get("achievement"), dict):
            yield from _of_results(trail, value)
        if "resultDescription" in value:
            for place, description in _members(trail, value, "resultDescription"):
                yield from _of_description(place, description)
    yield from _of_ids(places)
    if "ClrCredential" in type_names(tree):
        yield from _of_associations(places)


def _gather(trail: _Trail, value: Mapping[str, Any], places: list[_Place]) -> None:
    """Every object of the document but its proofs, in document order."""
    places.append((trail, value))
    for name, member in value.items():
        kind = type(member)
        if kind is str or name in _APART:
            continue
        if kind is JsonObject:
            _gather((trail, name), member, places)
        elif kind is JsonArray:
            _gather_each((trail, name), member, places)


def _gather_each(trail: _Trail, values: list[Any], places: list[_Place]) -> None:
    for index, element in enumerate(values):
        kind = type(element)
        if kind is JsonObject:
            _gather((trail, index), element, places)
        elif kind is JsonArray:
            _gather_each((trail, index), element, places)


def _pointer(trail: _Trail, *names: str) -> str:
    below = "".join(child_pointer("", name) for name in names)
    while trail is not None:
        trail, step = trail
        below = child_pointer("", step) + below
    return below


def _members(trail: _Trail, owner: Mapping[str, Any], name: str) -> list[_Place]:
    """The objects of a member that may hold one or several."""
    found = owner.get(name)
    if isinstance(found, list):
        return [(((trail, name), index), each) for index, each in enumerate(found) if isinstance(each, dict)]
    return [((trail, name), found)] if isinstance(found, dict) else []


def _id(value: Mapping[str, Any]) -> str | None:
    found = value.get("id")
    return found if isinstance(found, str) else None


def _of_issuer(trail: _Trail, value: Mapping[str, Any]) -> Iterator[Fault]:
    """The credential and its issuer are two things (VCDM 2.0, 4.4)."""
    issuer = value.get("issuer")
    named = _id(issuer) if isinstance(issuer, dict) else issuer
    if isinstance(named, str) and named == value.get("id"):
        yield Fault(
            "content.id-of-issuer",
            f"the credential has the id of its issuer, {described(named)}",
            _pointer(trail, "id"),
            "name the credential by a urn:uuid: of its own",
        )


def _of_image(trail: _Trail, value: Mapping[str, Any]) -> Iterator[Fault]:
    """Pictures are PNG or SVG, at an https address or in a data URI (Open Badges 3.0, B.1.9)."""
    image, place = value.get("image"), ["image"]
    if isinstance(image, dict):
        image, place = image.get("id"), ["image", "id"]
    if not isinstance(image, str):
        return
    scheme = image.partition(":")[0].lower()
    if scheme == "data" and not _DATA_IMAGE.match(image):
        message = f"found a picture of the type {described(image[5:].partition(',')[0])}, wanted PNG or SVG"
        yield Fault("content.image-type", message, _pointer(trail, *place), "image/png or image/svg+xml")
    elif scheme not in ("https", "data"):
        message = f"found {described(image)}, wanted an https address or a data URI"
        yield Fault("content.image-address", message, _pointer(trail, *place))


class _Scale:
    """What descriptions of results allow together, gathered once however many results are held against it."""

    __slots__ = ("_levels", "_values", "descriptions")

    def __init__(self, *descriptions: Mapping[str, Any]) -> None:
        self.descriptions = descriptions
        self._levels: frozenset[str | None] | None = None
        self._values: frozenset[str] | None = None

    def has_level(self, level: str) -> bool:
        """Whether this is the id of one of the rubric levels."""
        if self._levels is None:
            found = (_members(None, each, "rubricCriterionLevel") for each in self.descriptions)
            self._levels = frozenset(_id(each) for levels in found for _, each in levels)
        return level in self._levels

    def has_value(self, value: str) -> bool:
        """Whether this is one of the allowed values, where any are listed."""
        if self._values is None:
            listings = (listed(each.get("allowedValue", [])) for each in self.descriptions)
            self._values = frozenset(each for listing in listings for each in listing if isinstance(each, str))
        return value in self._values


def _of_results(trail: _Trail, subject: Mapping[str, Any]) -> Iterator[Fault]:
    """Results against the descriptions in their achievement (Open Badges 3.0, B.1.16)."""
    described_by = {_id(each): each for _, each in _members(None, subject["achievement"], "resultDescription")}
    scales = {name: _Scale(each) for name, each in described_by.items()}
    whole = _Scale(*described_by.values())
    for place, result in _members(trail, subject, "result"):
        named = result.get("resultDescription")
        if not isinstance(named, str):
            yield from _of_level(place, result, "achievedLevel", whole)
        elif named not in scales:
            yield Fault(
                "result.unknown-description",
                f"the result names the description {described(named)}, which the achievement does not have",
                _pointer(place, "resultDescription"),
                "name the id of one of its resultDescription",
            )
        else:
            yield from _of_level(place, result, "achievedLevel", scales[named])
            yield from _of_value(place, result, "value", scales[named])
            yield from _of_status(place, result, described_by[named])


def _of_description(trail: _Trail, description: Mapping[str, Any]) -> Iterator[Fault]:
    """A description asks for nothing that it does not know itself (Open Badges 3.0, B.1.17)."""
    if "requiredLevel" in description or "requiredValue" in description:
        yield from _of_level(trail, description, "requiredLevel", _Scale(description))
        yield from _of_value(trail, description, "requiredValue", _Scale(description))


def _of_level(trail: _Trail, owner: Mapping[str, Any], name: str, scale: _Scale) -> Iterator[Fault]:
    level = owner.get(name)
    if isinstance(level, str) and not scale.has_level(level):
        message = f"{name} is {described(level)}, which is no rubricCriterionLevel of the description"
        yield Fault("result.unknown-level", message, _pointer(trail, name), "name the id of one of the levels")


def _of_value(trail: _Trail, owner: Mapping[str, Any], name: str, scale: _Scale) -> Iterator[Fault]:
    value, description = owner.get(name), scale.descriptions[0]
    if not isinstance(value, str):
        return
    if description.get("allowedValue", []) != [] and not scale.has_value(value):
        allowed = listed(description["allowedValue"])
        message = f"{name} is {described(value)}, wanted one of the {len(allowed)} values of allowedValue"
        yield Fault("result.value-not-allowed", message, _pointer(trail, name), described(allowed))
    low, high = _number(description.get("valueMin")), _number(description.get("valueMax"))
    number = None if low is None and high is None else _number(value)
    if number is not None and ((low is not None and number < low) or (high is not None and number > high)):
        message = f"{name} is {described(value)}, wanted a value from {low} to {high}"
        yield Fault("result.value-out-of-range", message.replace("None", "any"), _pointer(trail, name))


def _of_status(trail: _Trail, result: Mapping[str, Any], description: Mapping[str, Any]) -> Iterator[Fault]:
    wanted = description.get("resultType") == "Status"
    if wanted and "status" not in result:
        message = "the description is of the type Status, and the result has no status"
        yield Fault("result.status-missing", message, _pointer(trail), "say for example Completed")
    elif not wanted and "status" in result:
        message = (
            f"the result has a status, and its description is of the type {described(description.get('resultType'))}"
        )
        yield Fault("result.status-unexpected", message, _pointer(trail, "status"))


def _number(text: Any) -> Decimal | None:
    from decimal import Decimal  # few credentials have results with numbers

    return Decimal(text) if isinstance(text, str) and _NUMBER.fullmatch(text) else None


def _of_ids(places: list[_Place]) -> Iterator[Fault]:
    """Things of different classes have ids of their own (VCDM 2.0, 4.4)."""
    things: dict[str, _Place] = {}
    names_of: dict[str, set[str]] = {}
    for trail, value in places:
        identifier, kind = value.get("id"), value.get("type")
        if kind is None or not isinstance(identifier, str):
            continue
        if identifier not in things:
            if isinstance(kind, str) or type_names(value):
                things[identifier] = trail, value
        elif kind != (first := things[identifier][1])["type"] and (names := set(type_names(value))):
            others = names_of.get(identifier) or names_of.setdefault(identifier, set(type_names(first)))
            if not (names & others or (names & _WHO and others & _WHO) or "EndorsementSubject" in names):
                at = _pointer(things[identifier][0]) or "the root"
                message = f"the id {described(identifier)} also names the {min(others)} at {at}"
                yield Fault("content.shared-id", message, _pointer(trail, "id"), "give each thing an id of its own")


def _of_associations(places: list[_Place]) -> Iterator[Fault]:
    """Associations speak of achievements in the record (CLR 2.0, Association)."""
    known = {_id(value) for _, value in places if "Achievement" in type_names(value)}
    for trail, value in places:
        for name in ("sourceId", "targetId") if "Association" in type_names(value) else ():
            if isinstance(value.get(name), str) and value[name] not in known:
                message = f"{name} is {described(value[name])}, which no achievement of the record has as its id"
                yield Fault("content.unknown-achievement", message, _pointer(trail, name))
