"""A request that writes a line of the log.

Attack: line breaks, escape sequences or JSON in a path, an id, a header or a method, so that the log has a line more in
which somebody else did something, or the terminal of whoever reads it obeys.

Naively: what was asked for is written into the log as it came.

Here: a line is one JSON object, and has the template of the route and an id of the server's making in it, and nothing
that whoever asks has written.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from urllib.parse import unquote

import pytest

from microcred.server.log import JsonLines
from servers import Client, serving

LINE = '\n{"level": "info", "message": "admin logged in"}'
TEXTS = [LINE, "\r\nforged", "\x1b[2J\x1b]0;owned\x07", "\u2028forged", '","forged":"', "%s%n%d", "${jndi:ldap://x/}"]


@pytest.fixture
def client(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Client:
    caplog.set_level(logging.INFO, "microcred")
    return serving(tmp_path)


def naive_line(method: str, path: str, status: int) -> str:
    """A line about a request, as many servers write it."""
    return f'127.0.0.1 - - "{method} {unquote(path)} HTTP/1.1" {status}'


def test_a_naive_log_has_a_line_more() -> None:
    lines = naive_line("GET", "/x%0a%7B%22level%22:%20%22info%22%7D", 404).splitlines()
    assert len(lines) == 2
    assert json.loads(lines[1].partition(" HTTP")[0]) == {"level": "info"}


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_nothing_of_a_request_stands_in_the_log(client: Client, text: str, caplog: pytest.LogCaptureFixture) -> None:
    encoded = "".join(f"%{byte:02x}" for byte in text.encode())
    for place in ("/credentials/", "/status-lists/", "/issuers/", "/badges/", "/", "/?q="):
        client.get(f"{place}{encoded}")
    client.issue("college", id="urn:example:fine")
    client.post("/issuers/college/credentials/issue", {"credential": {"id": text}, "options": {text: text}})
    client.post("/credentials/verify", {text: text})
    told = [JsonLines().format(record) for record in caplog.records if record.name.startswith("microcred")]
    assert len(told) >= 9
    for line in told:
        assert line.isascii()
        assert line.isprintable()
        assert isinstance(json.loads(line), dict)
        assert not {"forged", "admin", "owned", "jndi"} & set(line.replace('"', " ").split())


def test_a_method_that_nobody_knows_is_written_as_other(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.ask("FORGED", "/issuers")
    (record,) = [each for each in caplog.records if each.name == "microcred.server.access"]
    assert json.loads(JsonLines().format(record))["request"]["method"] == "other"
