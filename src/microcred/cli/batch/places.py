"""Where issued badges are put: a line each in a file, a file each in a folder, or stdout."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from microcred.cli.batch.drafts import Draft
from microcred.cli.files import write_output
from microcred.cli.terminal import write_data
from microcred.errors import UsageError

__all__ = ["Place", "is_folder", "place_of"]


class Place(ABC):
    """Takes badges in, and says of each what has to be known to find it again."""

    __slots__ = ()

    @abstractmethod
    def go_on(self, last: Mapping[str, Any] | None) -> None:
        """Take away what stands behind the last badge of which the record knows."""

    @abstractmethod
    def put(self, draft: Draft, content: bytes) -> dict[str, Any]:
        """Put a badge there; once this returns, killing the process does not lose it."""

    @abstractmethod
    def close(self) -> None:
        """Let go of it."""


class Stdout(Place):
    """Stdout: one badge on each line, and nothing that could be resumed."""

    def go_on(self, last: Mapping[str, Any] | None) -> None:
        """There is never anything to go on with."""

    def close(self) -> None:
        """Stdout is not ours to close."""

    def put(self, draft: Draft, content: bytes) -> dict[str, Any]:  # noqa: ARG002 - as the other places
        write_data(_one_line(content) + b"\n")
        return {}


class LinesFile(Place):
    """A file with one badge on each line; what stands behind the last one of the record was not finished."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("ab")

    def go_on(self, last: Mapping[str, Any] | None) -> None:
        end = 0 if last is None else last.get("end")
        if not isinstance(end, int) or self._file.tell() < end:
            raise UsageError(
                "batch.damaged-record",
                f"{str(self._path)!r:.200} is shorter than the run has left it",
                hint="begin anew, with another name for -o",
            )
        self._file.truncate(end)
        self._file.seek(end)

    def put(self, draft: Draft, content: bytes) -> dict[str, Any]:  # noqa: ARG002 - as the other places
        self._file.write(_one_line(content) + b"\n")
        self._file.flush()
        return {"end": self._file.tell()}

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class Folder(Place):
    """A folder with a file for each badge, named by the number of its row, so that no two have one name."""

    path: Path
    suffix: str

    def go_on(self, last: Mapping[str, Any] | None) -> None:  # noqa: ARG002 - a file is replaced whole
        for unfinished in self.path.glob(".microcred-*.tmp"):
            unfinished.unlink(missing_ok=True)

    def put(self, draft: Draft, content: bytes) -> dict[str, Any]:
        number = int(draft.place.rpartition(":")[2])
        name = f"{number:06d}{'-' if draft.name else ''}{draft.name}.{self.suffix}"
        write_output(str(self.path / name), content + b"\n")
        return {"file": name}

    def close(self) -> None:
        """Nothing is open."""


def place_of(out: str | None, suffix: str) -> Place:
    """Where ``-o`` says that the badges belong; raises UsageError for a file that cannot be written."""
    if out is None:
        return Stdout()
    path = Path(out)
    if is_folder(out):
        return Folder(path, suffix)
    try:
        return LinesFile(path)
    except OSError as error:
        raise UsageError("usage.unwritable-output", f"cannot write {out!r:.200}: {error.strerror or error}") from error


def is_folder(out: str) -> bool:
    """Whether ``-o`` names a folder: one that is there, or one that is to be made."""
    return out.endswith("/") or Path(out).is_dir()


def _one_line(content: bytes) -> bytes:
    # In JSON, a line ends only between values, never inside of a text.
    return re.sub(rb"[\r\n]+[ \t]*", b"", content)
