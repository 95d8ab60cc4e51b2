"""A name that is SQL.

Attack: the id of a credential, the name of a list or an instance ends the statement that it stands in, and begins
another one.

Naively: the name is put into the text of the statement.

Here: every value goes to the database beside the statement, and never in it. A name that is SQL is a name: it is kept,
found, and does nothing.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

import pytest

from servers import Client, serving

NAMES = [
    "x' OR '1'='1",
    "x'; DROP TABLE credentials; --",
    "x' UNION SELECT 1, 2, 3, 4, 5 --",
    'x" OR ""="',
    "x\\' OR 1=1 --",
    "%' ESCAPE '",
    "?",
    ":name",
    "$1",
    "%s",
    "x') ON CONFLICT DO UPDATE SET content = '' --",
    "x/*",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    made = serving(tmp_path_factory.mktemp("sql"))
    made.issue("college", id="urn:example:first")
    return made


def naive_find(database: sqlite3.Connection, name: str) -> list[tuple[str]]:
    """The credentials of a name."""
    return database.execute(f"SELECT content FROM credentials WHERE id = '{name}'").fetchall()  # noqa: S608


def test_a_naive_statement_finds_what_it_was_not_asked_for(tmp_path: Path) -> None:
    database = sqlite3.connect(tmp_path / "naive.sqlite3")
    database.execute("CREATE TABLE credentials (id TEXT, content TEXT)")
    database.execute("INSERT INTO credentials VALUES ('urn:example:first', 'secret')")
    assert naive_find(database, "nothing") == []
    assert naive_find(database, NAMES[0]) == [("secret",)]
    database.close()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_sql_is_kept_and_found_as_a_name(client: Client, name: str) -> None:
    path = f"/credentials/{quote(name, safe='')}"
    assert client.get(path).status_code == 404
    draft = client.credential("college")
    del draft["id"]
    body = {"credential": draft, "options": {"credentialId": name}}
    assert client.post("/issuers/college/credentials/issue", body).status_code == 201
    assert client.get(path).status_code == 200
    entry = {"statusPurpose": "revocation"}
    change = {"credentialId": name, "credentialStatus": entry, "status": True}
    assert client.post("/credentials/status", change).json()["credentialId"] == name
    assert client.ask("DELETE", path).status_code == 202
    assert client.get("/credentials/urn:example:first").status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_a_place_or_purpose_that_is_sql_is_none(client: Client, name: str) -> None:
    assert client.get(f"/status-lists/{quote(name, safe='')}").status_code == 404
    assert client.get(f"/issuers/{quote(name, safe='')}").status_code == 404
    entry = {"statusPurpose": name, "statusListIndex": "1", "statusListCredential": f"https://x.example/{name}"}
    change = {"credentialId": "urn:example:first", "credentialStatus": entry, "status": True}
    assert client.post("/credentials/status", change).status_code == 404
