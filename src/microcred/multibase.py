"""Bytes as text: multibase and its two alphabets (Controlled Identifiers 1.0, 2.4; RFC 4648, 5).

``z`` is base58-btc, in which keys and signatures are written; ``u`` is base64url without padding, in which status lists
are. Decoding is strict, so that one sequence of bytes has exactly one text: foreign characters, padding and bits that
carry nothing are refused. Like every codec of Python, the functions here raise :class:`ValueError`: only the caller
knows whether bad text makes a bad key, a bad proof or a bad list.
"""

from __future__ import annotations

import binascii
from functools import cache
from typing import Final

__all__ = [
    "decode_base58btc",
    "decode_base64url",
    "decode_multibase",
    "encode_base58btc",
    "encode_base64url",
]

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# The value of each character as a byte; no digit has that of a character outside the alphabet.
_BASE58_DIGITS: Final = bytes(_BASE58.find(chr(code)) % 256 for code in range(256))
_NO_DIGIT: Final = 255
_TO_BASE64: Final = str.maketrans("-_", "+/")
_TO_BASE64URL: Final = bytes.maketrans(b"+/", b"-_")


def encode_base58btc(data: bytes) -> str:
    """Write ``data`` as multibase base58-btc, with the leading ``z``."""
    number = int.from_bytes(data)
    # Four digits at once: of the divisions, those of a large number are what takes long.
    groups: list[int] = []
    while number:
        number, group = divmod(number, 58**4)
        groups.append(group)
    pairs = _pairs()
    digits = "".join([pairs[group // 58**2] + pairs[group % 58**2] for group in reversed(groups)])
    # Each leading zero byte is written as one leading "1", the digit zero, and no other zero leads.
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + digits.lstrip("1")


@cache
def _pairs() -> tuple[str, ...]:
    """All numbers of two digits of base58, as they are written."""
    return tuple(high + low for high in _BASE58 for low in _BASE58)


def decode_base58btc(text: str, *, max_length: int) -> bytes:
    """Read multibase base58-btc, with the leading ``z``.

    ``max_length`` bounds the characters of ``text``, because the work grows with their square. Raises
    :class:`ValueError` for any other base, a longer text or a character outside the alphabet.
    """
    if not text.startswith("z"):
        raise ValueError(f"{text!a:.40} does not begin with 'z', the mark of base58-btc")
    _check_length(text, max_length)
    digits = text[1:].encode("latin-1", "replace").translate(_BASE58_DIGITS)
    if (bad := digits.find(_NO_DIGIT)) >= 0:
        raise ValueError(f"{text[1 + bad]!a} is not a character of base58-btc")
    number = 0
    # Four digits at once, as they were written.
    four = [iter(bytes(-len(digits) % 4) + digits)] * 4
    for a, b, c, d in zip(*four, strict=True):
        number = number * 58**4 + (a * 58**3 + b * 58**2 + c * 58 + d)
    zeros = len(digits) - len(digits.lstrip(b"\0"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def encode_base64url(data: bytes) -> str:
    """Write ``data`` as base64url without padding and without a multibase mark, as JOSE does (RFC 7515, 2)."""
    return binascii.b2a_base64(data, newline=False).translate(_TO_BASE64URL).rstrip(b"=").decode("ascii")


def decode_base64url(text: str, *, max_length: int) -> bytes:
    """Read base64url without padding and without a multibase mark; ``max_length`` bounds the characters.

    Raises :class:`ValueError` for padding, foreign characters, an impossible length, and unused bits that are not zero.
    """
    _check_length(text, max_length)
    try:
        data = binascii.a2b_base64(text.translate(_TO_BASE64) + "=" * (-len(text) % 4))
    except ValueError:  # of which binascii.Error is one
        data = None
    # The decoder of the standard library passes over much that is wrong; writing the bytes again shows all of it.
    if data is None or encode_base64url(data) != text:
        raise ValueError("the text is not base64url without padding in its one canonical form")
    return data


def decode_multibase(text: str, *, max_length: int) -> bytes:
    """Read multibase in base58-btc (``z``) or base64url without padding (``u``).

    ``max_length`` bounds the characters of ``text``. Raises :class:`ValueError` for everything else.
    """
    match text[:1]:
        case "z":
            return decode_base58btc(text, max_length=max_length)
        case "u":
            _check_length(text, max_length)
            return decode_base64url(text[1:], max_length=max_length)
        case mark:
            raise ValueError(f"{mark!a} is not a multibase mark known here, wanted 'z' or 'u'")


def _check_length(text: str, max_length: int) -> None:
    if len(text) > max_length:
        raise ValueError(f"the text has {len(text)} characters, at most {max_length} are read")
