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
from importlib.resources import files
from typing import Any, Final, TypeAlias

from microcred.document import JsonArray, JsonObject, JsonReal
from microcred.instants import parse_instant
from microcred.models.coherence import TELLING, associations_hold, is_coherent, may_share_id
from microcred.models.vocabulary import claimed_class, data_model_of, type_names
from microcred.positions import listed

__all__ = ["plainly_conforms"]

_ASSOCIATES: Final = frozenset({"sourceId", "targetId"})
_APART: Final = frozenset({"@context", "proof"})  # what coherence does not look into
_SCALARS: Final = frozenset({str, int, JsonReal, bool, type(None)})
_USUAL_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def plainly_conforms(tree: JsonObject) -> str | None:
    """The name of the class that a credential conforms to, by every rule and with nothing to note; or ``None``.

    With a name, :func:`~microcred.models.read_credential` reads ``tree`` as that class, and
    :func:`~microcred.models.deviations` finds none. ``None`` says only that the models have to be asked. ``tree`` has
    come through the gate (:class:`~microcred.document.Document`).
    """
    if type(tree) is not JsonObject or "VerifiablePresentation" in type_names(tree):
        return None
    name, walk = claimed_class(tree), _Walk(_bounds()["values"])
    conforms = name in _classes() and _classes()[name].admits(tree, walk)
    return name if conforms and (not walk.associates or associations_hold(tree)) else None


class _Walk:
    """What one walk over a document has to remember."""

    __slots__ = ("associates", "known", "room")

    def __init__(self, room: int) -> None:
        self.room = room
        """How many values the arrays of the document may still hold."""
        self.known: dict[str, Any] = {}
        """The ``type`` of the first thing with each id."""
        self.associates = False
        """Whether something claims to associate achievements."""

    def meets(self, identifier: str, kind: Any) -> bool:
        """Whether a thing of the type ``kind`` may have this id, after what was met before (VCDM 2.0, 4.4)."""
        first = self.known.setdefault(identifier, kind)
        if first is kind or first == kind:
            return True
        names, others = listed(kind), listed(first)
        # The names of a class are few and strings. What is not a class may have anything as its type.
        bounded = max(len(names), len(others)) <= _bounds()["names"]
        if not bounded or any(type(name) is not str for name in (*names, *others)):
            return False
        return may_share_id(set(names), set(others))


_Rule: TypeAlias = Callable[[Any, _Walk], bool]
_Demand: TypeAlias = Callable[[JsonObject], bool]


class _Class:
    """What the table says about one class; its members refer to others, so that they come after all are there."""

    __slots__ = ("demands", "members", "open", "required", "telling")

    members: dict[str, _Rule]
    demands: tuple[_Demand, ...]

    def __init__(self, drawn: Mapping[str, Any]) -> None:
        self.open: bool = drawn["open"]
        self.required: tuple[str, ...] = tuple(drawn["required"])
        self.telling = not TELLING.isdisjoint(drawn["members"])

    def admits(self, value: Any, walk: _Walk) -> bool:
        """Whether a value is an object of this class, by strict reading and in itself coherent."""
        if type(value) is not JsonObject or not _meets(value, walk):
            return False
        rules, telling = self.members, self.telling
        for name, member in value.items():
            rule = rules.get(name)
            if rule is not None:
                if not rule(member, walk):
                    return False
            elif not self.open or not _is_foreign(name, member, walk):
                return False
            elif name in TELLING:
                telling = True
        for name in self.required:
            if name not in value:
                return False
        for demand in self.demands:
            if not demand(value):
                return False
        return not telling or is_coherent(value)


def _meets(value: JsonObject, walk: _Walk) -> bool:
    identifier = value.get("id")
    if type(identifier) is not str:
        return True
    kind = value.get("type")
    return kind is None or walk.meets(identifier, kind)


def _is_foreign(name: str, member: Any, walk: _Walk) -> bool:
    """Whether a member that is not the standard's is of no concern, which only coherence can deny."""
    if name in _ASSOCIATES:
        walk.associates = True
    return name in _APART or _anything(member, walk)


def _anything(value: Any, walk: _Walk) -> bool:
    kind = type(value)
    if kind is JsonArray:
        return all(_anything(element, walk) for element in value)
    if kind is not JsonObject:
        return kind in _SCALARS
    if not _meets(value, walk) or not (TELLING.isdisjoint(value) or is_coherent(value)):
        return False
    return all(_is_foreign(name, member, walk) for name, member in value.items())


