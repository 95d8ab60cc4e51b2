"""Pictures as somebody could make them by hand: parts of a PNG and of an SVG, put together in any way."""

from __future__ import annotations

import struct
import zlib

import pytest

from microcred.baking import unbake
from microcred.errors import ImageError

BADGE, OTHER = b'{"proof": {}}', b'{"proof": {}, "credentialSubject": {"id": "did:example:somebody-else"}}'

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def text_chunk(text: bytes, keyword: bytes = KEYWORD) -> bytes:
    """An iTXt chunk as the standard wants it."""
    return chunk(b"iTXt", keyword + b"\0\0\0\0\0" + text)


IHDR = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0))
IDAT = chunk(b"IDAT", zlib.compress(b"\0\1\2\3\4"))
IEND = chunk(b"IEND")
CREDENTIAL = text_chunk(BADGE)


def png(*before: bytes, after: bytes = b"") -> bytes:
    return SIGNATURE + IHDR + b"".join(before) + IDAT + after + IEND


OB3 = "https://purl.imsglobal.org/ob/v3p0"
ELEMENT = f"<openbadges:credential>{BADGE.decode()}</openbadges:credential>"
OTHER_ELEMENT = '<openbadges:credential>{"id": "another"}</openbadges:credential>'


def svg(inside: str = ELEMENT, before: str = "", attributes: str = "", after: str = "") -> bytes:
    root = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="{OB3}"{attributes}>'
    return f"{before}{root}{inside}</svg>{after}".encode()


def refusal(image: bytes) -> str:
    """The code of the error with which a picture is refused."""
    with pytest.raises(ImageError) as caught:
        unbake(image)
    return caught.value.code
