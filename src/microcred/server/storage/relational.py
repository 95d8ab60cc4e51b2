"""A storage in SQL: each method one transaction, in words that SQLite and PostgreSQL share."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Self

from microcred.errors import UsageError
from microcred.server.storage import KeptCredential, KeptEntry, KeptList, ListState
from microcred.server.storage.tables import MIGRATIONS, Database, Transaction, Value, migrate
from microcred.status_list import ListTerms

__all__ = ["RelationalStorage"]

#: The longest key of a table in bytes of UTF-8: an index of PostgreSQL takes no more than 2,704.
_MAX_KEY: Final = 2_000
#: Beyond every list, and what an integer of a database holds.
_MAX_INDEX: Final = 2**31
#: How many challenges that have ended are forgotten when one is answered: more than come in, so they do not pile up.
_MAX_FORGOTTEN: Final = 100
_CREDENTIAL: Final = "SELECT id, instance, media_type, content, kept_at FROM credentials WHERE id = ?"
_LIST: Final = "SELECT name, instance, terms FROM lists WHERE"
_FORGET: Final = (
    "DELETE FROM challenges WHERE challenge IN (SELECT challenge FROM challenges WHERE until <= ? ORDER BY until"
    " LIMIT ?{skip_locked})"
)


@dataclass(frozen=True, slots=True)
class RelationalStorage:
    """The storage in a database."""

    database: Database

    @classmethod
    def open(cls, database: Database, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> Self:
        """The storage in a database, whose tables are made or brought up to date."""
        try:
            migrate(database, migrations)
        except BaseException:
            database.close()
            raise
        return cls(database)

    def check(self) -> None:
        """See if the database answers."""
        with self.database.reading() as transaction:
            transaction.execute("SELECT count(*) FROM secrets").fetchone()

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def keep_credential(self, credential: KeptCredential) -> None:
        """Keep a credential."""
        _require_key(credential.id)
        values = (credential.id, credential.instance, credential.media_type, credential.content)
        with self.database.change() as transaction:
            if not _inserted(transaction, "credentials", *values, _written(credential.kept_at)):
                raise UsageError(
                    "server.credential-exists",
                    f"a credential {credential.id!r:.200} was issued here before",
                    hint="give a new credential an id of its own",
                    pointer="/id",
                )

    def credential(self, credential_id: str) -> KeptCredential | None:
        """Look a credential up."""
        if not _is_key(credential_id):
            return None
        with self.database.reading() as transaction:
            return _credential(transaction.execute(_CREDENTIAL, (credential_id,)).fetchone())

    def forget_credential(self, credential_id: str) -> KeptCredential | None:
        """Take its content away."""
        if not _is_key(credential_id):
            return None
        with self.database.change() as transaction:
            found = transaction.execute(_CREDENTIAL + self.database.dialect.for_update, (credential_id,)).fetchone()
            transaction.execute("UPDATE credentials SET content = NULL WHERE id = ?", (credential_id,))
            return _credential(found)

    def create_list(self, kept: KeptList) -> bool:
        """Make a list, if its name is free."""
        with self.database.change() as transaction:
            transaction.execute(self.database.dialect.alone)
            return _create(transaction, kept)

    def follow_list(self, full: str | None, kept: KeptList) -> KeptList:
        """Make the next list, if nobody else did."""
        with self.database.change() as transaction:
            transaction.execute(self.database.dialect.alone)
            newest = _newest(transaction, kept.instance, kept.terms.purpose)
            if newest is not None and newest.name != full:
                return newest
            if not _create(transaction, kept):
                raise UsageError("server.list-exists", f"there is a status list {kept.name!r:.80} already")
            return kept

    def status_list(self, name: str) -> KeptList | None:
        """Look a list up."""
        if not _is_key(name):
            return None
        with self.database.reading() as transaction:
            return _list(transaction.execute(f"{_LIST} name = ?", (name,)).fetchone())

    def newest_list(self, instance: str, purpose: str) -> KeptList | None:
        """Look up the list that an instance uses."""
        with self.database.reading() as transaction:
            return _newest(transaction, instance, purpose)

    def allocate(self, name: str, credential_id: str | None, at: datetime) -> int:
        """One step of a Fisher-Yates shuffle of all indexes, of which only what differs from their order is kept."""
        if credential_id is not None:
            _require_key(credential_id)
        with self.database.change() as transaction:
            # Others who want an entry of this list wait here, so what is read next stays so.
            number, terms, count = self._locked(transaction, name, "number, terms, allocated")
            known = None if credential_id is None else _entry(transaction, number, credential_id)
            if known is not None:
                return known.index
            if count >= terms.length:
                raise UsageError(
                    "status.list-full", f"all {terms.length} entries of the list {name!r:.80} are given out"
                )
            place = count + secrets.randbelow(terms.length - count)
            index, first = _shuffled(transaction, number, place), _shuffled(transaction, number, count)
            transaction.execute(
                "INSERT INTO shuffled VALUES (?, ?, ?)"
                " ON CONFLICT (list, place) DO UPDATE SET number = excluded.number",
                (number, place, first),
            )
            transaction.execute("DELETE FROM shuffled WHERE list = ? AND place = ?", (number, count))
            transaction.execute("UPDATE lists SET allocated = ? WHERE number = ?", (count + 1, number))
            transaction.execute(
                "INSERT INTO entries (list, number, credential, allocated_at) VALUES (?, ?, ?, ?)",
                (number, index, credential_id, _written(at)),
            )
            return index

    def lists_of_credential(self, credential_id: str, purpose: str) -> tuple[KeptList, ...]:
        """Look up where the status of a credential stands."""
        if not _is_key(credential_id):
            return ()
        where = "purpose = ? AND number IN (SELECT list FROM entries WHERE credential = ?)"
        with self.database.reading() as transaction:
            found = transaction.execute(f"{_LIST} {where} ORDER BY number DESC", (purpose, credential_id))
            return tuple(KeptList(name, instance, _terms(terms)) for name, instance, terms in found.fetchall())

    def entry(self, name: str, entry: int | str) -> KeptEntry | None:
        """Look an entry up."""
        if not _is_key(name):
            return None
        with self.database.reading() as transaction:
            found = transaction.execute("SELECT number FROM lists WHERE name = ?", (name,)).fetchone()
            return _entry(transaction, found[0], entry) if found else None

    def set_status(self, name: str, index: int, value: int, at: datetime) -> KeptEntry:
        """Change an entry, which makes a new edition of its list."""
        with self.database.change() as transaction:
            number, terms = self._locked(transaction, name, "number, terms")
            entry = _entry(transaction, number, index)
            if entry is None:
                raise UsageError("status.no-such-entry", f"the list {name!r:.80} has no entry for the index {index}")
            if terms.value_of(value) == entry.value:
                return entry
            terms.check_change(entry.value, value)
            transaction.execute(
                "UPDATE entries SET value = ?, changed_at = ? WHERE list = ? AND number = ?",
                (value, _written(at), number, index),
            )
            transaction.execute("UPDATE lists SET edition = edition + 1 WHERE number = ?", (number,))
            return replace(entry, value=value)

    def edition(self, name: str) -> int:
        """Look up how often a list was changed."""
        with self.database.reading() as transaction:
            found = transaction.execute("SELECT edition FROM lists WHERE name = ?", (name,)).fetchone()
            return int(found[0]) if found else 0

    def state(self, name: str) -> ListState:
        """Read a whole list."""
        with self.database.reading() as transaction:
            found = transaction.execute("SELECT number, edition FROM lists WHERE name = ?", (name,)).fetchone()
            number, edition = found or (None, 0)
            speaking = transaction.execute(
                "SELECT number, value FROM entries WHERE list = ? AND value <> 0 ORDER BY number", (number,)
            )
            return ListState(edition, tuple((index, value) for index, value in speaking.fetchall()))

    def secret(self, name: str, new: bytes) -> bytes:
        """Look a secret up, or keep the new one."""
        with self.database.change() as transaction:
            _inserted(transaction, "secrets", name, new)
            return bytes(transaction.execute("SELECT secret FROM secrets WHERE name = ?", (name,)).fetchone()[0])

    def spend_challenge(self, challenge: str, until: datetime, at: datetime) -> bool:
        """Remember a challenge, and forget some that have ended."""
        forget = _FORGET.format(skip_locked=self.database.dialect.skip_locked)
        with self.database.change() as transaction:
            transaction.execute(forget, (_written(at), _MAX_FORGOTTEN))
            return _inserted(transaction, "challenges", challenge, _written(until))

    def _locked(self, transaction: Transaction, name: str, columns: str) -> Any:
        """A row of a list, which is this transaction's until it ends, with its terms read."""
        query = f"SELECT {columns} FROM lists WHERE name = ?{self.database.dialect.for_update}"  # noqa: S608
        found = transaction.execute(query, (name,)).fetchone() if _is_key(name) else None
        if found is None:
            raise UsageError("status.no-such-entry", f"there is no status list {name!r:.80}")
        number, terms, *others = found
        return number, _terms(terms), *others


