"""A PostgreSQL database, which several servers on several machines can share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

from microcred.errors import UsageError
from microcred.server.storage.connections import PATIENCE, Connections
from microcred.server.storage.tables import Dialect, Found, Transaction, Value

if TYPE_CHECKING:
    import psycopg

__all__ = ["PostgresqlDatabase"]

_DIALECT: Final = Dialect(
    octets="BYTEA",
    for_update=" FOR UPDATE",
    skip_locked=" FOR UPDATE SKIP LOCKED",
    # "mcst" as a number.
    alone="SELECT pg_advisory_xact_lock(1835234164)",
    has_table="SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = ?",
)
#: For how many seconds a statement may run, and a transaction wait for its next one.
_MAX_STATEMENT: Final = 30
#: Said in each transaction, and not once in a session: a pool between here and the server lends sessions around.
_PROMISES: Final = (
    f"SET LOCAL statement_timeout = '{_MAX_STATEMENT}s'; SET LOCAL lock_timeout = '{PATIENCE:.0f}s';"
    f" SET LOCAL idle_in_transaction_session_timeout = '{_MAX_STATEMENT}s'; SET LOCAL synchronous_commit = on"
)
_CHANGE: Final = f"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; {_PROMISES}"
_READING: Final = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {_PROMISES}"


@dataclass(frozen=True, slots=True)
class _Statements:
    connection: psycopg.Connection[Any]

    def execute(self, statement: str, values: Sequence[Value] = (), /) -> Found:
        return self.connection.execute(statement.replace("?", "%s").encode(), values)


@dataclass(frozen=True, slots=True)
class PostgresqlDatabase:
    """The database that a URL of libpq names."""

    connections: Connections[psycopg.Connection[Any]] = field(repr=False)

    @classmethod
    def open(cls, url: str) -> Self:
        """Get ready to connect; raises :class:`~microcred.errors.UsageError`, which never repeats the URL."""
        try:
            import psycopg
            from psycopg.conninfo import conninfo_to_dict
        except ImportError as error:
            raise UsageError(
                "usage.missing-extra",
                f"PostgreSQL needs {error.name}, which is not installed",
                hint="pip install 'microcred[postgresql]'",
            ) from error
        try:
            named = conninfo_to_dict(url)
        except psycopg.Error as error:
            raise UsageError(
                "server.bad-settings", "the storage is not a URL that PostgreSQL's libpq reads", pointer="/storage"
            ) from error
        terms: dict[str, Any] = {
            "application_name": "microcred",
            "connect_timeout": round(PATIENCE),
            "tcp_user_timeout": _MAX_STATEMENT * 1000,
            **named,
            "client_encoding": "UTF8",
        }

        def connect() -> psycopg.Connection[Any]:
            # Prepared statements belong to a session, which a pool between here and the server lends to others.
            return psycopg.connect(autocommit=True, prepare_threshold=None, **terms)

        return cls(Connections(connect))

    @property
    def dialect(self) -> Dialect:
        """The words of PostgreSQL."""
        return _DIALECT

    @contextmanager
    def change(self) -> Iterator[Transaction]:
        """A transaction beside others, in which each statement sees what was committed before it."""
        with self._transaction(_CHANGE) as statements:
            yield statements

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A transaction that sees one state."""
        with self._transaction(_READING) as statements:
            yield statements

    def close(self) -> None:
        """End all sessions."""
        self.connections.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[_Statements]:
        import psycopg

        try:
            with self._begun(begin.encode()) as connection:
                yield _Statements(connection)
                connection.execute(b"COMMIT")
        except psycopg.Error as error:
            told = str(error).partition("\n")[0]
            raise UsageError("server.no-storage", f"PostgreSQL: {told:.300}") from error

    @contextmanager
    def _begun(self, begin: bytes) -> Iterator[psycopg.Connection[Any]]:
        import psycopg

        with self.connections.lent() as connection:
            try:
                connection.execute(begin)
            except psycopg.OperationalError:
                stale = True
            else:
                stale = False
                yield connection
        if stale:
            # It was idle while the database was started anew; nothing was asked of it yet.
            with self.connections.lent(fresh=True) as connection:
                connection.execute(begin)
                yield connection
