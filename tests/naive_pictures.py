"""Careless readers of pictures, which the attacks on pictures share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hostile_pictures import KEYWORD

__all__ = ["naive_chunks", "naive_markup", "naive_text"]


def naive_chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Go by the lengths that the file announces, and look at no checksum, no order and no end."""
    at = 8
    while at + 8 <= len(image):
        length = int.from_bytes(image[at : at + 4])
        yield image[at + 4 : at + 8], image[at + 8 : at + 8 + length]
        at += 12 + length


def naive_text(image: bytes) -> bytes | None:
    """The text of the first chunk with the right keyword, split where zero bytes are."""
    for kind, data in naive_chunks(image):
        if kind == b"iTXt" and data.startswith(KEYWORD + b"\0"):
            return data.split(b"\0", 5)[-1]
    return None


def naive_markup(image: bytes) -> bytes | None:
    """What stands between two tags that look right, wherever they stand."""
    found = re.search(rb"<openbadges:credential[^>]*>(.*?)</openbadges:credential>", image, re.DOTALL)
    return found[1] if found else None
