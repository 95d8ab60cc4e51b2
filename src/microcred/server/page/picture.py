"""The picture that a page shows for a badge: bytes that were looked at, or one that is drawn here.

A visitor's browser gets nothing but PNG and JPEG, as ``data:`` URLs: it fetches nothing, and there is no SVG in which
something could act. For a badge in an SVG, or with a picture somewhere on the web, a picture is drawn.
"""

from __future__ import annotations

import base64
import binascii
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from microcred.artwork import badge_png

__all__ = ["Origin", "Picture", "chosen_picture"]

_MAX_SHOWN: Final = 2_000_000
_MAX_SIDE: Final = 4_096
_DRAWN_SIZE: Final = 320
#: One title for each colour in which badges are drawn.
_COLOURS: Final = ("0", "1", "4", "5")


class Origin(StrEnum):
    """Where a picture comes from: the seal covers what is inside of the credential, and not the file around it."""

    CREDENTIAL = "credential"
    FILE = "file"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is safe to show, and where it comes from."""

    content: bytes
    media_type: str
    origin: Origin

    @property
    def data_url(self) -> str:
        """The picture as a ``data:`` URL."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"


def chosen_picture(images: Iterable[str], file: bytes | None, title: str) -> Picture:
    """What the issuer put into the credential, or the file in which the badge came, or a picture for its title."""
    for image in images:
        content = _inside(image)
        if content is not None and (kind := _kind(content)):
            return Picture(content, kind, Origin.CREDENTIAL)
    if file is not None and (kind := _kind(file)):
        return Picture(file, kind, Origin.FILE)
    return Picture(_drawn(_COLOURS[zlib.crc32(title.encode()) % len(_COLOURS)]), "image/png", Origin.DRAWN)


def _inside(url: str) -> bytes | None:
    """The bytes of a ``data:`` URL in base64 (RFC 2397)."""
    head, comma, data = url.partition(",")
    if not comma or not head.startswith("data:") or not head.endswith(";base64") or len(data) > 2 * _MAX_SHOWN:
        return None
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return None


def _kind(content: bytes) -> str | None:
    """The media type of a PNG or JPEG, told by its bytes alone, whose size no browser will choke on."""
    if len(content) > _MAX_SHOWN:
        return None
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and len(content) > 33:
        return "image/png" if all(0 < side <= _MAX_SIDE for side in struct.unpack(">II", content[16:24])) else None
    if content.startswith(b"\xff\xd8\xff"):
        sizes = list(_jpeg_sizes(content))
        good = sizes and all(0 < side <= _MAX_SIDE for size in sizes for side in size)
        return "image/jpeg" if good else None
    return None


def _jpeg_sizes(content: bytes) -> Iterator[tuple[int, int]]:
    """The sizes in the frame headers before the first scan (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker == 0xDA:
            return
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            yield struct.unpack(">HH", content[at + 5 : at + 9])
        at += 2 + max(length, 2)


@lru_cache(maxsize=len(_COLOURS))
def _drawn(title: str) -> bytes:
    return badge_png(title, size=_DRAWN_SIZE)
