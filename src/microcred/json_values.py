"""JSON values as the gate gives them out: they read like Python's own, cannot change, and are written as they came."""

from __future__ import annotations

from collections.abc import Mapping
from json.encoder import encode_basestring as _quote
from typing import Any, Final, NoReturn

from microcred.errors import UsageError

__all__ = ["JsonArray", "JsonObject", "JsonReal", "frozen", "immutable", "thawed", "to_json"]

_MAX_BITS: Final = 3_321  # as many as a thousand decimal digits have
# Twice as deep as a document may be, for what is built around one.
_MAX_NESTING: Final = 128


class JsonReal(float):
    """A JSON number written with a fraction or an exponent; ``lexical`` is how it was written."""

    __slots__ = ("lexical",)
    lexical: str

    def __new__(cls, lexical: str) -> JsonReal:
        """Keep ``lexical``, a number in JSON's grammar, beside its value."""
        number = super().__new__(cls, lexical)
        number.lexical = lexical
        return number

    def __reduce__(self) -> tuple[Any, ...]:
        return JsonReal, (self.lexical,)

    def __deepcopy__(self, memo: object) -> JsonReal:
        return self


def immutable(*_: object, **__: object) -> NoReturn:
    """What stands where a value would be changed."""
    raise TypeError("a Document does not change: work on a copy from to_dict()")


class JsonObject(dict[str, Any]):
    """A JSON object of a :class:`Document`: reads like a ``dict`` and cannot be changed.

    Where it comes out of the gate, ``depth`` counts the levels of objects and arrays, and ``size`` the members and
    elements on all of them.
    """

    __slots__ = ("depth", "size")
    depth: int
    size: int
    __setitem__ = __delitem__ = __ior__ = immutable
    clear = pop = popitem = setdefault = update = immutable

    def __deepcopy__(self, memo: object) -> JsonObject:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return JsonObject, (dict(self),)


class JsonArray(list[Any]):
    """A JSON array of a :class:`Document`: reads like a ``list`` and cannot be changed.

    ``depth`` and ``size`` are as in a :class:`JsonObject`.
    """

    __slots__ = ("depth", "size")
    depth: int
    size: int
    __setitem__ = __delitem__ = __iadd__ = __imul__ = immutable
    append = clear = extend = insert = pop = remove = reverse = sort = immutable

    def __deepcopy__(self, memo: object) -> JsonArray:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return JsonArray, (list(self),)


def frozen(value: Any) -> Any:
    """The same JSON value in the immutable classes of a document; parts that are immutable already are shared."""
    match value:
        case JsonObject() | JsonArray():
            return value
        case dict():
            return JsonObject((key, frozen(member)) for key, member in value.items())
        case list() | tuple():
            return JsonArray(frozen(element) for element in value)
        case _:
            return value


def to_json(value: Any, *, indent: int | None = 2) -> bytes:
    """Write JSON in UTF-8: members in the order given, numbers in the form in which they were read.

    ``indent`` is the number of spaces for each level; ``None`` writes everything on one line. Ends without a newline.
    Raises :class:`~microcred.errors.UsageError` for a value that JSON does not have.
    """
    parts: list[str] = []
    _write(value, parts, "\n" if indent is not None else "", " " * (indent or 0), 0)
    try:
        return "".join(parts).encode()
    except UnicodeEncodeError as error:
        raise UsageError(
            "usage.not-json", "a string holds half of a surrogate pair, which UTF-8 cannot carry"
        ) from error


def _write(value: Any, parts: list[str], newline: str, step: str, depth: int) -> None:
    match value:
        case str():
            parts.append(_quote(value))
        case None | True | False:
            parts.append({None: "null", True: "true", False: "false"}[value])
        case JsonReal():
            parts.append(value.lexical)
        case int() if value.bit_length() <= _MAX_BITS:
            parts.append(int.__repr__(value))
        case float() if value - value == 0:
            parts.append(float.__repr__(value))
        case dict() | Mapping() if all([isinstance(key, str) for key in value]):  # noqa: C419 - quicker
            colon = ": " if newline else ":"
            _bracket(
                "{}", [(_quote(key) + colon, member) for key, member in value.items()], parts, newline, step, depth
            )
        case list() | tuple():
            _bracket("[]", [("", element) for element in value], parts, newline, step, depth)
        case _:
            raise UsageError("usage.not-json", f"JSON has no form for this {type(value).__name__}")


def _bracket(
    brackets: str, entries: list[tuple[str, Any]], parts: list[str], newline: str, step: str, depth: int
) -> None:
    """Write what stands in an object or an array, each entry with what leads it in."""
    if depth > _MAX_NESTING:
        raise UsageError("usage.not-json", "the value is nested too deeply, or contains itself")
    separator = newline + step * (depth + 1)
    before = brackets[0] + separator
    for lead, entry in entries:
        parts.append(before + lead)
        _write(entry, parts, newline, step, depth + 1)
        before = "," + separator
    parts.append(newline + step * depth + brackets[1] if entries else brackets)


def thawed(value: Any) -> Any:
    """A fresh copy in plain ``dict`` and ``list`` objects, to change at will."""
    match value:
        case dict():
            return {key: thawed(member) for key, member in value.items()}
        case list():
            return [thawed(element) for element in value]
        case _:
            return value
