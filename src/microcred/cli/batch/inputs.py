"""Credentials one after the other: lines of JSON Lines, files of folders, a column of Parquet, or single files.

Nothing is held but the one at hand. What cannot be read keeps its place, as a candidate that is an error.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from microcred.cli.files import STREAM
from microcred.document import MAX_BYTES
from microcred.errors import MicrocredError, UsageError

if TYPE_CHECKING:
    from microcred.batch import Candidate

__all__ = ["Inputs", "digest_of", "in_lines", "require_parquet", "shown_name", "unreadable"]

_LINES: Final = (".jsonl", ".ndjson")
_PARQUET: Final = ".parquet"
# What is looked at in a folder; the rest of it is passed over.
_OF_A_FOLDER: Final = (".json", ".jsonld", ".jwt", ".png", ".svg", *_LINES, _PARQUET)
# How much of a line is passed over that is too long for a credential; beyond it, the file has no lines.
_MAX_PASSED_OVER: Final = 100_000_000
_MAX_FOLDER_DEPTH: Final = 64
_MAX_FOLDER_ENTRIES: Final = 1_000_000
# What pyarrow unpacks at once, as the file itself says.
_MAX_ROW_GROUP: Final = 1_000_000_000
_BLOCK: Final = 1 << 20
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the command line names, in that order; ``own`` are the files that this run writes, which are no inputs."""

    sources: tuple[str, ...]
    column: str
    own: frozenset[Path] = frozenset()

    def candidates(self) -> Iterator[Candidate]:
        """Every credential, named by its file, and by its line or row in it."""
        for source in self.sources:
            if source == STREAM:
                yield from in_lines(sys.stdin.buffer, STREAM)
            elif Path(source).is_dir():
                for found in self._files(source):
                    yield from self._in_file(found) if isinstance(found, Path) else (found,)
            else:
                yield from self._in_file(Path(source))

    def digests(self) -> list[dict[str, str]]:
        """What tells if these are still the same: the digest of a file, and of what lies in a folder."""
        return [{"source": shown_name(source), "sha256": self._digest(source)} for source in self.sources]

    def count(self) -> int | None:
        """How many candidates there are, give or take blank lines, if that can be told without reading them."""
        counts = [_count(found) for source in self.sources for found in self._files(source)]
        return None if None in counts else sum(count for count in counts if count is not None)

    def _files(self, source: str) -> Iterator[Path | Candidate]:
        if Path(source).is_dir():
            yield from self._walked(Path(source), _MAX_FOLDER_DEPTH)
        else:
            yield Path(source)

    def _digest(self, source: str) -> str:
        if not Path(source).is_dir():
            return digest_of(source)
        digest = hashlib.sha256()
        for found in self._files(source):
            if isinstance(found, Path):
                digest.update(f"{found}\0{found.stat().st_size}\0".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def _in_file(self, path: Path) -> Iterator[Candidate]:
        from microcred.batch import Candidate

        name = shown_name(path)
        try:
            if path.suffix.lower() in _LINES:
                with path.open("rb") as file:
                    yield from in_lines(file, name)
            elif path.suffix.lower() == _PARQUET:
                yield from _in_parquet(path, name, self.column)
            else:
                # A worker may be in another folder.
                yield Candidate(path.absolute(), name)
        except OSError as error:
            yield unreadable(name, f"cannot be read: {error.strerror or error}")

    def _walked(self, folder: Path, depth: int) -> Iterator[Path | Candidate]:
        """The files of a folder and of those in it, by their names; links to other folders are not followed."""
        name = shown_name(folder)
        try:
            with os.scandir(folder) as entries:
                found = sorted(
                    (entry.name, entry.is_dir(follow_symlinks=False))
                    for entry, _ in zip(entries, range(_MAX_FOLDER_ENTRIES + 1), strict=False)
                )
        except OSError as error:
            yield unreadable(name, f"cannot be read: {error.strerror or error}")
            return
        if len(found) > _MAX_FOLDER_ENTRIES or not depth:
            why = (
                "more than {_MAX_FOLDER_ENTRIES} entries"
                if depth
                else f"more than {_MAX_FOLDER_DEPTH} folders above it"
            )
            yield unreadable(name, f"has {why}")
            return
        for entry, is_folder in found:
            path = folder / entry
            if entry.startswith("."):
                continue
            if is_folder:
                yield from self._walked(path, depth - 1)
            elif (
                path.suffix.lower() in _OF_A_FOLDER and path.is_file() and Path(os.path.realpath(path)) not in self.own
            ):
                yield path


def _count(found: Path | Candidate) -> int | None:
    if not isinstance(found, Path):
        return 1
    suffix = found.suffix.lower()
    if str(found) == STREAM or suffix == _PARQUET or not found.is_file():
        return None
    if suffix not in _LINES:
        return 1
    with found.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK), b""))


