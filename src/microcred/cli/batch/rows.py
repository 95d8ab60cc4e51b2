"""The rows of a CSV file, as somebody exported it from a spreadsheet, and as somebody hostile filled in a form."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from microcred.cli.batch.inputs import shown_name
from microcred.errors import UsageError

__all__ = ["Row", "Rows", "opened_rows"]

_MAX_ROW: Final = 1_000_000
_MAX_COLUMNS: Final = 1_000
_DELIMITERS: Final = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column, or what is wrong with it; ``place`` counts rows as a spreadsheet does."""

    place: str
    cells: dict[str, str]
    error: UsageError | None = None


class Rows:
    """The rows behind the header of an open CSV file, one at a time.

    Cells are separated by commas, semicolons or tabs, whichever the header has most of. Raises
    :class:`~microcred.errors.UsageError` for a header that does not name its columns.
    """

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._name = name
        self._read = 0
        lines = self._lines(file)
        header = next(lines, "")
        delimiter = max(_DELIMITERS, key=header.count)
        self._reader = csv.reader(_with_first(header, lines), delimiter=delimiter, strict=True)
        try:
            self.columns = tuple(cell.strip() for cell in next(self._reader, []))
        except csv.Error as error:
            raise self._bad_header(str(error)) from error
        self._check_header()

    def __iter__(self) -> Iterator[Row]:
        number = 1
        while True:
            number += 1
            place = f"{self._name}:{number}"
            self._read = 0
            try:
                cells = next(self._reader, None)
            except (csv.Error, _TooLongError) as error:
                why = f"{place} cannot be read, nor can what follows: {error}"
                yield Row(place, {}, UsageError("batch.file-breaks-off", why, hint="look for a quote without an end"))
                return
            if cells is None:
                return
            if any(cell.strip() for cell in cells):
                yield self._row(place, cells)

    def _row(self, place: str, cells: list[str]) -> Row:
        if len(cells) != len(self.columns):
            why = f"{place} has {len(cells)} cells, the header has {len(self.columns)}"
            return Row(place, {}, UsageError("batch.bad-row", why))
        if any("\udc80" <= character <= "\udcff" for cell in cells for character in cell):
            hint = "export it as CSV in UTF-8"
            return Row(place, {}, UsageError("batch.bad-row", f"{place} is not text in UTF-8", hint=hint))
        return Row(place, {name: cell.strip() for name, cell in zip(self.columns, cells, strict=True)})

    def _lines(self, file: IO[bytes]) -> Iterator[str]:
        """Lines as text; what is no UTF-8 is kept as what a row can be refused for."""
        first = True
        while line := file.readline(_MAX_ROW + 1):
            self._read += len(line)
            if self._read > _MAX_ROW:
                raise _TooLongError(f"it has more than {_MAX_ROW} bytes")
            yield line.removeprefix(b"\xef\xbb\xbf" if first else b"").decode("utf-8", "surrogateescape")
            first = False

    def _check_header(self) -> None:
        if not self.columns or len(self.columns) > _MAX_COLUMNS:
            raise self._bad_header(f"it has {len(self.columns)} columns, wanted 1 to {_MAX_COLUMNS}")
        for column in self.columns:
            if not column or not column.isprintable():
                raise self._bad_header(f"the column {column!r:.80} has no name that can be used")
            if self.columns.count(column) > 1:
                raise self._bad_header(f"two columns have the name {column!r:.80}")

    def _bad_header(self, why: str) -> UsageError:
        return UsageError(
            "batch.bad-header",
            f"the first row of {self._name!r:.200} is no header: {why}",
            hint="the first row names the columns, each once, in UTF-8",
        )


class _TooLongError(Exception):
    pass


def _with_first(first: str, lines: Iterator[str]) -> Iterator[str]:
    if first:
        yield first
    yield from lines


@contextmanager
def opened_rows(path: str) -> Iterator[Rows]:
    """The rows of a file; raises :class:`~microcred.errors.UsageError` for one that cannot be read."""
    name = shown_name(path)
    try:
        file = Path(path).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise UsageError("usage.unreadable-input", f"cannot read {name!r:.200}: {error.strerror or error}") from error
    with file:
        try:
            yield Rows(file, name)
        except _TooLongError as error:
            raise UsageError("batch.bad-header", f"the first row of {name!r:.200} is no header: {error}") from error
