"""What goes wrong with a database: nothing is changed by halves, nobody waits for ever, and no secret is told."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest

from databases import PostgresqlServer, database_at
from microcred.errors import UsageError
from microcred.server.storage import KeptList, Storage, connections, open_storage, postgresql, sqlite
from microcred.server.storage.connections import Connections
from microcred.server.storage.relational import RelationalStorage
from microcred.server.storage.tables import Database, Dialect, Found, Transaction, Value
from microcred.status_list import ListTerms

pytest_plugins = ["database_fixtures"]

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
TABLES = ("credentials", "lists", "entries", "shuffled", "secrets", "challenges")


class Death(BaseException):
    """A process that ends here."""


@dataclass
class Dying:
    """A database whose user dies before its nth statement."""

    behind: Database
    statements: int

    @property
    def dialect(self) -> Dialect:
        return self.behind.dialect

    @contextmanager
    def change(self) -> Iterator[Transaction]:
        with self.behind.change() as transaction:
            self.transaction = transaction
            yield self

    reading = change

    def execute(self, statement: str, values: Sequence[Value] = ()) -> Found:
        if self.statements == 0:
            raise Death
        self.statements -= 1
        return self.transaction.execute(statement, values)

    def close(self) -> None:
        self.behind.close()


def everything(database: Database) -> list[list[object]]:
    with database.reading() as transaction:
        return [sorted(transaction.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in TABLES]  # noqa: S608


def a_list(name: str) -> KeptList:
    terms = ListTerms(f"https://badges.college.example/status-lists/{name}", "did:web:college.example", "suspension")
    return KeptList(name, "college", terms)


CHANGES: dict[str, Callable[[Storage], object]] = {
    "allocate": lambda storage: storage.allocate("a", "urn:example:2", AT),
    "set_status": lambda storage: storage.set_status("a", storage.allocate("a", "urn:example:1", AT), 1, AT),
    "follow_list": lambda storage: storage.follow_list("a", a_list("b")),
    "spend_challenge": lambda storage: storage.spend_challenge("b", AT, AT),
    "secret": lambda storage: storage.secret("other", b"new"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whoever_dies_in_the_middle_of_a_change_has_changed_nothing(
    storage_url: str, change: Callable[[Storage], object]
) -> None:
    storage = open_storage(storage_url)
    assert isinstance(storage, RelationalStorage)
    storage.create_list(a_list("a"))
    storage.allocate("a", "urn:example:1", AT)
    before, statements = everything(storage.database), 0
    while True:
        try:
            change(RelationalStorage(Dying(storage.database, statements)))
        except Death:
            assert everything(storage.database) == before
            statements += 1
        else:
            break
    assert statements >= 2
    assert everything(storage.database) != before
    storage.close()


def test_whoever_dies_while_tables_are_made_leaves_none_behind(storage_url: str) -> None:
    for statements in range(6):
        with pytest.raises(Death):
            RelationalStorage.open(Dying(database_at(storage_url), statements))
    open_storage(storage_url).close()


class Session:
    """A connection to nothing."""

    def __init__(self, *, broken: bool = False) -> None:
        self.done: list[str] = []
        self.broken = broken

    def rollback(self) -> None:
        self.done.append("rollback")
        if self.broken:
            raise OSError

    def close(self) -> None:
        self.done.append("close")


@dataclass
class Sessions:
    made: list[Session] = field(default_factory=list)
    broken: bool = False

    def __call__(self) -> Session:
        self.made.append(Session(broken=self.broken))
        return self.made[-1]


class TestConnections:
    def test_a_connection_is_used_again(self) -> None:
        sessions = Sessions()
        pool = Connections(sessions)
        for _ in range(3):
            with pool.lent():
                pass
        pool.close()
        assert [each.done for each in sessions.made] == [["close"]]

    def test_there_are_never_more_than_so_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connections, "_MAX_CONNECTIONS", 2)
        sessions, together = Sessions(), Barrier(2)
        pool = Connections(sessions)

        def use(_: int) -> None:
            with pool.lent():
                together.wait(30)

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(use, range(8)))
        assert len(sessions.made) == 2

    def test_nobody_waits_for_one_for_ever(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connections, "_MAX_CONNECTIONS", 2)
        monkeypatch.setattr(connections, "PATIENCE", 0.01)
        pool = Connections(Sessions())
        with ExitStack() as stack:
            for _ in range(2):
                stack.enter_context(pool.lent())
            with pytest.raises(UsageError, match="all 2 connections were in use"), pool.lent():
                pass
        with pool.lent():
            pass

    @pytest.mark.parametrize(("broken", "done"), [(False, ["rollback"]), (True, ["rollback", "close"])])
    def test_after_an_error_a_connection_is_cleared_or_closed(self, broken: bool, done: list[str]) -> None:
        sessions = Sessions(broken=broken)
        pool = Connections(sessions)
        with pytest.raises(Death), pool.lent():
            raise Death
        assert sessions.made[0].done == done
        with pool.lent() as connection:
            assert (connection is sessions.made[0]) == (not broken)

    def test_one_that_cannot_be_made_takes_no_place(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(connections, "_MAX_CONNECTIONS", 1)

        def refuse() -> Session:
            raise ConnectionRefusedError

        pool = Connections(refuse)
        for _ in range(2):
            with pytest.raises(ConnectionRefusedError), pool.lent():
                pass

    def test_what_is_in_use_is_closed_when_it_comes_back(self) -> None:
        sessions = Sessions()
        pool = Connections(sessions)
        with pool.lent():
            pool.close()
            assert sessions.made[0].done == []
        assert sessions.made[0].done == ["close"]

    def test_a_process_that_was_forked_leaves_those_of_its_parent_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sessions = Sessions()
        pool = Connections(sessions)
        with pool.lent():
            pass
        monkeypatch.setattr(os, "getpid", lambda: -1)
        with pool.lent() as connection:
            assert connection is sessions.made[1]
        pool.close()
        assert [each.done for each in sessions.made] == [[], ["close"]]


class TestUrl:
    @pytest.mark.parametrize("url", ["sqlite:", "mysql://root:swordfish@localhost/badges", "badges.sqlite3", ""])
    def test_what_names_no_storage_is_refused(self, url: str) -> None:
        with pytest.raises(UsageError) as caught:
            open_storage(url)
        assert caught.value.code == "server.bad-settings"
        assert "swordfish" not in str(caught.value)


class TestSqlite:
    @pytest.fixture
    def place(self, tmp_path: Path) -> Path:
        return tmp_path / "folder" / "storage.sqlite3"

    def refused(self, place: Path) -> str:
        with pytest.raises(UsageError) as caught:
            open_storage(f"sqlite:{place}")
        assert caught.value.code == "server.no-storage"
        return caught.value.message

    def test_the_file_is_for_its_owner_alone(self, place: Path) -> None:
        storage = open_storage(f"sqlite:{place}")
        modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in place.parent.iterdir()}
        storage.close()
        assert set(modes.values()) == {0o600}, modes

    def test_every_commit_is_synced(self, place: Path) -> None:
        storage = open_storage(f"sqlite:{place}")
        assert isinstance(storage, RelationalStorage)
        with storage.database.reading() as transaction:
            assert transaction.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert transaction.execute("PRAGMA synchronous").fetchone() == (3,)
        storage.close()

    def test_what_is_no_database_is_refused_and_left_alone(self, place: Path) -> None:
        place.parent.mkdir()
        place.write_bytes(b"This is a letter to my aunt." * 100)
        assert "is not a database" in self.refused(place)
        assert place.read_bytes() == b"This is a letter to my aunt." * 100

    def test_a_database_of_something_else_is_refused_and_left_alone(self, place: Path) -> None:
        place.parent.mkdir()
        connection = sqlite3.connect(place)
        connection.execute("CREATE TABLE credentials (card TEXT)")
        connection.close()
        assert "already exists" in self.refused(place)
        connection = sqlite3.connect(place)
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("credentials",)]
        connection.close()

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        assert "cannot use" in self.refused(tmp_path)

    @pytest.mark.parametrize("replaced", [False, True])
    def test_a_file_that_is_taken_away_gets_no_more_answers(self, place: Path, replaced: bool) -> None:
        storage = open_storage(f"sqlite:{place}")
        storage.create_list(a_list("a"))
        if replaced:
            shutil.copy(place, place.with_name("copy"))
            place.with_name("copy").replace(place)
        else:
            place.unlink()
        for call in (storage.check, lambda: storage.allocate("a", None, AT)):
            with pytest.raises(UsageError) as caught:
                call()
            assert caught.value.code == "server.no-storage"
        assert place.exists() == replaced
        storage.close()

    def test_nobody_waits_for_another_process_for_ever(self, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
        storage = open_storage(f"sqlite:{place}")
        storage.create_list(a_list("a"))
        other = sqlite3.connect(place, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(UsageError, match="database is locked"):
            storage.allocate("a", None, AT)
        assert storage.edition("a") == 0
        other.execute("ROLLBACK")
        other.close()
        storage.allocate("a", None, AT)
        storage.close()


class TestPostgresql:
    @pytest.fixture
    def url(self, postgresql_server: PostgresqlServer) -> str:
        return postgresql_server.new_database()

    def test_each_transaction_is_bounded_and_on_disk_whatever_the_server_says(self, url: str) -> None:
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            for setting in ("synchronous_commit = off", "statement_timeout = 0", "lock_timeout = 0"):
                connection.execute(f"ALTER ROLE tester IN DATABASE {connection.info.dbname} SET {setting}".encode())
        database = database_at(url)
        for transaction in (database.change, database.reading):
            with transaction() as statements:
                found = {
                    name: statements.execute(f"SHOW {name}").fetchone()[0]
                    for name in ("synchronous_commit", "statement_timeout", "lock_timeout")
                }
            assert found == {"synchronous_commit": "on", "statement_timeout": "30s", "lock_timeout": "10s"}
        database.close()

    def test_nobody_waits_for_another_server_for_ever(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        storage = open_storage(url)
        assert isinstance(storage, RelationalStorage)
        storage.create_list(a_list("a"))
        monkeypatch.setattr(postgresql, "_CHANGE", f"{postgresql._CHANGE}; SET LOCAL lock_timeout = '50ms'")
        with storage.database.change() as other:
            other.execute("UPDATE lists SET edition = edition")
            with pytest.raises(UsageError, match="lock timeout") as caught:
                storage.allocate("a", None, AT)
        assert caught.value.code == "server.no-storage"
        storage.allocate("a", None, AT)
        storage.close()

    def test_a_database_that_was_started_anew_is_used_again(
        self, url: str, postgresql_server: PostgresqlServer
    ) -> None:
        storage = open_storage(url)
        storage.create_list(a_list("a"))
        index = storage.allocate("a", "urn:example:1", AT)
        postgresql_server.stop()
        with pytest.raises(UsageError) as caught:
            storage.check()
        assert caught.value.code == "server.no-storage"
        postgresql_server.start()
        assert storage.allocate("a", "urn:example:1", AT) == index
        storage.close()

    def test_a_session_that_was_ended_while_it_was_idle_is_not_noticed(self, url: str) -> None:
        import psycopg

        storage = open_storage(url)
        storage.create_list(a_list("a"))
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        assert storage.status_list("a") == a_list("a")
        storage.close()

    @pytest.mark.parametrize(
        "url", ["postgresql://root:swordfish@[/badges", "postgresql://root:swordfish@h/b?colour=1"]
    )
    def test_a_url_that_says_nothing_is_refused_without_its_password(self, url: str) -> None:
        pytest.importorskip("psycopg")
        with pytest.raises(UsageError) as caught:
            open_storage(url)
        assert caught.value.code == "server.bad-settings"
        assert "swordfish" not in repr(caught.value)

    def test_a_server_that_does_not_answer_is_told_of_without_the_password(self, tmp_path: Path) -> None:
        pytest.importorskip("psycopg")
        with pytest.raises(UsageError) as caught:
            open_storage(f"postgresql://root:swordfish@/badges?host={tmp_path}")
        assert caught.value.code == "server.no-storage"
        assert "swordfish" not in repr(caught.value)

    def test_without_the_extra_the_line_that_installs_it_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "psycopg", None)
        with pytest.raises(UsageError) as caught:
            open_storage("postgresql://localhost/badges")
        assert (caught.value.code, caught.value.hint) == (
            "usage.missing-extra",
            "pip install 'microcred[postgresql]'",
        )
