"""The gate: hostile bytes in, one immutable :class:`Document` out.

Everything that microcred reads passes through here once. The bytes stay the truth: what is signed and checked is the
JSON as it came, never a rewritten copy. What JSON readers disagree about (duplicate members, ``NaN``, lone surrogates,
byte order marks, numbers beyond a double) is refused with a code, as RFC 7493 (I-JSON) asks, and size and depth are
bounded before anything is built on them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final, Literal, NoReturn

from microcred.errors import DocumentError, UsageError
from microcred.json_values import JsonArray, JsonObject, JsonReal, frozen, immutable, thawed, to_json
from microcred.positions import Position, child_pointer, parent_pointer, places, position_of

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "Document",
    "JsonArray",
    "JsonObject",
    "JsonReal",
    "Position",
    "child_pointer",
    "frozen",
    "parent_pointer",
    "to_json",
]

MAX_BYTES: Final = 10_000_000
MAX_DEPTH: Final = 64
MAX_VALUES: Final = 250_000


class Document:
    """One JSON object, as it came: its bytes, what they say, and where in the text each part stands.

    ``size`` is the number of its members and elements on all levels, in which work on it is counted.

    Build one with :meth:`parse` (bytes or text) or :meth:`of` (Python values). A document is immutable, hashable by
    its bytes, picklable, and safe to share between threads.
    """

    __slots__ = ("_places", "raw", "size", "tree")

    raw: bytes
    tree: JsonObject
    size: int
    _places: dict[str, tuple[int, int]] | None

    def __init__(self, raw: bytes, tree: JsonObject, size: int) -> None:
        object.__setattr__(self, "raw", raw)
        object.__setattr__(self, "tree", tree)
        object.__setattr__(self, "size", size)
        object.__setattr__(self, "_places", None)

    @classmethod
    def parse(
        cls,
        data: bytes | bytearray | memoryview | str,
        *,
        max_bytes: int = MAX_BYTES,
        max_depth: int = MAX_DEPTH,
    ) -> Document:
        """Read one JSON object from UTF-8 bytes or text.

        ``max_bytes`` bounds the input before it is looked at, ``max_depth`` the nesting of objects and arrays.
        Raises :class:`~microcred.errors.DocumentError`; where the fault has a place, its evidence holds ``line`` and
        ``column``.
        """
        raw = _encoded(data)
        if len(raw) > max_bytes:
            raise _too_large(len(raw), max_bytes)
        text = _decoded(raw)
        # Each value but the first of an object or array follows a comma or a bracket; strings only add to the count.
        if len(raw) > MAX_VALUES and raw.count(b",") + raw.count(b"[") + raw.count(b"{") > MAX_VALUES:
            raise DocumentError(
                "document.too-large",
                f"the document has more than {MAX_VALUES} values",
                hint="split it: no standard needs a credential of this size",
            )
        tree = _parsed(text)
        if tree.depth > max_depth:
            raise _too_deep("", max_depth)
        # No pointer is longer than the text, give or take the digits of indexes.
        if tree.size * len(text) > _MAX_POINTERS:
            _check_pointers(tree)
        if b"\\u" in raw and re.search(_SURROGATE_ESCAPE, text):
            _check_surrogates(tree)
        return cls(raw, tree, tree.size)

    @classmethod
    def of(cls, value: Mapping[str, Any], *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> Document:
        """Make a document of Python values that JSON has: ``dict``, ``list``, ``str``, numbers, ``bool``, ``None``.

        Raises :class:`~microcred.errors.UsageError` for any other type and for ``NaN`` or infinity.
        """
        return cls.parse(to_json(value), max_bytes=max_bytes, max_depth=max_depth)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        immutable(self)

    def __delattr__(self, name: str) -> NoReturn:
        immutable(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return Document, (self.raw, self.tree, self.size)

    def __eq__(self, other: object) -> bool:
        return self.raw == other.raw if isinstance(other, Document) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.raw)

    def __bytes__(self) -> bytes:
        return self.raw

    def __str__(self) -> str:
        return self.raw.decode()

    def __repr__(self) -> str:
        return f"Document(id={self.tree.get('id')!r}, {len(self.raw)} bytes)"

    @property
    def sha256(self) -> str:
        """The SHA-256 digest of the bytes, in hexadecimal."""
        return hashlib.sha256(self.raw).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """A fresh copy in plain ``dict`` and ``list`` objects, to change at will."""
        copy = thawed(self.tree)
        assert isinstance(copy, dict)  # noqa: S101 - the root of a document is an object
        return copy

    def at(self, pointer: str) -> Any:
        """The value at a JSON Pointer (RFC 6901); raises :class:`~microcred.errors.UsageError` if there is none."""
        value: Any = self.tree
        for token in _tokens(pointer):
            if isinstance(value, dict) and token in value:
                value = value[token]
            elif isinstance(value, list) and re.fullmatch(_INDEX, token) and int(token) < len(value):
                value = value[int(token)]
            else:
                raise UsageError("usage.no-such-pointer", f"the document has nothing at {pointer!r}", pointer=pointer)
        return value

    def with_member(self, name: str, value: Any) -> Document:
        """The same text with one more member at its end, written in the way in which the others seem to be.

        Raises :class:`~microcred.errors.UsageError` where it has such a member, and what :meth:`of` raises.
        """
        if name in self.tree or not self.tree:
            raise UsageError("usage.member-exists", f"the document has a member {name[:80]!r} already, or none at all")
        indented = re.match(_INDENTED, self.raw)
        written = to_json({name: value}, indent=len(indented[1]) if indented else None)
        more = Document.parse(written)
        raw = self.raw.rstrip()[:-1].rstrip() + b"," + written[1:]
        if len(raw) > MAX_BYTES:
            raise _too_large(len(raw), MAX_BYTES)
        return Document(raw, JsonObject({**self.tree, **more.tree}), self.size + more.size)

    def may_have(self, *names: str) -> bool:
        """Whether members by one of these names can be anywhere in it; quick, and certain only where it says no."""
        return any(f'"{name}"'.encode() in self.raw for name in names) or b"\\u" in self.raw

    def position(self, pointer: str, *, of: Literal["value", "name"] = "value") -> Position:
        """Where the value at ``pointer``, or the name of that member, begins in the source text.

        A pointer to something that is not there gives the place of the nearest part around it that is.
        """
        if self._places is None:
            object.__setattr__(self, "_places", dict(places(self.raw.decode())))
        known = self._places or {}
        while pointer not in known:
            pointer = parent_pointer(pointer)
        name, value = known[pointer]
        return position_of(self.raw.decode(), name if of == "name" else value)


def _encoded(data: bytes | bytearray | memoryview | str) -> bytes:
    if not isinstance(data, str):
        return bytes(data)
    try:
        return data.encode()
    except UnicodeEncodeError as error:
        raise DocumentError(
            "document.lone-surrogate",
            f"character {error.start} of the text is half of a surrogate pair",
            hint="decode the bytes as UTF-8",
        ) from error


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError(
            "document.byte-order-mark",
            "the document begins with a byte order mark, JSON is plain UTF-8",
            hint="save the file as UTF-8 without a byte order mark",
            evidence={"line": 1, "column": 1},
        )
    try:
        return raw.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        raise DocumentError(
            "document.not-utf-8",
            f"byte {error.start} ({raw[error.start]:#04x}) is not UTF-8",
            hint="save the file as UTF-8",
            evidence=_line_and_column(raw.decode("utf-8", "replace"), len(raw[: error.start].decode())),
        ) from error


def _too_large(found: int, wanted: int) -> DocumentError:
    return DocumentError(
        "document.too-large",
        f"the document has {found} bytes, at most {wanted} are read",
        hint="raise max_bytes if a credential of this size is expected",
    )


class _DuplicateError(Exception):
    """Two members of one object have the same name; the scanner finds out which."""


class _NumberError(Exception):
    """A number that cannot be read, as it is written; the scanner finds out where, from the error to raise."""


def _parsed(text: str) -> JsonObject:
    try:
        tree = _DECODER.decode(text)
    except _DuplicateError:
        raise _duplicate_error(text) from None
    except _NumberError as error:
        raise _number_error(text, *error.args) from None
    except json.JSONDecodeError as error:
        raise _syntax_error(text, error) from None
    except RecursionError:
        raise _too_deep("", MAX_DEPTH) from None
    if not isinstance(tree, JsonObject):
        raise DocumentError(
            "document.not-an-object",
            f"the document is {_kind(tree)}, a credential is a JSON object",
            pointer="",
        )
    return tree


def _object(pairs: list[tuple[str, Any]]) -> JsonObject:
    members = JsonObject(pairs)
    depth, size = 0, len(members)
    if size != len(pairs):
        raise _DuplicateError
    for key, value in pairs:
        kind = value.__class__
        if kind is str:  # as most are
            continue
        if kind is list:
            value = _array(value)
            _set(members, key, value)
        elif kind is not JsonObject:
            continue
        size += value.size
        if value.depth > depth:
            depth = value.depth
    members.depth, members.size = depth + 1, size
    return members


def _array(values: list[Any]) -> JsonArray:
    depth, size = 0, len(values)
    for index, value in enumerate(values):
        kind = value.__class__
        if kind is str:
            continue
        if kind is list:
            value = values[index] = _array(value)
        elif kind is not JsonObject:
            continue
        size += value.size
        if value.depth > depth:
            depth = value.depth
    elements = JsonArray(values)
    elements.depth, elements.size = depth + 1, size
    return elements


def _integer(lexical: str) -> int | float:
    if lexical == "-0":
        return JsonReal(lexical)
    if len(lexical) > _MAX_DIGITS or abs(int(lexical)) >= _BEYOND_DOUBLES:
        raise _out_of_range(lexical)
    return int(lexical)


def _real(lexical: str) -> float:
    if len(lexical) > _MAX_DIGITS:
        raise _out_of_range(lexical)
    number = JsonReal(lexical)
    if number - number != 0 or (not number and re.match(_NONZERO, lexical)):
        raise _out_of_range(lexical)
    return number


def _constant(name: str) -> NoReturn:
    raise _NumberError(
        name,
        "document.not-a-number",
        f"the document contains {name}, which JSON does not have",
        "leave the member out, or write the number",
    )


def _out_of_range(lexical: str) -> _NumberError:
    shown = lexical if len(lexical) <= 40 else f"{lexical[:37]}..."
    return _NumberError(
        lexical,
        "document.number-out-of-range",
        f"the number {shown} cannot be held as a double, so readers would disagree about it",
        "write it as a string",
    )


def _number_error(text: str, lexical: str, code: str, message: str, hint: str) -> DocumentError:
    # The decoder has come as far as this number, so the text is well-formed up to it.
    pointer, at = next((pointer, at) for pointer, (_, at) in places(text) if text.startswith(lexical, at))
    return DocumentError(code, message, pointer=pointer, hint=hint, evidence=_line_and_column(text, at))


def _line_and_column(text: str, offset: int) -> dict[str, int]:
    return position_of(text, offset)._asdict()


_MAX_DIGITS: Final = 1_000
_BEYOND_DOUBLES: Final = 2**1024 - 2**970  # the least whole number that is rounded to infinity
_MAX_POINTERS: Final = 50_000_000
# Compiled where they are first needed, which most documents never do.
_NONZERO: Final = r"-?[0.]*[1-9]"
_INDENTED: Final = rb"\s*\{\r?\n( {1,8})\""
_INDEX: Final = r"0|[1-9][0-9]{0,9}"
_set: Final = dict.__setitem__
_SURROGATE_ESCAPE: Final = r"\\u[dD][89a-fA-F]"
_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_real, parse_constant=_constant
)


def _kind(value: object) -> str:
    match value:
        case list():
            return "an array"
        case str():
            return "a string"
        case None:
            return "null"
        case bool():
            return "a boolean"
        case _:
            return "a number"


def _syntax_error(text: str, error: json.JSONDecodeError) -> DocumentError:
    if not text.strip(" \t\r\n"):
        return DocumentError("document.empty", "the document is empty, a JSON object was expected")
    position = position_of(text, error.pos)
    return DocumentError(
        "document.not-json",
        f"not JSON at {position}: {error.msg[0].lower()}{error.msg[1:]}",
        evidence=position._asdict(),
    )


def _duplicate_error(text: str) -> DocumentError:
    seen: set[str] = set()
    for pointer, (name, _) in places(text):
        if pointer in seen:
            position = position_of(text, name)
            return DocumentError(
                "document.duplicate-key",
                f"a member stands twice in the same object ({position}): readers would disagree about it",
                pointer=pointer,
                hint="keep one of the two",
                evidence=position._asdict(),
            )
        seen.add(pointer)
    raise AssertionError("the decoder saw a duplicate that the scanner did not")


def _too_deep(pointer: str, max_depth: int) -> DocumentError:
    return DocumentError(
        "document.too-deep",
        f"objects and arrays are nested more than {max_depth} levels deep",
        pointer=pointer,
    )


def _check_pointers(tree: JsonObject) -> None:
    """Bound the JSON Pointers of all values together, which whoever walks the tree writes down."""
    pending: list[tuple[Any, int]] = [(tree, 0)]
    left = _MAX_POINTERS
    while pending:
        whole, length = pending.pop()
        for name, part in whole.items() if whole.__class__ is JsonObject else (("123456", part) for part in whole):
            left -= length + len(name) + 1
            if part.__class__ is JsonObject or part.__class__ is JsonArray:
                pending.append((part, length + len(name) + 1))
        if left < 0:
            raise DocumentError("document.too-large", "the names that lead to the values are too long in all")


def _check_surrogates(value: Any, pointer: str = "") -> None:
    match value:
        case str() if not _encodable(value):
            raise _lone_surrogate(pointer)
        case JsonObject():
            for key, member in value.items():
                if not _encodable(key):
                    raise _lone_surrogate(pointer)
                _check_surrogates(member, child_pointer(pointer, key))
        case JsonArray():
            for index, element in enumerate(value):
                _check_surrogates(element, child_pointer(pointer, index))


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _lone_surrogate(pointer: str) -> DocumentError:
    return DocumentError(
        "document.lone-surrogate",
        "a string holds half of a surrogate pair, which is not a character",
        pointer=pointer,
        hint="write the whole pair, or the character itself",
    )


def _tokens(pointer: str) -> list[str]:
    if pointer and not pointer.startswith("/"):
        raise UsageError("usage.no-such-pointer", f"{pointer!r} is not a JSON Pointer: it must begin with '/'")
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
