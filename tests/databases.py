"""The databases that a storage can be in: files of SQLite, and a PostgreSQL server that the tests start themselves."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Literal

import pytest

from microcred.server.storage.sqlite import SqliteDatabase
from microcred.server.storage.tables import Database

SECONDS = 60
_numbers = count(1)


def _programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them by version, and out of the path."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name), default=None)


@dataclass
class PostgresqlServer:
    """A server on a socket in a folder of its own, run by somebody who is not root."""

    programs: Path
    folder: Path
    durable: bool = False

    @property
    def _owner(self) -> dict[str, Any]:
        if os.getuid() != 0:
            return {}
        names = {each.pw_name for each in pwd.getpwall()}
        owner = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
        return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}

    def create(self) -> None:
        """Make an empty server."""
        if self._owner:
            os.chown(self.folder, self._owner["user"], self._owner["group"])
        self._run("initdb", "-D", "data", "-U", "tester", "-E", "UTF8", "--locale=C", "-A", "trust", "--no-sync")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        fsync = "on" if self.durable else "off"
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync={fsync}"
        self._run("pg_ctl", "start", "-w", "-t", str(SECONDS), "-D", "data", "-l", "log", "-o", options)

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """Stop it, in order, or as if it had died."""
        self._run("pg_ctl", "stop", "-w", "-t", str(SECONDS), "-D", "data", "-m", mode)

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"test{next(_numbers)}"
        self._run("createdb", "-h", str(self.folder), "-U", "tester", name)
        return f"postgresql:///{name}?host={self.folder}&user=tester"

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.folder,
            capture_output=True,
            timeout=2 * SECONDS,
            check=False,
            **self._owner,
        )
        assert done.returncode == 0, done.stderr.decode()


@contextmanager
def postgresql(*, durable: bool = False) -> Iterator[PostgresqlServer]:
    """A server that lives as long as it is used; without PostgreSQL on the machine the test is skipped."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'microcred[postgresql]'")
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed on this machine: apt install postgresql")
    # Not a folder of pytest, which its owner alone may enter, and whose long name leaves no room for a socket.
    folder = Path(tempfile.mkdtemp(prefix="microcred-pg-", dir="/tmp"))
    server = PostgresqlServer(programs, folder, durable)
    try:
        server.create()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


def database_at(url: str) -> Database:
    """The database itself, without the tables of a storage."""
    if url.startswith("sqlite:"):
        return SqliteDatabase.open(Path(url.removeprefix("sqlite:")))
    from microcred.server.storage.postgresql import PostgresqlDatabase

    return PostgresqlDatabase.open(url)