def _inserted(transaction: Transaction, table: str, *values: Value) -> bool:
    """Insert a row, unless there is one with its key."""
    marks = ", ".join("?" * len(values))
    done = transaction.execute(f"INSERT INTO {table} VALUES ({marks}) ON CONFLICT DO NOTHING", values)  # noqa: S608
    return done.rowcount == 1


def _create(transaction: Transaction, kept: KeptList) -> bool:
    (newest,) = transaction.execute("SELECT coalesce(max(number), 0) FROM lists").fetchone()
    values = (newest + 1, kept.name, kept.instance, kept.terms.purpose, json.dumps(kept.terms.to_dict()))
    return _inserted(transaction, "lists", *values, 0, 0)


def _newest(transaction: Transaction, instance: str, purpose: str) -> KeptList | None:
    where = "instance = ? AND purpose = ? ORDER BY number DESC LIMIT 1"
    return _list(transaction.execute(f"{_LIST} {where}", (instance, purpose)).fetchone())


def _entry(transaction: Transaction, number: int, entry: int | str) -> KeptEntry | None:
    if not (_is_key(entry) if isinstance(entry, str) else 0 <= entry < _MAX_INDEX):
        return None
    column = "credential" if isinstance(entry, str) else "number"
    query = f"SELECT number, credential, value FROM entries WHERE list = ? AND {column} = ?"  # noqa: S608
    found = transaction.execute(query, (number, entry)).fetchone()
    return KeptEntry(*found) if found else None


