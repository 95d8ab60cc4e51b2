"""Regular expressions in time that grows with the text alone, whoever wrote them (ECMA-262, 22.2, with the flag u).

Engines that backtrack can be kept busy for years by ``^(a+)+$`` and thirty letters. Here a pattern becomes a finite
automaton whose states are followed all at once, so that each character is looked at once; every state that is followed
is paid for. What no such automaton can do (back references) or does badly (lookaround) is not assessed.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from typing import Final, NoReturn, TypeAlias

from microcred.errors import Undetermined
from microcred.verification.json_schema.effort import Effort

__all__ = ["Pattern"]

_MAX_LENGTH: Final = 4_000
_MAX_STATES: Final = 10_000
_MAX_GROUPS: Final = 40

_START: Final = 1
_END: Final = 2
_BOUNDARY: Final = 4


@dataclass(frozen=True, slots=True)
class _Characters:
    """A set of characters: ranges of code points, Unicode categories, other sets; or everything else."""

    ranges: frozenset[tuple[int, int]] = frozenset()
    categories: frozenset[str] = frozenset()
    parts: frozenset[_Characters] = frozenset()
    negated: bool = False

    def has(self, character: str) -> bool:
        code = ord(character)
        found = (
            any(first <= code <= last for first, last in self.ranges)
            or (bool(self.categories) and unicodedata.category(character).startswith(tuple(self.categories)))
            or any(part.has(character) for part in self.parts)
        )
        return found is not self.negated

    @property
    def cost(self) -> int:
        return 1 + (len(self.ranges) + len(self.categories)) // 8 + sum(part.cost for part in self.parts)

    def without(self) -> _Characters:
        return _Characters(parts=frozenset((self,)), negated=True)


@dataclass(frozen=True, slots=True)
class _Assertion:
    """A place between characters: the beginning, the end, or (not) the edge of a word."""

    where: int
    holds: bool = True


@dataclass(frozen=True, slots=True)
class _Sequence:
    parts: tuple[_Node, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    parts: tuple[_Node, ...]


@dataclass(frozen=True, slots=True)
class _Repeat:
    part: _Node
    least: int
    most: int | None


_Node: TypeAlias = "_Characters | _Assertion | _Sequence | _Choice | _Repeat"


def _one(*characters: str) -> _Characters:
    return _Characters(frozenset((ord(each[0]), ord(each[-1])) for each in characters))


_DIGIT: Final = _one("09")
_WORD: Final = _one("AZ", "az", "09", "_")
_SPACE: Final = _one(
    "\t\r", " ", "\xa0", "\u1680", "\u2000\u200a", "\u2028\u2029", "\u202f", "\u205f", "\u3000", "\ufeff"
)
_ANY: Final = _one("\n", "\r", "\u2028\u2029").without()
_CLASSES: Final = {
    "d": _DIGIT,
    "D": _DIGIT.without(),
    "w": _WORD,
    "W": _WORD.without(),
    "s": _SPACE,
    "S": _SPACE.without(),
}
_CONTROLS: Final = {"t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "0": "\0"}
_QUANTIFIER: Final = re.compile(r"(?:([*+?])|\{(\d{1,9})(?:(,)(\d{1,9})?)?\})\??", re.ASCII)
_HEXADECIMAL: Final = re.compile(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{0*([0-9A-Fa-f]{1,6})\}")
_PROPERTY: Final = re.compile(r"([pP])\{(?:General_Category=|gc=)?([A-Za-z_]+)\}")
_CATEGORIES: Final = {
    "Letter": "L",
    "Uppercase_Letter": "Lu",
    "Lowercase_Letter": "Ll",
    "Mark": "M",
    "Number": "N",
    "Decimal_Number": "Nd",
    "Punctuation": "P",
    "Symbol": "S",
    "Separator": "Z",
    "Space_Separator": "Zs",
    "Other": "C",
    "Control": "Cc",
} | {
    name: name
    for major, minors in {
        "L": "ultmo",
        "M": "nce",
        "N": "dlo",
        "P": "cdseifo",
        "S": "mcko",
        "Z": "slp",
        "C": "cfson",
    }.items()
    for name in (major, *(major + minor for minor in minors))
}


class Pattern:
    """One pattern, ready to be looked for; raises ``schema.unsupported-pattern`` for one that cannot be followed."""

    __slots__ = ("_closures", "_edges", "_nexts", "_splits", "_start", "_steps", "_tests")

    def __init__(self, text: str, effort: Effort) -> None:
        if len(text) > _MAX_LENGTH:
            raise _unsupported(text, f"has {len(text)} characters, at most {_MAX_LENGTH} are read")
        effort.spend(len(text))
        compiler = _Compiler(text, effort)
        self._start = compiler.emit(_Reader(text).read(), 0)
        self._tests, self._nexts, self._splits = compiler.tests, compiler.nexts, compiler.splits
        self._edges = any(isinstance(test, _Assertion) and test.where == _BOUNDARY for test in self._tests)
        self._closures: dict[tuple[frozenset[int], int], frozenset[int] | None] = {}
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def found_in(self, text: str, effort: Effort) -> bool:
        """Whether any part of the text matches."""
        effort.spend(len(text) + 1)
        states = frozenset((self._start,))
        for place in range(len(text) + 1):
            reached = self._closure(states, _around(text, place, edges=self._edges), effort)
            if reached is None:
                return True
            if place < len(text):
                states = self._step(reached, text[place], effort)
        return False

    def _closure(self, states: frozenset[int], around: int, effort: Effort) -> frozenset[int] | None:
        """The states with a character to read that can be reached without reading one; ``None`` if the end can."""
        if (states, around) not in self._closures:
            self._closures[states, around] = self._reached(states, around, effort)
        return self._closures[states, around]

    def _reached(self, states: frozenset[int], around: int, effort: Effort) -> frozenset[int] | None:
        pending, seen = list(states), set(states)
        while pending:
            effort.spend(1)
            state = pending.pop()
            test = self._tests[state]
            if state == 0:
                return None
            if isinstance(test, _Characters) or (test is not None and bool(around & test.where) is not test.holds):
                continue
            for following in (self._nexts[state], *self._splits[state]):
                if following not in seen:
                    seen.add(following)
                    pending.append(following)
        return frozenset(state for state in seen if isinstance(self._tests[state], _Characters))

    def _step(self, states: frozenset[int], character: str, effort: Effort) -> frozenset[int]:
        if (states, character) not in self._steps:
            # A match may begin at every character.
            found = [self._start]
            for state in states:
                test = self._tests[state]
                assert isinstance(test, _Characters)  # noqa: S101 - a closure holds no others
                effort.spend(test.cost)
                if test.has(character):
                    found.append(self._nexts[state])
            self._steps[states, character] = frozenset(found)
        return self._steps[states, character]


def _around(text: str, place: int, *, edges: bool) -> int:
    """What is true of a place between characters; whether it is the edge of a word only where that matters."""
    ends = (_START if place == 0 else 0) | (_END if place == len(text) else 0)
    if not edges:
        return ends
    before = place > 0 and _WORD.has(text[place - 1])
    after = place < len(text) and _WORD.has(text[place])
    return ends | (_BOUNDARY if before != after else 0)


class _Compiler:
    """Thompson's construction: from a tree to states, each made before the one that leads to it. State 0 is the end."""

    def __init__(self, text: str, effort: Effort) -> None:
        self.text = text
        self.effort = effort
        self.visits = 0
        self.tests: list[_Characters | _Assertion | None] = [None]
        self.nexts: list[int] = [0]
        self.splits: list[tuple[int, ...]] = [()]

    def emit(self, node: _Node, then: int) -> int:
        """The state in which a node begins that goes on to the state ``then``."""
        self.visits += 1
        if self.visits > _MAX_STATES:
            raise _unsupported(self.text, f"needs more than {_MAX_STATES} states")
        self.effort.spend(1)
        match node:
            case _Sequence(parts):
                for part in reversed(parts):
                    then = self.emit(part, then)
                return then
            case _Choice(parts):
                return self._state(None, then=None, splits=tuple(self.emit(part, then) for part in parts))
            case _Repeat(part, least, most):
                return self._repeat(part, least, most, then)
            case _:
                return self._state(node, then=then)

    def _repeat(self, part: _Node, least: int, most: int | None, then: int) -> int:
        if most is None:
            loop = self._state(None, then=then)
            self.splits[loop] = (self.emit(part, loop),)
            after = loop
        else:
            after = then
            for _ in range(most - least):
                after = self._state(None, then=then, splits=(self.emit(part, after),))
        for _ in range(least):
            after = self.emit(part, after)
        return after

    def _state(self, test: _Characters | _Assertion | None, *, then: int | None, splits: tuple[int, ...] = ()) -> int:
        self.tests.append(test)
        self.nexts.append(splits[0] if then is None else then)
        self.splits.append(splits)
        return len(self.tests) - 1


