"""The ledger of a status list: which entry is whose, and what it says. One SQLite file, and the truth.

Every change is one transaction, on disk before it is answered; a process that dies in the middle of one has changed
nothing. Several processes wait for each other. A connection lives as long as its transaction, so a ledger can be used
from any thread, and by a process that was forked.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from microcred.errors import UsageError
from microcred.status_list.terms import ListTerms

__all__ = ["Ledger", "Line", "Snapshot", "Transaction"]

# "mcsl" as a number: what the file says of itself (SQLite, PRAGMA application_id).
_APPLICATION: Final = 0x6D63736C
_FORMAT: Final = 1
_TABLES: Final = (
    # One row. Drafts are numbered, so that an older one never replaces a newer one.
    "CREATE TABLE list (terms TEXT NOT NULL, allocated INTEGER NOT NULL DEFAULT 0, drafts INTEGER NOT NULL DEFAULT 0,"
    " published_draft INTEGER NOT NULL DEFAULT 0, published_edition INTEGER NOT NULL DEFAULT -1)",
    "CREATE TABLE entries (number INTEGER PRIMARY KEY, credential TEXT UNIQUE, value INTEGER NOT NULL DEFAULT 0,"
    " allocated_at TEXT NOT NULL, changed_at TEXT)",
    # Where a shuffle of all indexes, made as far as it was needed, differs from their order.
    "CREATE TABLE shuffled (place INTEGER PRIMARY KEY, number INTEGER NOT NULL)",
    "CREATE TABLE changes (edition INTEGER PRIMARY KEY AUTOINCREMENT, number INTEGER NOT NULL, value INTEGER NOT NULL,"
    " at TEXT NOT NULL)",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the ledger; ``changed_at`` is None where it never said anything but 0."""

    number: int
    credential: str | None
    value: int
    allocated_at: str
    changed_at: str | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that an edition says, and the number of the draft that it becomes."""

    draft: int
    edition: int
    values: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file at ``place``; ``patience`` is how many seconds a change waits for those of other processes."""

    place: Path
    patience: float = 30.0

    def create(self, terms: ListTerms) -> None:
        """Make the ledger, readable by its owner alone; raises UsageError if there is one."""
        try:
            os.close(os.open(self.place, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise UsageError(
                "usage.unwritable-output", f"cannot write {str(self.place)!r}: {error.strerror or error}"
            ) from error
        with self._connected("BEGIN IMMEDIATE") as connection:
            # What a process left behind that died in here is an empty file.
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise UsageError(
                    "status.list-exists",
                    f"there is a ledger at {str(self.place)!r} already",
                    hint="go on with this list, or choose another name: a ledger that is overwritten is lost",
                )
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute("INSERT INTO list (terms) VALUES (?)", (json.dumps(terms.to_dict()),))
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_FORMAT}")

    def terms(self) -> ListTerms:
        """The terms of the list; raises UsageError for what is no ledger."""
        with self._connected("BEGIN") as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if (application, version) != (_APPLICATION, _FORMAT):
                raise UsageError(
                    "status.unusable-ledger", f"{str(self.place)!r} is not the ledger of a status list, of format 1"
                )
            written = connection.execute("SELECT terms FROM list").fetchone()
        try:
            return ListTerms.of(json.loads(written[0]))
        except (TypeError, ValueError, AttributeError, UsageError) as error:
            raise UsageError(
                "status.unusable-ledger", f"the ledger {str(self.place)!r} does not say what its list is: {error}"
            ) from error

    @contextmanager
    def change(self) -> Iterator[Transaction]:
        """A transaction that may write, and keeps others from writing; all of it counts, or nothing."""
        with self._connected("BEGIN IMMEDIATE") as connection:
            yield Transaction(connection)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A transaction that sees one state of the ledger."""
        with self._connected("BEGIN") as connection:
            yield Transaction(connection)

    @contextmanager
    def _connected(self, begin: str) -> Iterator[sqlite3.Connection]:
        try:
            connection = sqlite3.connect(
                f"{self.place.absolute().as_uri()}?mode=rw", uri=True, timeout=self.patience, isolation_level=None
            )
        except sqlite3.Error as error:
            raise self._missing() if not self.place.exists() else self._failed(error) from error
        try:
            # EXTRA: a commit that was answered survives a loss of power as well.
            connection.execute("PRAGMA synchronous = EXTRA")
            connection.execute(begin)
            yield connection
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._failed(error) from error
        finally:
            # What was not committed is rolled back.
            connection.close()

    def _missing(self) -> UsageError:
        return UsageError(
            "status.no-ledger",
            f"there is no ledger at {str(self.place)!r}",
            hint="microcred status new makes a list and its ledger; the two stay together",
        )

    def _failed(self, error: sqlite3.Error) -> UsageError:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return UsageError(
                "status.ledger-busy",
                f"the ledger {str(self.place)!r} was in use by others for {self.patience:g} seconds",
                hint="nothing was changed; try again",
            )
        return UsageError("status.unusable-ledger", f"the ledger {str(self.place)!r} cannot be used: {error}")


@dataclass(frozen=True, slots=True)
class Transaction:
    """What is read and changed together."""

    connection: sqlite3.Connection

    def line_at(self, number: int) -> Line | None:
        """The entry at an index, if it was given out."""
        return self._line("number", number)

    def line_of(self, credential: str) -> Line | None:
        """The entry of a credential, if it has one."""
        return self._line("credential", credential)

    def allocate(self, credential: str | None, length: int, at: str) -> Line | None:
        """Give out an index that nobody can foresee, each free one as likely as the others; None if none is free.

        This is one step of a Fisher-Yates shuffle of all indexes, of which only what differs from their order is
        written down: it takes as long for the last one as for the first.
        """
        count = self._one("SELECT allocated FROM list")
        if count >= length:
            return None
        place = count + secrets.randbelow(length - count)
        number, first = self._shuffled(place), self._shuffled(count)
        self.connection.execute("INSERT OR REPLACE INTO shuffled VALUES (?, ?)", (place, first))
        self.connection.execute("DELETE FROM shuffled WHERE place = ?", (count,))
        self.connection.execute("UPDATE list SET allocated = ?", (count + 1,))
        self.connection.execute(
            "INSERT INTO entries (number, credential, allocated_at) VALUES (?, ?, ?)", (number, credential, at)
        )
        return Line(number, credential, 0, at, None)

    def set_value(self, number: int, value: int, at: str) -> None:
        """Change what an entry says; the change makes a new edition."""
        self.connection.execute("UPDATE entries SET value = ?, changed_at = ? WHERE number = ?", (value, at, number))
        self.connection.execute("INSERT INTO changes (number, value, at) VALUES (?, ?, ?)", (number, value, at))

    def snapshot(self) -> Snapshot:
        """All that the list says now, as a new draft."""
        self.connection.execute("UPDATE list SET drafts = drafts + 1")
        found = self.connection.execute("SELECT number, value FROM entries WHERE value != 0 ORDER BY number")
        return Snapshot(self._one("SELECT drafts FROM list"), self._edition(), tuple(found.fetchall()))

    def published_draft(self) -> int:
        """The number of the draft that was published last; 0 for none."""
        return self._one("SELECT published_draft FROM list")

    def set_published(self, snapshot: Snapshot) -> None:
        """Record that a draft is in its place."""
        self.connection.execute(
            "UPDATE list SET published_draft = ?, published_edition = ?", (snapshot.draft, snapshot.edition)
        )

    def is_behind(self) -> bool:
        """Whether something was changed that is not published yet."""
        return self._edition() > self._one("SELECT published_edition FROM list")

    def counts(self) -> dict[int, int]:
        """How many entries that were given out say what."""
        found = self.connection.execute("SELECT value, count(*) FROM entries GROUP BY value ORDER BY value")
        return dict(found.fetchall())

    def _line(self, column: str, wanted: object) -> Line | None:
        found = self.connection.execute(
            f"SELECT number, credential, value, allocated_at, changed_at FROM entries WHERE {column} = ?",  # noqa: S608
            (wanted,),
        ).fetchone()
        return Line(*found) if found else None

    def _shuffled(self, place: int) -> int:
        found = self.connection.execute("SELECT number FROM shuffled WHERE place = ?", (place,)).fetchone()
        return int(found[0]) if found else place

    def _edition(self) -> int:
        return self._one("SELECT ifnull(max(edition), 0) FROM changes")

    def _one(self, query: str) -> int:
        found: Any = self.connection.execute(query).fetchone()[0]
        return int(found)