# --- the table


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(files("microcred.models").joinpath("conformance.json").read_bytes())
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
    rules |= {"anything": _anything, "credential": _credential, "endorsement": _endorsement}
    for name, drawn in drawings.items():
        classes[name].members = {member: _rule(rule, rules) for member, rule in drawn["members"].items()}
        if "proof" in classes[name].members:
            classes[name].members["proof"] = _apart(classes[name].members["proof"])
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
    def admits(value: Any, walk: _Walk) -> bool:
        if type(value) is not JsonArray:
            return bare and rule(value, walk)
        walk.room -= len(value)
        if not value or walk.room < 0:
            return False
        for element in value:  # noqa: SIM110 - a generator would cost as much as the rule
            if not rule(element, walk):
                return False
        return True

    return admits


def _either(text: _Rule, thing: _Rule) -> _Rule:
    return lambda value, walk: text(value, walk) if type(value) is str else thing(value, walk)


def _apart(rule: _Rule) -> _Rule:
    """Proofs are not what a document speaks of: the ids in them are theirs."""

    def admits(value: Any, walk: _Walk) -> bool:
        own = _Walk(walk.room)
        admitted = rule(value, own)
        walk.room = own.room
        return admitted

    return admits


def _types(groups: list[list[str]], *, bare: bool) -> _Rule:
    usual: Any = [group[-1] for group in groups]
    usual = usual[0] if bare and groups else usual
    wanted = [frozenset(group) for group in groups]

    def admits(value: Any, _: _Walk) -> bool:
        if value == usual and groups:
            return True
        names = (value,) if type(value) is str else () if bare or type(value) is not JsonArray else value
        if not 0 < len(names) <= _bounds()["names"] or any(type(name) is not str for name in names):
            return False
        return not any(group.isdisjoint(names) for group in wanted)

    return admits


def _contexts(urls: list[str], is_uri: _Rule, *, bare: bool) -> _Rule:
    first = len(urls)

    def admits(value: Any, walk: _Walk) -> bool:
        if type(value) is not JsonArray:
            return bare and type(value) is str and value == urls[0]
        if value[:first] != urls or len(value) > _bounds()["contexts"]:
            return False
        return all(type(context) is JsonObject or is_uri(context, walk) for context in value[first:])

    return admits


def _credential(value: Any, walk: _Walk) -> bool:
    """A credential inside another object is held to the class that it claims itself."""
    found = _classes().get(claimed_class(value)) if type(value) is JsonObject else None
    return found is not None and found.admits(value, walk)


def _endorsement(value: Any, walk: _Walk) -> bool:
    """Endorsements of data model 1.1 are read, and no longer issued."""
    if type(value) is not JsonObject or data_model_of(value) != "2.0":
        return False
    return _classes()["EndorsementCredential"].admits(value, walk)


# --- single values


def _form(drawn: Any) -> _Rule:
    match drawn:
        case {"pattern": None}:
            return lambda value, _: type(value) is str
        case {"pattern": pattern}:
            return _formed(pattern)
        case {"terms": words, "own": own}:
            return _term(frozenset(words), None if own is None else _formed(own))
        case _:
            return _FORMS[drawn]


def _formed(pattern: str) -> _Rule:
    matches: Callable[[str], object] | None = None

    def admits(value: Any, _: _Walk) -> bool:
        nonlocal matches
        if matches is None:  # compiled when it is first needed; "$" would let a line break pass
            matches = re.compile(pattern.removeprefix("^").removesuffix("$")).fullmatch
        return type(value) is str and matches(value) is not None

    return admits


def _term(words: frozenset[str], own: _Rule | None) -> _Rule:
    def admits(value: Any, walk: _Walk) -> bool:
        return type(value) is str and (value in words or (own is not None and own(value, walk)))

    return admits


def _instant(value: Any, _: _Walk) -> bool:
    return type(value) is str and parse_instant(value) is not None


def _date(value: Any, _: _Walk) -> bool:
    if type(value) is not str or _DAY.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


_FORMS: Final[Mapping[str, _Rule]] = {
    "boolean": lambda value, _: type(value) is bool,
    "number": lambda value, _: type(value) is int or type(value) is JsonReal,
    "instant": _instant,
    "date": _date,
}


# --- across members


def _any(*names: str) -> _Demand:
    return lambda value: any(name in value for name in names)


def _some() -> _Demand:
    return bool


def _in_order(begin: str, end: str) -> _Demand:
    def holds(value: JsonObject) -> bool:
        if begin not in value or end not in value:
            return True
        first, last = value[begin], value[end]
        if _USUAL_INSTANT.fullmatch(first) and _USUAL_INSTANT.fullmatch(last):
            return bool(first <= last)
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
    return lambda value: not value[flag] or formed(value[name], _Walk(0))


def _with(name: str, word: str, other: str) -> _Demand:
    return lambda value: value[name] != word or other in value


_DEMANDS: Final[Mapping[str, Callable[..., _Demand]]] = {
    "any": _any,
    "some": _some,
    "in order": _in_order,
    "distinct": _distinct,
    "named": _named,
    "formed if": _formed_if,
    "with": _with,
}