def _shuffled(transaction: Transaction, number: int, place: int) -> int:
    query = "SELECT number FROM shuffled WHERE list = ? AND place = ?"
    found = transaction.execute(query, (number, place)).fetchone()
    return int(found[0]) if found else place


def _credential(found: Any) -> KeptCredential | None:
    if found is None:
        return None
    name, instance, media_type, content, kept_at = found
    return KeptCredential(
        name, instance, media_type, None if content is None else bytes(content), datetime.fromisoformat(kept_at)
    )


def _list(found: Any) -> KeptList | None:
    return KeptList(found[0], found[1], _terms(found[2])) if found else None


def _terms(text: str) -> ListTerms:
    return ListTerms.of(json.loads(text))


def _written(moment: datetime) -> str:
    """A moment as text, of which the later one is the greater one."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _require_key(credential_id: str) -> None:
    if not _is_key(credential_id):
        raise UsageError(
            "server.bad-id",
            f"the id {credential_id!a:.60} cannot be kept, wanted 1 to {_MAX_KEY} bytes without U+0000",
            pointer="/id",
        )


def _is_key(text: str) -> bool:
    """Whether a text can be the key of a row in every database: not too long, and without what is no character."""
    try:
        return 0 < len(text.encode()) <= _MAX_KEY and "\0" not in text
    except UnicodeEncodeError:
        return False
