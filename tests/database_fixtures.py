"""What a test of a storage asks for; a module that wants it says ``pytest_plugins = ["database_fixtures"]``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from databases import PostgresqlServer, postgresql
from microcred.server.storage import Storage, open_storage


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    with postgresql() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def storage_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a storage can be opened, in each kind of database."""
    if request.param == "sqlite":
        return f"sqlite:{tmp_path / 'storage.sqlite3'}"
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    return server.new_database()


@pytest.fixture
def storage(storage_url: str) -> Iterator[Storage]:
    storage = open_storage(storage_url)
    yield storage
    storage.close()
