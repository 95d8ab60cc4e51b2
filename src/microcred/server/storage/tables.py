"""The tables of a storage, and how those of an older version become those of this one.

Each migration is numbered by its place, is applied whole or not at all, and is never changed once it was published:
a change of the tables is one more migration at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeAlias

from microcred.errors import UsageError

__all__ = ["MIGRATIONS", "Database", "Dialect", "Found", "Transaction", "Value", "migrate"]

Value: TypeAlias = str | int | bytes | None


class Found(Protocol):
    """What a statement found, or how many rows it changed."""

    @property
    def rowcount(self) -> int: ...  # noqa: D102

    def fetchone(self) -> Any: ...  # noqa: D102

    def fetchall(self) -> list[Any]: ...  # noqa: D102


class Transaction(Protocol):
    """What is read and changed together; ``?`` stands in a statement for a value."""

    def execute(self, statement: str, values: Sequence[Value] = (), /) -> Found:
        """Run one statement."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """In which words two databases differ.

    ``octets`` is the type of bytes. ``for_update`` and ``skip_locked`` end a query whose rows nobody else may change
    before the transaction ends, or which leaves out those that somebody else does. ``alone`` is a statement that waits
    for every other transaction which said it. ``has_table`` is a query for how many tables have a name.
    """

    octets: str
    for_update: str
    skip_locked: str
    alone: str
    has_table: str


class Database(Protocol):
    """A database: its words, and transactions that count whole or not at all, whatever dies in the middle of one."""

    @property
    def dialect(self) -> Dialect:
        """The words that it understands."""

    def change(self) -> AbstractContextManager[Transaction]:
        """A transaction that may write, and is on disk when it ends without an error."""

    def reading(self) -> AbstractContextManager[Transaction]:
        """A transaction that sees one state of everything."""

    def close(self) -> None:
        """Give back what is open."""


MIGRATIONS: Final[Sequence[Sequence[str]]] = (
    (
        "CREATE TABLE credentials (id TEXT PRIMARY KEY, instance TEXT NOT NULL, media_type TEXT NOT NULL,"
        " content {octets}, kept_at TEXT NOT NULL)",
        # Lists are numbered in the order in which they were made; an edition counts the changes of one.
        "CREATE TABLE lists (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, instance TEXT NOT NULL,"
        " purpose TEXT NOT NULL, terms TEXT NOT NULL, allocated INTEGER NOT NULL DEFAULT 0,"
        " edition BIGINT NOT NULL DEFAULT 0)",
        "CREATE UNIQUE INDEX lists_by_use ON lists (instance, purpose, number)",
        # The key says once more that an index is given out once.
        "CREATE TABLE entries (list INTEGER NOT NULL REFERENCES lists, number INTEGER NOT NULL, credential TEXT,"
        " value INTEGER NOT NULL DEFAULT 0, allocated_at TEXT NOT NULL, changed_at TEXT, PRIMARY KEY (list, number))",
        "CREATE UNIQUE INDEX entries_by_credential ON entries (credential, list)",
        "CREATE INDEX entries_that_speak ON entries (list, number) WHERE value <> 0",
        # Where a shuffle of all indexes, made as far as it was needed, differs from their order.
        "CREATE TABLE shuffled (list INTEGER NOT NULL REFERENCES lists, place INTEGER NOT NULL,"
        " number INTEGER NOT NULL, PRIMARY KEY (list, place))",
        "CREATE TABLE secrets (name TEXT PRIMARY KEY, secret {octets} NOT NULL)",
        "CREATE TABLE challenges (challenge TEXT PRIMARY KEY, until TEXT NOT NULL)",
        "CREATE INDEX challenges_by_end ON challenges (until)",
    ),
)


def migrate(database: Database, migrations: Sequence[Sequence[str]] = MIGRATIONS) -> None:
    """Make the tables, or bring them up to date; of several processes that start at once one does it.

    Raises :class:`~microcred.errors.UsageError` with ``server.newer-storage`` for tables of a newer version: what that
    one wrote could be misread, and what this one writes could break its promises.
    """
    with database.change() as transaction:
        transaction.execute(database.dialect.alone)
        found = _version(database, transaction)
        if found > len(migrations):
            raise UsageError(
                "server.newer-storage",
                f"the storage has tables of version {found}, and this microcred knows those up to {len(migrations)}",
                hint="use the version of microcred that was used last, or a newer one",
            )
        for migration in migrations[found:]:
            for statement in migration:
                transaction.execute(statement.format(octets=database.dialect.octets))
        if found < len(migrations):
            transaction.execute("UPDATE microcred_storage SET version = ?", (len(migrations),))


def _version(database: Database, transaction: Transaction) -> int:
    if not transaction.execute(database.dialect.has_table, ("microcred_storage",)).fetchone()[0]:
        transaction.execute("CREATE TABLE microcred_storage (version INTEGER NOT NULL)")
        transaction.execute("INSERT INTO microcred_storage VALUES (0)")
    return int(transaction.execute("SELECT version FROM microcred_storage").fetchone()[0])