class _Reader:
    """From the text of a pattern to its tree, by recursive descent."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.depth = 0

    def read(self) -> _Node:
        node = self._choice()
        if self.place < len(self.text):
            self._refuse("has a ) that closes nothing")
        return node

    def _choice(self) -> _Node:
        parts = [self._sequence()]
        while self._take("|"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else _Choice(tuple(parts))

    def _sequence(self) -> _Node:
        parts: list[_Node] = []
        while self.place < len(self.text) and self.text[self.place] not in "|)":
            parts.append(self._quantified(self._term()))
        return _Sequence(tuple(parts))

    def _quantified(self, node: _Node) -> _Node:
        found = _QUANTIFIER.match(self.text, self.place)
        if found is None:
            return node
        if isinstance(node, _Assertion):
            self._refuse("repeats an assertion")
        self.place = found.end()
        least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(
            found[1] or "",
            (int(found[2] or 0), int(found[4]) if found[4] else None if found[3] else int(found[2] or 0)),
        )
        if max(least, most or 0) > _MAX_STATES:
            self._refuse(f"needs more than {_MAX_STATES} states")
        if most is not None and most < least:
            self._refuse("has a quantifier whose end is before its beginning")
        if _QUANTIFIER.match(self.text, self.place):
            self._refuse("has a quantifier after a quantifier")
        return _Repeat(node, least, most)

    def _term(self) -> _Node:
        character = self._next()
        match character:
            case "^":
                return _Assertion(_START)
            case "$":
                return _Assertion(_END)
            case ".":
                return _ANY
            case "(":
                return self._group()
            case "[":
                return self._set()
            case "\\":
                return self._escape()
            case "*" | "+" | "?":
                self._refuse(f"has a {character} with nothing to repeat")
        return _one(character)

    def _group(self) -> _Node:
        if self._take("?") and not self._take(":"):
            named = re.compile(r"<[A-Za-z_$][\w$]*>", re.ASCII).match(self.text, self.place)
            if named is None:
                self._refuse("looks ahead or behind, or sets flags")
            self.place = named.end()
        self.depth += 1
        if self.depth > _MAX_GROUPS:
            self._refuse(f"nests more than {_MAX_GROUPS} groups")
        node = self._choice()
        self.depth -= 1
        if not self._take(")"):
            self._refuse("has a ( that nothing closes")
        return node

    def _escape(self) -> _Characters | _Assertion:
        character = self.text[self.place : self.place + 1]
        if character and character in "bB":
            self.place += 1
            return _Assertion(_BOUNDARY, holds=character == "b")
        return self._escaped()

    def _escaped(self) -> _Characters:
        """What follows a backslash, in a set or outside of one."""
        if found := _HEXADECIMAL.match(self.text, self.place):
            self.place = found.end()
            code = int(found[1] or found[2] or found[3], 16)
            if code > sys.maxunicode:
                self._refuse("has an escape beyond the last character")
            return _Characters(frozenset(((code, code),)))
        if found := _PROPERTY.match(self.text, self.place):
            if found[2] not in _CATEGORIES:
                self._refuse(f"names the property {found[2]:.40}, which is not known here")
            self.place = found.end()
            whole = _Characters(categories=frozenset((_CATEGORIES[found[2]],)))
            return whole if found[1] == "p" else whole.without()
        character = self._next()
        if character in _CLASSES:
            return _CLASSES[character]
        if character == "0" and self.text[self.place : self.place + 1].isdigit():
            self._refuse("has an octal escape")
        if character in _CONTROLS:
            return _one(_CONTROLS[character])
        if character == "c" and re.match(r"[A-Za-z]", self.text[self.place : self.place + 1]):
            return _one(chr(ord(self._next()) % 32))
        if character.isalnum():
            self._refuse(f"has the escape \\{character}, which refers back or is not known here")
        return _one(character)

    def _set(self) -> _Characters:
        negated = self._take("^")
        ranges: set[tuple[int, int]] = set()
        parts: set[_Characters] = set()
        while not self._take("]"):
            first = self._member()
            code = _code(first)
            if code is None or not self._ranges_on():
                ranges |= first.ranges if code is not None else set()
                parts |= {first} if code is None else set()
                continue
            self.place += 1
            last = self._member()
            end = _code(last)
            if end is None:
                # Before a class, a hyphen is a hyphen, as everywhere but with the flag u.
                ranges |= {(code, code), (45, 45)}
                parts.add(last)
            elif end < code:
                self._refuse("has a range whose end is before its beginning")
            else:
                ranges.add((code, end))
        return _Characters(_merged(ranges), parts=frozenset(parts), negated=negated)

    def _ranges_on(self) -> bool:
        return self.text[self.place : self.place + 1] == "-" and self.text[self.place + 1 : self.place + 2] not in (
            "]",
            "",
        )

    def _member(self) -> _Characters:
        character = self._next()
        if character != "\\":
            return _one(character)
        return _one("\b") if self._take("b") else self._escaped()

    def _take(self, character: str) -> bool:
        taken = self.text[self.place : self.place + 1] == character
        self.place += taken
        return taken

    def _next(self) -> str:
        if self.place >= len(self.text):
            self._refuse("breaks off")
        self.place += 1
        return self.text[self.place - 1]

    def _refuse(self, why: str) -> NoReturn:
        raise _unsupported(self.text, why)


def _code(characters: _Characters) -> int | None:
    """The code point of a set of one character."""
    if characters.parts or characters.categories or characters.negated or len(characters.ranges) != 1:
        return None
    ((first, last),) = characters.ranges
    return first if first == last else None


def _merged(ranges: set[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return frozenset(merged)


def _unsupported(text: str, why: str) -> Undetermined:
    return Undetermined(
        "schema.unsupported-pattern",
        f"the pattern {text!r:.80} {why}, so it was not assessed",
        hint="patterns are read as ECMA-262 has them, but for back references and lookaround",
    )
