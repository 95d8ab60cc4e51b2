"""All values of a status list as the standard writes them: bits, gzip, base64url (Bitstring Status List 1.0, 3.3)."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterable

__all__ = ["encoded_list"]


def encoded_list(values: Iterable[tuple[int, int]], *, length: int, size: int) -> str:
    """The ``encodedList`` of ``length`` entries of ``size`` bits, all 0 but those in ``values``: (index, value).

    The first entry stands leftmost in the first byte (2.2). The same values give the same text.
    """
    bits = bytearray((length * size + 7) // 8)
    for index, value in values:
        for offset in range(size):
            if value >> (size - 1 - offset) & 1:
                place = index * size + offset
                bits[place // 8] |= 0x80 >> place % 8
    packed = gzip.compress(bits, mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")
