"""Files that commands read and write: bounded in, and out whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from microcred.cli.inputs import STREAM, read_input, reason
from microcred.errors import UsageError

__all__ = ["STREAM", "make_folder", "read_input", "refuse_same_file", "write_output", "write_private"]


def write_output(path: str, data: bytes) -> None:
    """Write a file whole or not at all: beside its place first, then in it, with the mode of what it replaces.

    A symbolic link stays one, and what is no regular file (a device, a pipe) is written to directly. Raises
    :class:`~microcred.errors.UsageError`.
    """
    place = Path(os.path.realpath(path))
    try:
        if place.exists() and not place.is_file():
            with place.open("wb") as stream:
                stream.write(data)
            return
        mode = place.stat().st_mode & 0o777 if place.exists() else None
        _replace(place, data, 0o666 if mode is None else 0o600, mode)
    except OSError as error:
        raise _unwritable(path, error) from error


def write_private(path: str, data: bytes, *, force: bool) -> None:
    """Write a file that is its owner's alone (mode 0600) from the moment it exists.

    Without ``force`` nothing is ever overwritten, not even by a program that writes at the same time. Raises
    :class:`~microcred.errors.UsageError`.
    """
    place = Path(path)
    try:
        if force:
            _replace(place, data, 0o600, None)
        else:
            _write_new(place, data, 0o600)
    except FileExistsError:
        raise UsageError(
            "usage.file-exists",
            f"{path!r} is already there, and a key that is overwritten is lost",
            hint="choose another name, or say --force",
        ) from None
    except OSError as error:
        raise _unwritable(path, error) from error


def make_folder(folder: Path) -> None:
    """Make a folder, if it is not there; raises :class:`~microcred.errors.UsageError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            "usage.unwritable-output", f"cannot make the folder {str(folder)!r}: {reason(error)}"
        ) from error


def refuse_same_file(out: str | None, inputs: Iterable[str | None]) -> None:
    """Refuse an output that would replace one of the inputs it is made from."""
    for name in inputs:
        if out is None or name is None or STREAM in (out, name):
            continue
        try:
            same = Path(out).samefile(name)
        except (OSError, ValueError):
            continue
        if same:
            raise UsageError(
                "usage.output-is-input",
                f"the output {out!r} would replace what it is made from",
                hint="choose another name for -o",
            )


def _replace(place: Path, data: bytes, mode: int, final_mode: int | None) -> None:
    import secrets

    draft = place.with_name(f".microcred-{secrets.token_hex(8)}.tmp")
    try:
        _write_new(draft, data, mode)
        if final_mode is not None:
            draft.chmod(final_mode)
        draft.replace(place)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _write_new(place: Path, data: bytes, mode: int) -> None:
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def _unwritable(path: str, error: OSError) -> UsageError:
    return UsageError("usage.unwritable-output", f"cannot write {path!r}: {reason(error)}")
