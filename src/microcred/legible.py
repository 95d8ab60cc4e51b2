"""Text of a stranger in a form that can only be read: no character of it acts on what shows it.

A credential can hold escape sequences that repaint a terminal, and bidirectional controls that make *expired* read as
something else, on a terminal and on a page alike.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["ACTIVE", "ACTIVE_BUT_LINES", "legible"]

# Controls of C0 and C1, soft hyphen, bidirectional controls, invisible spaces and separators, interlinear marks, tags,
# and halves of surrogate pairs. The two joiners stay: Persian, Hindi and emoji are written with them.
ACTIVE: Final = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
#: The same but for tabs and line feeds.
ACTIVE_BUT_LINES: Final = ACTIVE.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f")


def legible(text: str, *, limit: int, lines: bool = False) -> str:
    """At most ``limit`` characters of a text, each active one replaced by U+FFFD; with ``lines`` line feeds stay."""
    text = text.strip()
    shown = text if len(text) <= limit else f"{text[: limit - 1]}…"
    if lines:
        return re.sub(ACTIVE_BUT_LINES, "\ufffd", re.sub(r"\r\n?", "\n", shown))
    return re.sub(ACTIVE, "\ufffd", re.sub(r"[\t\r\n]+", " ", shown))
