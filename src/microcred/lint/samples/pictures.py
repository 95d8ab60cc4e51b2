"""Sample pictures, written down chunk by chunk: a person can read what is in them, and what is wrong with them.

The first line is ``PNG``, each further line a chunk: ``IHDR``, ``IDAT`` and ``IEND`` are those of a picture of one
pixel, unless a line gives their data in hexadecimal. A text chunk is its keyword, a colon, and its text. A mark at the
end of a line spoils it: ``!checksum`` the checksum of a chunk, ``!line-ends`` the signature, as a transfer in text mode
does.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from microcred.baking.png import SIGNATURE

__all__ = ["png_of"]

_PIXEL: Final[Mapping[str, bytes]] = MappingProxyType(
    {
        "IHDR": bytes.fromhex("00000001000000010800000000"),
        "IDAT": zlib.compress(b"\0\0"),
        "IEND": b"",
    }
)
_LINE: Final = re.compile(r"(\S+)(?: ([^!]*?))?(?: (!\S+))?", re.DOTALL)


def png_of(text: str, encoding: str) -> bytes:
    """The picture that the lines describe, its texts in ``encoding``."""
    first, *lines = text.split("\n")
    signature = SIGNATURE.replace(b"\r\n", b"\n") if first.endswith("!line-ends") else SIGNATURE
    return signature + b"".join(_chunk(line, encoding) for line in lines)


def _chunk(line: str, encoding: str) -> bytes:
    found = _LINE.fullmatch(line)
    assert found is not None, line  # noqa: S101 - the samples are our own
    kind, said, spoiled = found.groups()
    data = _data(kind, said, encoding)
    checksum = zlib.crc32(kind.encode() + data) ^ (spoiled == "!checksum")
    return len(data).to_bytes(4) + kind.encode() + data + checksum.to_bytes(4)


def _data(kind: str, said: str | None, encoding: str) -> bytes:
    if said is None:
        return _PIXEL[kind]
    keyword, colon, text = said.partition(": ")
    if not kind.endswith("Xt"):
        return bytes.fromhex(said)
    # iTXt (PNG 3rd edition, 11.3.3.4): behind the keyword, neither compression, language nor translation.
    middle = b"\0\0\0\0\0" if kind == "iTXt" else b"\0"
    return keyword.encode() + (middle + text.encode(encoding) if colon else b"")
