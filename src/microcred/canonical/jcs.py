"""JSON Canonicalization Scheme (RFC 8785): one byte sequence for each JSON value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from microcred.errors import ContextError, UsageError

__all__ = ["canonicalize_json", "number_text"]

_LONG: Final = 10**40
_ESCAPES: Final = {
    **{code: f"\\u{code:04x}" for code in range(0x20)},
    ord("\b"): "\\b",
    ord("\t"): "\\t",
    ord("\n"): "\\n",
    ord("\f"): "\\f",
    ord("\r"): "\\r",
    ord('"'): '\\"',
    ord("\\"): "\\\\",
}


def canonicalize_json(value: Any) -> bytes:
    """The canonical UTF-8 bytes of a JSON value: ``dict``, ``list``, ``str``, number, ``bool`` or ``None``.

    Raises :class:`~microcred.errors.UsageError` for what JSON does not have (``NaN``, lone surrogates, other types),
    and :class:`~microcred.errors.ContextError` for a whole number that no double holds, and none is written as.
    """
    try:
        return "".join(_written(value)).encode()
    except UnicodeEncodeError as error:
        raise UsageError("usage.not-json", "a string holds half of a surrogate pair") from error
    except RecursionError:
        raise UsageError("usage.not-json", "the value is nested too deeply, or contains itself") from None


def _written(value: Any) -> Iterator[str]:
    match value:
        case None | True | False:
            yield {None: "null", True: "true", False: "false"}[value]
        case str():
            yield _string(value)
        case int() if not _is_double(value):
            # Section 3.2.2.3 knows doubles alone: the number could be changed to its neighbour, unnoticed. Where it is
            # written as the double is, what is signed is what stands there.
            other = (
                f"{value}: what is signed would be {number_text(float(value))}" if abs(value) < _LONG else "as it is"
            )
            raise ContextError(
                "canonical.inexact-number",
                f"no double holds the number {other}",
                hint="write large numbers, such as identifiers, as strings",
            )
        case int() | float():
            yield number_text(float(value))
        case Mapping() if all(isinstance(name, str) for name in value):
            # Section 3.2.3: members are ordered by the UTF-16 code units of their names.
            for index, key in enumerate(sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))):
                yield f"{',' if index else '{'}{_string(key)}:"
                yield from _written(value[key])
            yield "}" if value else "{}"
        case list() | tuple():
            for index, element in enumerate(value):
                yield "," if index else "["
                yield from _written(element)
            yield "]" if value else "[]"
        case _:
            raise UsageError("usage.not-json", f"JSON has no form for this {type(value).__name__}")


def _is_double(number: int) -> bool:
    try:
        return number == float(number) or f"{number}" == number_text(float(number))
    except OverflowError:
        return False


def _string(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def number_text(number: float) -> str:
    """A double as ECMAScript's ``Number::toString`` writes it (RFC 8785, 3.2.2.3)."""
    if number - number != 0:
        raise UsageError("usage.not-json", f"JSON has no form for {number!r}")
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # ``point`` is how many digits stand before the decimal point: n in the ECMAScript algorithm.
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return f"{sign}{digits}{'0' * (point - count)}"
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if count > 1 else ""
    return f"{sign}{digits[0]}{fraction}e{'+' if point > 0 else '-'}{abs(point - 1)}"
