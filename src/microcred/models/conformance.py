"""Whether a credential plainly conforms: a quick yes for ordinary documents, without the models and without Pydantic.

Most credentials are as the standard wants them, and to see that takes less than to build a view on them. What is
demanded stands in ``conformance.json``, which is made from the models by :mod:`microcred.models.conformance_table`.
There are no messages here: where a document departs from the plain form in anything, the models say what is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from microcred.document import JsonArray, JsonObject, JsonReal
from microcred.errors import Fault
from microcred.instants import parse_instant
from microcred.models.coherence import incoherences
from microcred.models.vocabulary import claimed_class, data_model_of, type_names
from microcred.positions import listed
from microcred.rooms import content

__all__ = ["Conformity", "conformity", "plainly_conforms", "presentation_class"]

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Conformity(NamedTuple):
    """The name of the class that a credential conforms to, and what the letter of the standard says otherwise."""

    model: str
    deviations: tuple[Fault, ...]


def conformity(tree: JsonObject) -> Conformity:
    """Hold a credential against the class and data model that it claims, at the least cost.

    The same as the class of what :func:`~microcred.models.read_credential` returns and what
    :func:`~microcred.models.deviations` finds; raises :class:`~microcred.errors.ModelError` with every fault.
    """
    name = plainly_conforms(tree)
    if name is not None:
        return Conformity(name, incoherences(tree))
    from microcred.models.reading import read_with_deviations

    model, noted = read_with_deviations(tree)
    return Conformity(type(model).__name__, noted)


def plainly_conforms(tree: JsonObject) -> str | None:
    """The name of the class that a credential conforms to, by every rule of strict reading; or ``None``.

    With a name, :func:`~microcred.models.read_credential` reads ``tree`` as that class, also where it is strict.
    ``None`` says only that the models have to be asked. ``tree`` has come through the gate
    (:class:`~microcred.document.Document`).
    """
    if type(tree) is not JsonObject or "VerifiablePresentation" in type_names(tree):
        return None
    name = claimed_class(tree)
    found = _classes().get(name)
    return name if found is not None and found.admits(tree, [_bounds()["values"]]) else None


def presentation_class(tree: JsonObject) -> str:
    """The name of the class of a presentation, as :func:`~microcred.models.read_presentation` reads it.

    Raises :class:`~microcred.errors.ModelError` with every fault of the presentation itself.
    """
    name = "VerifiablePresentationV1" if data_model_of(tree) == "1.1" else "VerifiablePresentation"
    enveloped = "EnvelopedVerifiablePresentation" in type_names(tree)
    if not enveloped and _classes()[name].admits(tree, [_bounds()["values"]]):
        return name
    from microcred.models.presentation import read_presentation

    return type(read_presentation(tree)).__name__


# How many values the arrays of the document may still hold: one number, which the whole walk counts down.
_Room: TypeAlias = list[int]
_Rule: TypeAlias = Callable[[Any, _Room], bool]
_Demand: TypeAlias = Callable[[JsonObject], bool]


class _Class:
    """What the table says about one class; its members refer to others, so that they come after all are there."""

    __slots__ = ("demands", "members", "open", "required")

    members: dict[str, _Rule]
    demands: tuple[_Demand, ...]

    def __init__(self, drawn: Mapping[str, Any]) -> None:
        self.open: bool = drawn["open"]
        self.required: tuple[str, ...] = tuple(drawn["required"])

    def admits(self, value: Any, room: _Room) -> bool:
        """Whether a value is an object of this class, by strict reading."""
        if type(value) is not JsonObject:
            return False
        rules = self.members
        for name, member in value.items():
            rule = rules.get(name)
            if rule is _text:  # most members are texts: a call for each would double the time
                if type(member) is not str:
                    return False
            elif rule is None:
                if not self.open:
                    return False
            elif not rule(member, room):
                return False
        for name in self.required:
            if name not in value:
                return False
        for demand in self.demands:  # noqa: SIM110 - a generator costs as much as what it asks
            if not demand(value):
                return False
        return True


# --- the table


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(content(__name__, "conformance.json"))
    return table


@cache
def _bounds() -> dict[str, int]:
    bounds: dict[str, int] = _table()["bounds"]
    return bounds


@cache
def _classes() -> dict[str, _Class]:
    drawings = _table()["classes"]
    classes = {name: _Class(drawn) for name, drawn in drawings.items()}
    rules: dict[str, _Rule] = {name: each.admits for name, each in classes.items()}
    rules |= {name: _form(form) for name, form in _table()["forms"].items()}
    rules |= {
        "anything": lambda *_: True,
        "credential": _credential,
        "presented": _presented,
        "endorsement": _endorsement,
    }
    for name, drawn in drawings.items():
        classes[name].members = {member: _rule(rule, rules) for member, rule in drawn["members"].items()}
        classes[name].demands = tuple(_DEMANDS[word](*words) for word, *words in drawn["demands"])
    return classes


def _rule(drawn: Any, rules: Mapping[str, _Rule]) -> _Rule:
    match drawn:
        case str():
            return rules[drawn]
        case {"each": rule, "bare": bare}:
            return _each(_rule(rule, rules), bare=bare)
        case {"uri or": [form, name]}:
            return _either(rules[form], rules[name])
        case {"types": groups, "bare": bare}:
            return _types(groups, bare=bare)
        case {"contexts": urls, "bare": bare}:
            return _contexts(urls, rules["Uri"], bare=bare)
    raise AssertionError(f"the table says {drawn}")


# --- members


def _each(rule: _Rule, *, bare: bool) -> _Rule:
    def admits(value: Any, room: _Room) -> bool:
        if type(value) is not JsonArray:
            return bare and rule(value, room)
        room[0] -= len(value)
        if not value or room[0] < 0:
            return False
        for element in value:  # noqa: SIM110
            if not rule(element, room):
                return False
        return True

    return admits


def _either(text: _Rule, thing: _Rule) -> _Rule:
    return lambda value, room: text(value, room) if type(value) is str else thing(value, room)


def _types(groups: list[list[str]], *, bare: bool) -> _Rule:
    wanted = [frozenset(group) for group in groups]
    usual = [group[-1] for group in groups]

    def admits(value: Any, _: _Room) -> bool:
        if type(value) is str:
            for group in wanted:  # noqa: SIM110
                if value not in group:
                    return False
            return True
        if bare or type(value) is not JsonArray:
            return False
        if value == usual and value:
            return True
        if not 0 < len(value) <= _bounds()["names"] or any(type(name) is not str for name in value):
            return False
        return not any(group.isdisjoint(value) for group in wanted)

    return admits


def _contexts(urls: list[str], is_uri: _Rule, *, bare: bool) -> _Rule:
    first = len(urls)

    def admits(value: Any, room: _Room) -> bool:
        if type(value) is not JsonArray:
            return bare and type(value) is str and value == urls[0]
        if value == urls:
            return True
        if value[:first] != urls or len(value) > _bounds()["contexts"]:
            return False
        return all(type(context) is JsonObject or is_uri(context, room) for context in value[first:])

    return admits


def _credential(value: Any, room: _Room) -> bool:
    """A credential inside another object is held to the class that it claims itself."""
    found = _classes().get(claimed_class(value)) if type(value) is JsonObject else None
    return found is not None and found.admits(value, room)


def _presented(value: Any, _: _Room) -> bool:
    """What is presented is verified by itself; envelopes are for the models to open."""
    return type(value) is JsonObject and "EnvelopedVerifiableCredential" not in type_names(value)


def _endorsement(value: Any, room: _Room) -> bool:
    """Endorsements of data model 1.1 are read, and no longer issued."""
    if type(value) is not JsonObject or data_model_of(value) != "2.0":
        return False
    return _classes()["EndorsementCredential"].admits(value, room)


# --- single values


def _form(drawn: Any) -> _Rule:
    match drawn:
        case {"pattern": None}:
            return _text
        case {"pattern": pattern}:
            return _formed(pattern)
        case {"texts": {"keys": keys, "tag": tag, "directions": directions, "at most": most}}:
            return _texts(frozenset(keys), _formed(tag), directions, most)
        case {"terms": words, "own": own}:
            return _term(frozenset(words), None if own is None else _formed(own))
        case _:
            return _FORMS[drawn]


def _text(value: Any, _: _Room) -> bool:
    return type(value) is str


def _formed(pattern: str) -> _Rule:
    matches: Callable[[str], object] | None = None

    def admits(value: Any, _: _Room) -> bool:
        nonlocal matches
        if matches is None:  # compiled when it is first needed; "$" would let a line break pass
            matches = re.compile(pattern.removeprefix("^").removesuffix("$")).fullmatch
        return type(value) is str and matches(value) is not None

    return admits


def _texts(keys: frozenset[str], is_tag: _Rule, directions: list[str | None], most: int) -> _Rule:
    """A text, or language value objects (VCDM 2.0, 11.1)."""

    def is_text(value: Any, room: _Room) -> bool:
        if type(value) is not JsonObject or type(value.get("@value")) is not str or not keys.issuperset(value):
            return False
        language, direction = value.get("@language"), value.get("@direction")
        return (language is None or is_tag(language, room)) and direction in directions

    def admits(value: Any, room: _Room) -> bool:
        if type(value) is JsonArray:
            return 0 < len(value) <= most and all(is_text(each, room) for each in value)
        return type(value) is str or is_text(value, room)

    return admits


def _term(words: frozenset[str], own: _Rule | None) -> _Rule:
    def admits(value: Any, room: _Room) -> bool:
        return type(value) is str and (value in words or (own is not None and own(value, room)))

    return admits


def _instant(value: Any, _: _Room) -> bool:
    return type(value) is str and parse_instant(value) is not None


def _date(value: Any, _: _Room) -> bool:
    if type(value) is not str or _DAY.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


_FORMS: Final[Mapping[str, _Rule]] = MappingProxyType(
    {
        "boolean": lambda value, _: type(value) is bool,
        "number": lambda value, _: type(value) is int or type(value) is JsonReal,
        "instant": _instant,
        "date": _date,
    }
)


# --- across members


def _any(name: str, other: str) -> _Demand:
    return lambda value: name in value or other in value


def _some() -> _Demand:
    return bool


def _in_order(begin: str, end: str) -> _Demand:
    def holds(value: JsonObject) -> bool:
        if begin not in value or end not in value:
            return True
        first, last = value[begin], value[end]
        start, stop = parse_instant(first), parse_instant(last)
        return start is not None and stop is not None and start <= stop

    return holds


def _distinct(name: str) -> _Demand:
    def holds(value: JsonObject) -> bool:
        ids = [entry["id"] for entry in listed(value[name])] if name in value else []
        return len(set(ids)) == len(ids)

    return holds


def _named(name: str) -> _Demand:
    return lambda value: name not in value or all("id" in entry for entry in listed(value[name]))


def _formed_if(flag: str, name: str, pattern: str) -> _Demand:
    formed = _formed(pattern)
    return lambda value: not value[flag] or formed(value[name], [0])


def _with(name: str, word: str, other: str) -> _Demand:
    return lambda value: value[name] != word or other in value


_DEMANDS: Final[Mapping[str, Callable[..., _Demand]]] = MappingProxyType(
    {
        "any": _any,
        "some": _some,
        "in order": _in_order,
        "distinct": _distinct,
        "named": _named,
        "formed if": _formed_if,
        "with": _with,
    }
)