def in_lines(file: IO[bytes], name: str) -> Iterator[Candidate]:
    """One candidate for each line that is not blank; a line that is too long is cut, and then too large to verify."""
    from microcred.batch import Candidate

    number = 0
    while line := file.readline(MAX_BYTES + 2):
        number += 1
        place = f"{name}:{number}"
        if len(line) > MAX_BYTES and not line.endswith(b"\n") and not _ends(file):
            yield unreadable(place, f"has no end within {_MAX_PASSED_OVER} bytes, wanted one credential on each line")
            return
        content = line.removeprefix(_BOM if number == 1 else b"").strip(b" \t\r\n")
        if content:
            yield Candidate(content, place)


def _ends(file: IO[bytes]) -> bool:
    """Whether the rest of a line has an end that is not too far away; it is passed over."""
    for _ in range(0, _MAX_PASSED_OVER, _BLOCK):
        passed = file.readline(_BLOCK)
        if not passed or passed.endswith(b"\n"):
            return True
    return False


def require_parquet() -> Any:
    """The reader of Parquet, which is an extra; raises UsageError where it is not installed."""
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(
            "usage.missing-extra",
            "Parquet is read with pyarrow, which is not installed",
            hint="pip install 'microcred[parquet]'",
        ) from error
    return parquet


def _in_parquet(path: Path, name: str, column: str) -> Iterator[Candidate]:
    from microcred.batch import Candidate

    number = 0
    try:
        with require_parquet().ParquetFile(path) as file:
            if column not in file.schema_arrow.names:
                raise UsageError(
                    "batch.no-such-column",
                    f"{name!r:.200} has no column {column!r:.80}",
                    hint=f"--column with one of {', '.join(file.schema_arrow.names)[:200]}",
                )
            groups = range(file.metadata.num_row_groups)
            if any(file.metadata.row_group(group).total_byte_size > _MAX_ROW_GROUP for group in groups):
                raise UsageError(
                    "batch.file-breaks-off",
                    f"{name!r:.200} has a row group of more than {_MAX_ROW_GROUP} bytes",
                    hint="write it with smaller row groups",
                )
            for part in file.iter_batches(batch_size=64, columns=[column]):
                for value in part.column(0):
                    number += 1
                    content = value.as_py()
                    if isinstance(content, str | bytes):
                        yield Candidate(_encoded(content), f"{name}:{number}")
                    else:
                        yield unreadable(f"{name}:{number}", "is neither text nor bytes")
    except MicrocredError as error:
        yield Candidate(error, name)
    except (OSError, ValueError, ArithmeticError, LookupError, TypeError, MemoryError, NotImplementedError) as error:
        # What pyarrow raises has these for ancestors.
        yield unreadable(f"{name}:{number + 1}", f"cannot be read from here on: {' '.join(str(error).split())[:200]}")


def _encoded(content: str | bytes) -> bytes:
    return content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content


def unreadable(place: str, why: str) -> Candidate:
    """A place in the inputs at which there is no credential to be had, and perhaps none behind it."""
    from microcred.batch import Candidate

    return Candidate(UsageError("batch.file-breaks-off", f"{place!r:.200} {why}"), place)


def digest_of(path: str) -> str:
    """The SHA-256 of a file; raises UsageError for one that cannot be read."""
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UsageError("usage.unreadable-input", f"cannot read {path!r:.200}: {error.strerror or error}") from error


def shown_name(path: str | Path) -> str:
    r"""The name of a file, which need not be text: what is none in it is written as ``\xff``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
