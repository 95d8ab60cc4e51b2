"""Changes of JSON that leave it JSON: members exchanged, renamed, moved, doubled, wrapped; some of its spelling too."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from random import Random
from typing import Any, Final

from fuzzing.vocabulary import KEYWORDS, NUMBERS, VALUES, texts, words

__all__ = ["changed_bytes", "changed_text", "changed_tree", "mutate_json", "mutator", "written"]

_MAX_PLACES: Final = 4_000
_MAX_DONOR: Final = 8_000
_NUMBER: Final = re.compile(rb"(?<=[:,\[ ])-?[0-9][0-9.eE+-]*")


def mutator(donors: Callable[[], Sequence[bytes]] = lambda: ()) -> Callable[[bytes, Random], bytes]:
    """A mutator that also puts parts of the ``donors`` into what it changes."""

    @cache
    def chosen() -> list[bytes]:
        return [donor for donor in donors() if len(donor) <= _MAX_DONOR]

    def mutate(data: bytes, rnd: Random) -> bytes:
        return mutate_json(data, rnd, chosen())

    return mutate


def mutate_json(data: bytes, rnd: Random, donors: Sequence[bytes] = ()) -> bytes:
    """One to four changes of a JSON text; what is no JSON is changed byte by byte, or gives way to a donor."""
    try:
        tree = json.loads(data)
        if rnd.random() < 0.1:
            return _respelled(data, rnd)
        other = json.loads(rnd.choice(donors)) if donors and rnd.random() < 0.2 else None
        for _ in range(rnd.choice((1, 1, 1, 2, 2, 3, 4))):
            tree = changed_tree(tree, rnd, other)
        return written(tree, rnd)
    except (ValueError, RecursionError):
        # No JSON, or what Python does not write again: nested too deeply, or a number of thousands of digits.
        return rnd.choice(donors) if donors and rnd.random() < 0.3 else changed_bytes(data, rnd)


def written(tree: Any, rnd: Random) -> bytes:
    """The tree as JSON, in one of the ways to write it."""
    plain = rnd.random() < 0.2
    text = json.dumps(tree, ensure_ascii=plain, indent=rnd.choice((None, None, 2)))
    return text.encode("utf-8", "surrogatepass" if plain else "replace")


def changed_tree(tree: Any, rnd: Random, other: Any = None) -> Any:
    """One change somewhere in a value; ``other`` is a value from which a part may be taken."""
    places = list(_places(tree))
    if not places:
        return rnd.choice(VALUES)
    part, key = rnd.choice(places)
    here = part[key]
    match rnd.randrange(12):
        case 0:
            del part[key]
        case 1:
            part[key] = _value(rnd)
        case 2 if isinstance(part, dict):
            part[_name(rnd)] = part.pop(key)
        case 3 if isinstance(part, dict):
            part[_name(rnd)] = _value(rnd) if rnd.random() < 0.5 else copy.deepcopy(here)
        case 3:
            part.insert(key, _value(rnd))
        case 4:
            part[key] = _wrapped(here, rnd)
        case 5 if isinstance(here, list | dict) and here:
            part[key] = rnd.choice(list(here.values()) if isinstance(here, dict) else here)
        case 6 if isinstance(part, list):
            part[key:key] = [copy.deepcopy(here) for _ in range(rnd.choice((1, 1, 2, 20)))]
        case 6 | 7:
            place, name = rnd.choice(places)
            if len(json.dumps(here)) + len(json.dumps(place[name])) < 20_000:
                part[key] = copy.deepcopy(place[name])
                if rnd.random() < 0.5:
                    place[name] = copy.deepcopy(here)
        case 8 if isinstance(part, list) and len(part) > 1:
            rnd.shuffle(part)
        case 9 if other is not None:
            donors = list(_places(other))
            if donors:
                place, name = rnd.choice([found for found in donors if found[1] == key] or donors)
                part[key] = copy.deepcopy(place[name])
        case _:
            part[key] = _tweaked(here, rnd)
    return tree


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a tree, as the object or array and the name or index in it."""
    pending, count = [tree], 0
    while pending and count < _MAX_PLACES:
        part = pending.pop()
        keys = list(part) if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
        for key in keys:
            yield part, key
            count += 1
            if isinstance(part[key], dict | list):
                pending.append(part[key])


def _name(rnd: Random) -> str:
    return rnd.choice(KEYWORDS) if rnd.random() < 0.2 else rnd.choice(words()) if rnd.random() < 0.8 else _text(rnd)


def _text(rnd: Random) -> str:
    return rnd.choice(texts())


