"""What a run has done: a file to which a line is added for each thing that is done, and one that says what run it is.

A process that is killed leaves whole lines behind, and perhaps a part of one, which is cut off. The number of lines is
the number of things that are done. Which inputs and options belong to the run stands beside, in ``NAME.run``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Self

from microcred.cli.files import write_output
from microcred.errors import UsageError

__all__ = ["Record"]

_BLOCK: Final = 1 << 16
_MAX_RUN: Final = 10_000_000


class Record:
    """The lines of one run, open for more of them; no other process can add to them meanwhile."""

    def __init__(self, place: Path, run: dict[str, Any], descriptor: int) -> None:
        self.place = place
        self.run = run
        self._descriptor = descriptor

    @classmethod
    def open(cls, place: Path, run: Mapping[str, Any], *, resume: bool) -> Self:
        """Begin a run, or go on with it. ``run`` is what has to be the same; its member ``new`` counts only at first.

        Raises :class:`~microcred.errors.UsageError` where there is another run, or one that goes on elsewhere.
        """
        beside = place.with_name(f"{place.name}.run")
        if place.exists() and place.stat().st_size and not resume:
            raise UsageError(
                "batch.there-already",
                f"{str(place)!r:.200} is there already",
                hint="--resume goes on with it; to begin anew, remove it or choose another name for -o",
            )
        kept = _kept_run(place, beside, run) if resume and place.exists() else None
        if kept is None:
            kept = dict(run)
            write_output(str(beside), json.dumps(kept, indent=2).encode() + b"\n")
        try:
            # Only this process may append, and only after what is whole.
            descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        except OSError as error:
            raise UsageError(
                "usage.unwritable-output", f"cannot write {str(place)!r:.200}: {error.strerror or error}"
            ) from error
        record = cls(place, kept, descriptor)
        try:
            record._lock()
            record._cut_torn_line()
        except BaseException:
            record.close()
            raise
        return record

    def lines(self) -> Iterator[Any]:
        """What the lines say, as JSON; raises UsageError for a file that was damaged."""
        with self.place.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    yield json.loads(line)
                except ValueError as error:
                    raise UsageError(
                        "batch.damaged-record",
                        f"line {number} of {str(self.place)!r:.200} is not what a run has written",
                        hint="begin anew, with another name for -o",
                    ) from error

    def append(self, line: bytes) -> None:
        """Add a line; once this returns, killing the process does not lose it."""
        rest = memoryview(line + b"\n")
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def close(self) -> None:
        """Let others go on with it."""
        os.close(self._descriptor)

    def _lock(self) -> None:
        with suppress(ImportError):  # where there is no such lock, nobody else can look out for two at once
            import fcntl

            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UsageError(
                    "batch.in-use", f"another run is writing {str(self.place)!r:.200} at this moment"
                ) from error

    def _cut_torn_line(self) -> None:
        end = os.lseek(self._descriptor, 0, os.SEEK_END)
        whole = 0
        for start in range(max(0, end - _BLOCK), -_BLOCK, -_BLOCK):
            os.lseek(self._descriptor, max(0, start), os.SEEK_SET)
            found = os.read(self._descriptor, _BLOCK).rfind(b"\n")
            if found >= 0:
                whole = max(0, start) + found + 1
                break
        os.ftruncate(self._descriptor, whole)


def _kept_run(place: Path, beside: Path, run: Mapping[str, Any]) -> dict[str, Any]:
    try:
        with beside.open("rb") as file:
            kept = json.loads(file.read(_MAX_RUN))
        same = {name: kept.get(name) for name in run if name != "new"}
    except (OSError, ValueError, AttributeError) as error:
        raise UsageError(
            "batch.damaged-record",
            f"{str(beside)!r:.200}, which says what run it was, cannot be read",
            hint="begin anew, with another name for -o",
        ) from error
    for name, value in same.items():
        if value != run[name]:
            raise UsageError(
                "batch.another-run",
                f"{str(place)!r:.200} is of a run with another value of {name!r}",
                hint="--resume goes on with the same inputs and options; begin anew, with another name for -o",
            )
    return dict(kept)
