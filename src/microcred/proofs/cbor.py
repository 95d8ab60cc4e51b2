"""Deterministic CBOR (RFC 8949, 4.2.1), as much of it as selective disclosure is written in.

That is: unsigned integers, byte strings, text, arrays, and maps from unsigned integers, in definite lengths and the
shortest form, so that one value has one sequence of bytes. Like every codec of Python, the functions here raise
:class:`ValueError`.
"""

from __future__ import annotations

from typing import Any, Final

__all__ = ["decode_cbor", "encode_cbor"]

_MAX_DEPTH: Final = 4
_UNSIGNED, _BYTES, _TEXT, _ARRAY, _MAP = 0, 2, 3, 4, 5
# The first value that needs the next longer form of a head (RFC 8949, 3).
_SHORT: Final = 24
_WIDTHS: Final = {24: 1, 25: 2, 26: 4, 27: 8}


def encode_cbor(value: Any) -> bytes:
    """Write a value of ``int``, ``bytes``, ``str``, ``list``, ``tuple``, or ``dict`` whose keys are ``int``."""
    match value:
        case int() if not isinstance(value, bool) and 0 <= value < 1 << 64:
            return _head(_UNSIGNED, value)
        case bytes():
            return _head(_BYTES, len(value)) + value
        case str():
            text = value.encode()
            return _head(_TEXT, len(text)) + text
        case list() | tuple():
            return _head(_ARRAY, len(value)) + b"".join(map(encode_cbor, value))
        case dict() if all(isinstance(key, int) for key in value):
            # In the order of their encoded form, which for unsigned integers is that of the numbers.
            members = (encode_cbor(key) + encode_cbor(value[key]) for key in sorted(value))
            return _head(_MAP, len(value)) + b"".join(members)
    raise ValueError(f"there is no CBOR here for {type(value).__name__}")


def decode_cbor(data: bytes) -> Any:
    """Read one value, to the last byte; raises :class:`ValueError` for any other CBOR, and for what is none."""
    reader = _Reader(data)
    value = reader.value(_MAX_DEPTH)
    if reader.position != len(data):
        raise ValueError(f"{len(data) - reader.position} bytes follow the value")
    return value


def _head(major: int, number: int) -> bytes:
    if number < _SHORT:
        return bytes([major << 5 | number])
    form, width = next((form, width) for form, width in _WIDTHS.items() if number < 1 << 8 * width)
    return bytes([major << 5 | form]) + number.to_bytes(width)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, count: int) -> bytes:
        if count > len(self.data) - self.position:
            raise ValueError("the bytes end in the middle of a value")
        self.position += count
        return self.data[self.position - count : self.position]

    def head(self) -> tuple[int, int]:
        [first] = self.take(1)
        major, form = first >> 5, first & 31
        if form < _SHORT:
            return major, form
        if form not in _WIDTHS:
            raise ValueError(f"the byte {first:#04x} begins no value of definite length")
        number = int.from_bytes(self.take(_WIDTHS[form]))
        if _head(major, number)[0] != first:
            raise ValueError(f"the number {number} is not written in its shortest form")
        return major, number

    def value(self, depth: int) -> Any:
        major, number = self.head()
        match major:
            case 0:
                return number
            case 2:
                return self.take(number)
            case 3:
                return self.take(number).decode("utf-8", "strict")
            case 4 | 5 if not depth:
                raise ValueError(f"arrays and maps are nested more than {_MAX_DEPTH} deep")
            case 4:
                # What has no byte left for it cannot be there, so an announced length makes no work by itself.
                return [self.value(depth - 1) for _ in range(number)]
            case 5:
                return self.members(number, depth - 1)
        raise ValueError(f"values of CBOR's major type {major} have no place here")

    def members(self, count: int, depth: int) -> dict[int, Any]:
        found: dict[int, Any] = {}
        last = -1
        for _ in range(count):
            key = self.value(depth)
            if not isinstance(key, int) or key <= last:
                raise ValueError("the keys of a map have to be unsigned integers in ascending order")
            found[key] = self.value(depth)
            last = key
        return found