def _value(rnd: Random) -> Any:
    turn = rnd.random()
    return copy.deepcopy(rnd.choice(VALUES)) if turn < 0.4 else _text(rnd) if turn < 0.8 else rnd.choice(words())


def _wrapped(value: Any, rnd: Random) -> Any:
    match rnd.randrange(9):
        case 0:
            return [value]
        case 1:
            return {rnd.choice(KEYWORDS): value}
        case 2:
            return {"id": value}
        case 3:
            return {"@value": value, "@type": rnd.choice(("@json", "http://www.w3.org/2001/XMLSchema#string", "x"))}
        case 4:
            return {"@value": value, "@language": rnd.choice(("en", "EN-us", "", "x_y"))}
        case 5:
            return [value, copy.deepcopy(value)]
        case 6:
            return json.dumps(value)
        case 7:
            for _ in range(rnd.choice((2, 10, 62, 70))):
                value = [value] if rnd.random() < 0.5 else {rnd.choice(("id", "evidence", "@list", "issuer")): value}
            return value
        case _:
            return {"type": _name(rnd), _name(rnd): value}


def _tweaked(value: Any, rnd: Random) -> Any:
    match value:
        case str():
            return changed_text(value, rnd)
        case bool() | None:
            return rnd.choice((True, False, None, 0, 1, "true"))
        case int():
            return rnd.choice((value + 1, value - 1, -value, value * 2, value << 40, float(value % 2**50), str(value)))
        case float():
            return rnd.choice((value + 1, -value, value / 3, int(value) if abs(value) < 1e300 else 0, str(value)))
        case dict() if value:
            name = rnd.choice(list(value))
            return {other: member for other, member in value.items() if other != name}
        case _:
            return _value(rnd)


def changed_text(text: str, rnd: Random) -> str:
    """One change of a text."""
    at = rnd.randint(0, len(text))
    match rnd.randrange(7):
        case 0:
            return text[:at] + _text(rnd) + text[at:]
        case 1:
            return text[:at] + text[at + rnd.choice((1, 1, 2, 8)) :]
        case 2:
            return (
                text[:at] + chr(rnd.choice((rnd.randrange(32, 127), rnd.randrange(0xD800), 0x10FFFF))) + text[at + 1 :]
            )
        case 3:
            return text.swapcase() if rnd.random() < 0.5 else text[:at] + text[at:].swapcase()
        case 4:
            return _text(rnd)
        case 5:
            return text + text[: rnd.choice((1, 8, 1_000))]
        case _:
            return text[:at]


def changed_bytes(data: bytes, rnd: Random) -> bytes:
    """Some bytes changed, left out, put in or repeated."""
    changed = bytearray(data)
    for _ in range(rnd.choice((1, 1, 2, 4))):
        at = rnd.randint(0, len(changed))
        match rnd.randrange(5):
            case 0:
                changed[at : at + 1] = bytes([rnd.randrange(256)])
            case 1:
                del changed[at : at + rnd.choice((1, 2, 8, 64))]
            case 2:
                changed[at:at] = _text(rnd).encode("utf-8", "surrogatepass")
            case 3:
                start = rnd.randint(0, len(changed))
                changed[at:at] = changed[start : start + rnd.choice((1, 4, 64))]
            case _:
                if at < len(changed):
                    changed[at] ^= 1 << rnd.randrange(8)
    return bytes(changed)


def _respelled(data: bytes, rnd: Random) -> bytes:
    """The same members with one of their spellings changed: a number, an escape, white space, a member twice."""
    match rnd.randrange(4):
        case 0:
            found = list(_NUMBER.finditer(data))
            if found:
                number = rnd.choice(found)
                return data[: number.start()] + rnd.choice(NUMBERS).encode() + data[number.end() :]
        case 1:
            at = data.find(b'"', rnd.randrange(len(data) + 1)) + 1
            escape = rnd.choice((b"\\u0061", b"\\ud800", b"\\udbff\\udfff", b"\\/", b"\\x", b"\\u00", b"\\b", b"\xff"))
            return data[:at] + escape + data[at:]
        case 2:
            at = data.find(b",", rnd.randrange(len(data) + 1)) + 1
            return data[:at] + rnd.choice((b" ", b"\t\r\n", b"\xc2\xa0", b",", b"//x\n", b"\xef\xbb\xbf")) + data[at:]
        case _:
            begin = data.find(b"{") + 1
            end = data.find(b",", begin)
            if 0 < begin < end:
                return data[:begin] + data[begin : end + 1] + data[begin:]
    return changed_bytes(data, rnd)
