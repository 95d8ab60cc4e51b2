"""What reaches the terminal: data on stdout, words for people on stderr, and no text of a stranger that acts on it.

A credential can hold escape sequences that repaint the screen, and bidirectional controls that make *expired* read as
something else. Whatever came from outside is therefore printed through :func:`plain` or :func:`plain_json`.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Final, TextIO

import click

from microcred.errors import UsageError

__all__ = ["paragraphs", "plain", "plain_json", "say", "styled", "tell", "write_data"]

# Controls of C0 and C1, soft hyphen, bidirectional controls, invisible spaces and separators, interlinear marks, tags,
# and halves of surrogate pairs. The two joiners stay: Persian, Hindi and emoji are written with them.
_ACTIVE: Final = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
# Of active characters these alone are called printable by Python, and not all of them.
_TAGS: Final = "\U000e0000"
_ACTIVE_BUT_LINES: Final = _ACTIVE.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f")
_SIMPLE: Final = str.maketrans({"✔": "+", "✘": "x", "–": "-", "·": "|", "→": "->", "…": "...", "│": "|"})


def plain(text: str, *, limit: int = 1_000) -> str:
    r"""``text`` on one line, at most ``limit`` characters of it, its active characters written as ``\u001b``."""
    shown = text if len(text) <= limit else f"{text[: limit - 1]}…"
    if shown.isprintable() and max(shown, default="") < _TAGS:
        return shown  # which spares most runs the pattern, whose compilation takes a millisecond
    return re.sub(_ACTIVE, _escaped, shown)


def plain_json(text: str) -> str:
    """JSON that says the same, its active characters escaped: inside of strings there is no other place for them."""
    return re.sub(_ACTIVE_BUT_LINES, _escaped, text)


def paragraphs(text: str, *, limit: int = 10_000) -> list[str]:
    """A longer text line by line, each of them :func:`plain`."""
    return [plain(line) for line in re.split(r"\r\n|[\r\n]", text[:limit].strip(" \t\r\n"))]


def _escaped(found: re.Match[str]) -> str:
    units = found.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def styled(text: str, colour: str | None = None, *, bold: bool = False, dim: bool = False) -> str:
    """``text`` in colour, unless NO_COLOR is set; what is printed to anything but a terminal loses it again."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return click.style(text, fg=colour, bold=bold or None, dim=dim or None)


def tell(text: str) -> None:
    """Print text to stdout, where the result of a command belongs."""
    click.echo(_fitting(text, sys.stdout))


def say(text: str = "") -> None:
    """Print words for people to stderr."""
    click.echo(_fitting(text, sys.stderr), err=True)


def write_data(data: bytes, *, binary: bool = False) -> None:
    """Write bytes to stdout just as they are; on a terminal, text loses its active characters.

    Raises :class:`~microcred.errors.UsageError` where a picture would end up on a terminal.
    """
    if sys.stdout is None or not sys.stdout.isatty():
        click.echo(data, nl=False)
    elif binary:
        raise UsageError(
            "usage.picture-to-terminal",
            "the result is a picture, and the output is a terminal",
            hint="name a file with -o",
        )
    else:
        text = data.decode("utf-8", "backslashreplace").replace("\r\n", "\n").replace("\r", "\n")
        tell(plain_json(text.rstrip("\n")))


def _fitting(text: str, stream: TextIO | None) -> str:
    """``text`` in the characters that a stream can carry: not every console speaks UTF-8."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_SIMPLE).encode(encoding, "backslashreplace").decode(encoding)
    return text
