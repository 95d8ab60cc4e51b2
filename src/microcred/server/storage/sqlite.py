"""One SQLite file beside the server, which several processes on one machine can share."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from microcred.errors import UsageError
from microcred.server.storage.connections import PATIENCE, Connections
from microcred.server.storage.tables import Dialect, Transaction

__all__ = ["SqliteDatabase"]

_DIALECT: Final = Dialect(
    octets="BLOB",
    # Whoever writes is alone from the beginning of the transaction.
    for_update="",
    skip_locked="",
    alone="SELECT 1",
    has_table="SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?",
)
#: The log of changes is cut to this many bytes once it was carried over into the file.
_MAX_LOG: Final = 67_108_864


@dataclass(frozen=True, slots=True)
class SqliteDatabase:
    """The file at ``place``, readable by its owner alone; ``identity`` says which file that is."""

    place: Path
    identity: tuple[int, int]
    connections: Connections[sqlite3.Connection] = field(repr=False)

    @classmethod
    def open(cls, place: Path) -> Self:
        """Open the file, and make it if there is none; raises :class:`~microcred.errors.UsageError`."""
        place = place.absolute()
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(place, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise UsageError("server.no-storage", f"cannot use {str(place)!r}: {error.strerror or error}") from error
        return cls(place, _identity(place), Connections(lambda: _connection(place)))

    @property
    def dialect(self) -> Dialect:
        """The words of SQLite."""
        return _DIALECT

    @contextmanager
    def change(self) -> Iterator[Transaction]:
        """A transaction that keeps others from writing."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A transaction beside which others write."""
        with self._transaction("BEGIN") as connection:
            yield connection

    def close(self) -> None:
        """Close the file."""
        self.connections.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        # What is written into a file that was removed, or replaced by a copy, is lost with it.
        if _identity(self.place) != self.identity:
            raise UsageError("server.no-storage", f"the file {str(self.place)!r} is not the one that was opened")
        try:
            with self.connections.lent() as connection:
                connection.execute(begin)
                yield connection
                connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise UsageError("server.no-storage", f"the file {str(self.place)!r} cannot be used: {error}") from error


def _identity(place: Path) -> tuple[int, int]:
    try:
        found = place.stat()
    except OSError as error:
        raise UsageError("server.no-storage", f"cannot use {str(place)!r}: {error.strerror or error}") from error
    return found.st_dev, found.st_ino


def _connection(place: Path) -> sqlite3.Connection:
    # Never made here: a file that has vanished would come back empty, and give out every index again.
    url = f"{place.as_uri()}?mode=rw"
    connection = sqlite3.connect(url, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        # Each commit is synced, also where a file system has no WAL: what was answered survives a loss of power.
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA journal_size_limit = {_MAX_LOG}")
    except BaseException:
        connection.close()
        raise
    return connection
