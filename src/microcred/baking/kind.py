"""Which kind of picture it is that somebody holds out, if it is one at all."""

from __future__ import annotations

import re
from typing import Final, Literal

__all__ = ["image_kind"]

_SNIFFED: Final = 65_536
_BEFORE_MARKUP: Final = b"\xef\xbb\xbf\xfe\xff \t\r\n"  # byte order marks and white space
_SVG_TAG: Final = rb"<(?:[A-Za-z_][\w.-]*+:)?svg[\s/>]"


def image_kind(data: bytes) -> Literal["png", "svg"] | None:
    """Tell by content alone whether ``data`` claims to be a PNG or an SVG; it need not be a good one."""
    if data[:4] == b"\x89PNG":
        return "png"
    # Without its zero bytes, UTF-16 markup reads like ASCII: it is recognised here and refused with its own error.
    head = data[:_SNIFFED].replace(b"\0", b"").lstrip(_BEFORE_MARKUP)
    return "svg" if head.startswith(b"<") and re.search(_SVG_TAG, head) else None
