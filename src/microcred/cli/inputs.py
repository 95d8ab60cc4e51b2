"""What commands read: a file or stdin, and never more than is wanted."""

from __future__ import annotations

import sys
from typing import Final

from microcred.errors import UsageError

__all__ = ["STREAM", "read_input", "reason"]

#: The name that stands for stdin or stdout.
STREAM: Final = "-"


def read_input(path: str, *, max_bytes: int) -> bytes:
    """The bytes of a file, or of stdin for ``-``.

    Raises :class:`~microcred.errors.UsageError` for one that cannot be read or has more than ``max_bytes``.
    """
    try:
        if path == STREAM:
            data = sys.stdin.buffer.read(max_bytes + 1) if sys.stdin else b""
        else:
            with open(path, "rb") as file:  # noqa: PTH123 - pathlib takes longer to load than a file to read
                data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        raise UsageError("usage.unreadable-input", f"cannot read {path!r}: {reason(error)}") from error
    if len(data) > max_bytes:
        raise UsageError("usage.unreadable-input", f"{path!r} has more than {max_bytes} bytes")
    return data


def reason(error: Exception) -> str:
    """Why a file could not be read or written, in the words of the system."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
