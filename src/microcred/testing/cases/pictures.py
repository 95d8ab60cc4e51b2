"""Pictures that cannot carry, or do not carry, one credential."""

from __future__ import annotations

import struct
import zlib
from types import MappingProxyType
from typing import Final

from microcred.artwork import badge_png, badge_svg
from microcred.baking import MAX_IMAGE_BYTES
from microcred.testing.badge_case import BadgeCase
from microcred.testing.workbench import Recipe, Workbench

__all__ = ["CASES"]

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEYWORD: Final = b"openbadgecredential"
_HEADER: Final = 33  # the signature and IHDR
_NAMESPACE: Final = b' xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'


def _png() -> bytes:
    return badge_png("Soil Sampling", size=16)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _with(*chunks: bytes) -> bytes:
    """A small PNG with more chunks behind its header."""
    png = _png()
    return png[:_HEADER] + b"".join(chunks) + png[_HEADER:]


def _text(data: bytes, keyword: bytes = _KEYWORD, compression: bytes = b"\0\0") -> bytes:
    return _chunk(b"iTXt", keyword + b"\0" + compression + b"\0\0" + data)


def _svg(inside: bytes) -> bytes:
    """A small SVG with something in it that the namespace of Open Badges is declared for."""
    head, tail = badge_svg("Soil Sampling").split(b"<title>", 1)
    return head.replace(b"<svg", b"<svg" + _NAMESPACE, 1) + inside + b"<title>" + tail


def _broken(png: bytes) -> bytes:
    """With the last byte of the header's checksum changed."""
    return png[: _HEADER - 1] + bytes([png[_HEADER - 1] ^ 1]) + png[_HEADER:]


def _two(bench: Workbench) -> BadgeCase:
    chunk = _text(bench.signed().content)
    return bench.case(_with(chunk, chunk))


CASES: Final = MappingProxyType[str, Recipe](
    {
        "image.crc-mismatch": lambda bench: bench.case(_broken(_png())),
        "image.no-credential": lambda bench: bench.case(_png()),
        "image.not-a-credential": lambda bench: bench.case(_with(_text(b"https://college.example/badge.json"))),
        "image.not-an-assertion": lambda bench: bench.case(_with(_text(b"none", b"openbadges"))),
        "image.not-svg": lambda bench: bench.case(b'<svg xmlns="http://www.w3.org/1999/xhtml"/>'),
        "image.png-chunk": lambda bench: bench.case(_with(_chunk(b"1234", b""))),
        "image.png-order": lambda bench: bench.case(_SIGNATURE + _text(b"{}") + _png()[len(_SIGNATURE) :]),
        "image.png-signature": lambda bench: bench.case(_png().replace(b"\r\n", b"\n", 1)),
        "image.png-text-malformed": lambda bench: bench.case(_with(_chunk(b"iTXt", _KEYWORD + b"\0"))),
        "image.svg-credential-malformed": lambda bench: bench.case(_svg(b"<openbadges:credential/>")),
        "image.svg-document-type": lambda bench: bench.case(b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + _svg(b"")),
        "image.svg-encoding": lambda bench: bench.case(b'<?xml version="1.0" encoding="UTF-16"?>' + _svg(b"")),
        "image.svg-malformed": lambda bench: bench.case(_svg(b"<g>")),
        "image.text-not-utf-8": lambda bench: bench.case(_with(_text(b'{"name": "Universit\xe9"}'))),
        "image.too-complex": lambda bench: bench.case(_svg(b"<g>" * 400 + b"</g>" * 400)),
        "image.too-large": lambda bench: bench.case(_png() + bytes(MAX_IMAGE_BYTES)),
        "image.truncated": lambda bench: bench.case(_png()[:-4]),
        "image.two-credentials": _two,
        "image.wrong-chunk-type": lambda bench: bench.case(_with(_chunk(b"tEXt", _KEYWORD + b"\0{}"))),
    }
)
