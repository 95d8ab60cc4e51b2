"""Storage in one SQLite file beside the server."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from microcred.errors import UsageError
from microcred.server.storage import KeptCredential, KeptEntry, KeptList, ListState
from microcred.status_list import ListTerms

__all__ = ["SqliteStorage"]

_PATIENCE: Final = 30.0
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS credentials (id TEXT PRIMARY KEY, instance TEXT NOT NULL, media_type TEXT NOT NULL,
    content BLOB, kept_at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS lists (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, instance TEXT NOT NULL,
    purpose TEXT NOT NULL, terms TEXT NOT NULL, allocated INTEGER NOT NULL DEFAULT 0,
    edition INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS entries (list TEXT NOT NULL, number INTEGER NOT NULL, credential TEXT,
    value INTEGER NOT NULL DEFAULT 0, allocated_at TEXT NOT NULL, changed_at TEXT,
    PRIMARY KEY (list, number), UNIQUE (list, credential)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entries_by_credential ON entries (credential);
CREATE TABLE IF NOT EXISTS shuffled (list TEXT NOT NULL, place INTEGER NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (list, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, secret BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS challenges (challenge TEXT PRIMARY KEY, until TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class SqliteStorage:
    """The file at ``place``; a connection lives as long as its transaction."""

    place: Path

    @classmethod
    def open(cls, place: Path) -> Self:
        """Open the file, and make it if there is none."""
        found = cls(place)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            with found._connection() as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(_TABLES)
        except OSError as error:
            raise UsageError("server.no-storage", f"cannot use {str(place)!r}: {error.strerror or error}") from error
        return found

    def check(self) -> None:
        """See if the file answers."""
        with self._reading() as connection:
            connection.execute("SELECT count(*) FROM lists").fetchone()

    def close(self) -> None:
        """Nothing stays open."""

    def keep_credential(self, credential: KeptCredential) -> None:
        """Keep a credential."""
        try:
            with self._change() as connection:
                connection.execute(
                    "INSERT INTO credentials VALUES (?, ?, ?, ?, ?)",
                    (
                        credential.id,
                        credential.instance,
                        credential.media_type,
                        credential.content,
                        _written(credential.kept_at),
                    ),
                )
        except sqlite3.IntegrityError as error:
            raise UsageError(
                "server.credential-exists",
                f"a credential {credential.id!r:.200} was issued here before",
                hint="give a new credential an id of its own",
            ) from error

    def credential(self, credential_id: str) -> KeptCredential | None:
        """Look a credential up."""
        with self._reading() as connection:
            return _credential(connection, credential_id)

    def forget_credential(self, credential_id: str) -> KeptCredential | None:
        """Take its content away."""
        with self._change() as connection:
            found = _credential(connection, credential_id)
            connection.execute("UPDATE credentials SET content = NULL WHERE id = ?", (credential_id,))
            return found

    def create_list(self, kept: KeptList) -> bool:
        """Make a list, if its name is free."""
        with self._change() as connection:
            done = connection.execute(
                "INSERT OR IGNORE INTO lists (name, instance, purpose, terms) VALUES (?, ?, ?, ?)",
                (kept.name, kept.instance, kept.terms.purpose, json.dumps(kept.terms.to_dict())),
            )
            return done.rowcount == 1

    def status_list(self, name: str) -> KeptList | None:
        """Look a list up."""
        with self._reading() as connection:
            return _list(connection, "name = ?", name)

    def newest_list(self, instance: str, purpose: str) -> KeptList | None:
        """Look up the list that an instance uses."""
        with self._reading() as connection:
            return _list(connection, "instance = ? AND purpose = ? ORDER BY number DESC LIMIT 1", instance, purpose)

    def allocate(self, name: str, credential_id: str | None, at: datetime) -> int:
        """One step of a Fisher-Yates shuffle of all indexes, of which only what differs from their order is kept."""
        with self._change() as connection:
            known = credential_id is not None and _entry(connection, name, credential_id)
            if known:
                return known.index
            terms, count = connection.execute("SELECT terms, allocated FROM lists WHERE name = ?", (name,)).fetchone()
            length = ListTerms.of(json.loads(terms)).length
            if count >= length:
                raise UsageError("status.list-full", f"all {length} entries of the list {name!r} are given out")
            place = count + secrets.randbelow(length - count)
            number, first = _shuffled(connection, name, place), _shuffled(connection, name, count)
            connection.execute("INSERT OR REPLACE INTO shuffled VALUES (?, ?, ?)", (name, place, first))
            connection.execute("DELETE FROM shuffled WHERE list = ? AND place = ?", (name, count))
            connection.execute("UPDATE lists SET allocated = ? WHERE name = ?", (count + 1, name))
            connection.execute(
                "INSERT INTO entries (list, number, credential, allocated_at) VALUES (?, ?, ?, ?)",
                (name, number, credential_id, _written(at)),
            )
            return number

    def list_of_credential(self, credential_id: str, purpose: str) -> KeptList | None:
        """Look up where the status of a credential stands."""
        where = "purpose = ? AND name IN (SELECT list FROM entries WHERE credential = ?) ORDER BY number DESC LIMIT 1"
        with self._reading() as connection:
            return _list(connection, where, purpose, credential_id)

    def entry(self, name: str, entry: int | str) -> KeptEntry | None:
        """Look an entry up."""
        with self._reading() as connection:
            return _entry(connection, name, entry)

    def set_status(self, name: str, index: int, value: int, at: datetime) -> KeptEntry:
        """Change an entry, which makes a new edition of its list."""
        with self._change() as connection:
            kept, entry = _list(connection, "name = ?", name), _entry(connection, name, index)
            if kept is None or entry is None:
                raise UsageError("status.no-such-entry", f"the list {name!r:.80} has no entry for the index {index}")
            if value == entry.value:
                return entry
            kept.terms.check_change(entry.value, value)
            connection.execute(
                "UPDATE entries SET value = ?, changed_at = ? WHERE list = ? AND number = ?",
                (value, _written(at), name, index),
            )
            connection.execute("UPDATE lists SET edition = edition + 1 WHERE name = ?", (name,))
            return replace(entry, value=value)

    def edition(self, name: str) -> int:
        """Look up how often a list was changed."""
        with self._reading() as connection:
            return _edition(connection, name)

    def state(self, name: str) -> ListState:
        """Read a whole list."""
        with self._reading() as connection:
            found = connection.execute(
                "SELECT number, value FROM entries WHERE list = ? AND value != 0 ORDER BY number", (name,)
            )
            return ListState(_edition(connection, name), tuple(found.fetchall()))

    def secret(self, name: str, new: bytes) -> bytes:
        """Look a secret up, or keep the new one."""
        with self._change() as connection:
            connection.execute("INSERT OR IGNORE INTO secrets VALUES (?, ?)", (name, new))
            return bytes(connection.execute("SELECT secret FROM secrets WHERE name = ?", (name,)).fetchone()[0])

    def spend_challenge(self, challenge: str, until: datetime, at: datetime) -> bool:
        """Remember a challenge, and forget those that have ended."""
        with self._change() as connection:
            connection.execute("DELETE FROM challenges WHERE until <= ?", (_written(at),))
            done = connection.execute("INSERT OR IGNORE INTO challenges VALUES (?, ?)", (challenge, _written(until)))
            return done.rowcount == 1

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._connection("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._connection("BEGIN") as connection:
            yield connection

    @contextmanager
    def _connection(self, begin: str | None = None) -> Iterator[sqlite3.Connection]:
        try:
            connection = sqlite3.connect(self.place, timeout=_PATIENCE, isolation_level=None)
        except sqlite3.Error as error:
            raise self._failed(error) from error
        try:
            connection.execute("PRAGMA synchronous = FULL")
            if begin is not None:
                connection.execute(begin)
            yield connection
            if begin is not None:
                connection.execute("COMMIT")
        except sqlite3.IntegrityError:
            raise
        except sqlite3.Error as error:
            raise self._failed(error) from error
        finally:
            # What was not committed is rolled back.
            connection.close()

    def _failed(self, error: sqlite3.Error) -> UsageError:
        return UsageError("server.no-storage", f"the file {str(self.place)!r} cannot be used: {error}")


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _credential(connection: sqlite3.Connection, credential_id: str) -> KeptCredential | None:
    found = connection.execute(
        "SELECT id, instance, media_type, content, kept_at FROM credentials WHERE id = ?", (credential_id,)
    ).fetchone()
    if found is None:
        return None
    name, instance, media_type, content, kept_at = found
    return KeptCredential(name, instance, media_type, content, datetime.fromisoformat(kept_at))


def _list(connection: sqlite3.Connection, where: str, *values: str) -> KeptList | None:
    found = connection.execute(f"SELECT name, instance, terms FROM lists WHERE {where}", values).fetchone()  # noqa: S608
    return KeptList(found[0], found[1], ListTerms.of(json.loads(found[2]))) if found else None


def _entry(connection: sqlite3.Connection, name: str, entry: int | str) -> KeptEntry | None:
    column = "credential" if isinstance(entry, str) else "number"
    found = connection.execute(
        f"SELECT number, credential, value FROM entries WHERE list = ? AND {column} = ?",  # noqa: S608
        (name, entry),
    ).fetchone()
    return KeptEntry(*found) if found else None


def _shuffled(connection: sqlite3.Connection, name: str, place: int) -> int:
    found = connection.execute("SELECT number FROM shuffled WHERE list = ? AND place = ?", (name, place)).fetchone()
    return int(found[0]) if found else place


def _edition(connection: sqlite3.Connection, name: str) -> int:
    found = connection.execute("SELECT edition FROM lists WHERE name = ?", (name,)).fetchone()
    return int(found[0]) if found else 0
