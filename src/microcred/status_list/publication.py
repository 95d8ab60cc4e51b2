"""The published list: a file that is replaced whole, or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from microcred.errors import UsageError

__all__ = ["drop_drafts", "put_in_place", "write_draft"]


def write_draft(place: Path, number: int, content: bytes) -> Path:
    """Write content on disk beside its place; the number is nobody else's."""
    draft = place.with_name(f".{place.name}.{number}.draft")
    try:
        draft.unlink(missing_ok=True)  # of a ledger that was restored from a copy
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _unwritable(place, error) from error
    return draft


def put_in_place(draft: Path, place: Path) -> None:
    """Let a draft take its place, so that it stays there after a loss of power."""
    try:
        draft.replace(place)
        _sync_folder(place.parent)
    except OSError as error:
        raise _unwritable(place, error) from error


def drop_drafts(place: Path, before: int) -> None:
    """Remove drafts with smaller numbers: nobody publishes them any more, and who wrote them may be dead."""
    for draft in place.parent.glob(f".{_literal(place.name)}.*.draft"):
        number = draft.name.split(".")[-2]
        if number.isdigit() and int(number) < before:
            with suppress(OSError):
                draft.unlink()


def _literal(name: str) -> str:
    """The pattern that matches this file name alone."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)


def _sync_folder(folder: Path) -> None:
    if not hasattr(os, "O_DIRECTORY"):
        return  # such a system has no handle of a folder to sync
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritable(place: Path, error: OSError) -> UsageError:
    return UsageError("usage.unwritable-output", f"cannot write {str(place)!r}: {error.strerror or error}")
