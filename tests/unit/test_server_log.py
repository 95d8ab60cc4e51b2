"""What a server tells of its work: enough to find a fault, and nobody's name."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import Response

from microcred.server.log import Answered, JsonLines, Watch
from microcred.server.storage.relational import RelationalStorage
from servers import PUBLIC_URL, serving

PERSONAL = "urn:person:ada-lovelace"


def lines(caplog: pytest.LogCaptureFixture, logger: str = "microcred.server.access") -> list[dict[str, Any]]:
    return [json.loads(JsonLines().format(record)) for record in caplog.records if record.name == logger]


@pytest.fixture(autouse=True)
def everything(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "microcred")


def test_each_request_is_a_line_with_the_template_of_its_route(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    response = serving(tmp_path).get("/credentials/urn:x?a=b")
    (line,) = lines(caplog)
    assert (line["level"], line["logger"], line["message"]) == ("info", "microcred.server.access", "request")
    assert line["request"] == {
        "id": response.headers["x-request-id"],
        "method": "GET",
        "route": "/credentials/{credential_id}",
        "status": 404,
        "seconds": line["request"]["seconds"],
        "bytes": len(response.content),
    }


def test_nobody_is_recognized_in_a_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    client = serving(tmp_path)
    client.issue("college", id=PERSONAL)
    about = {"referer": PERSONAL, "user-agent": PERSONAL, "x-request-id": PERSONAL}
    for place in ("/credentials/", "/", "/issuers?who=", "/1.0/identifiers/", "/status-lists/"):
        client.get(f"{place}{PERSONAL}", headers=about)
    client.ask(PERSONAL.upper().replace(":", "-"), "/issuers")
    told = "".join(JsonLines().format(record) for record in caplog.records).lower()
    assert "ada" not in told
    assert "127.0.0.1" not in told


def test_a_line_stays_one_line() -> None:
    record = logging.LogRecord("x", logging.ERROR, "", 0, "one\ntwo\r\u2028%s", ("\x1b[2J",), None)
    assert JsonLines().format(record).isprintable()


def test_no_line_is_written_where_the_settings_say_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    serving(tmp_path, access_log=False).get("/issuers")
    assert lines(caplog) == []


def test_a_defect_is_found_in_the_log_by_the_id_that_its_problem_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def defect(*_: object) -> None:
        raise RuntimeError("the password is swordfish")

    client = serving(tmp_path)
    monkeypatch.setattr(RelationalStorage, "status_list", defect)
    response = client.get("/status-lists/any")
    assert "swordfish" not in response.text
    assert response.json()["instance"] == f"urn:uuid:{response.headers['x-request-id']}"
    told = lines(caplog, "microcred.server")
    assert "swordfish" in told[0]["exception"]
    assert {line["request"]["id"] for line in told} == {response.headers["x-request-id"]}
    assert response.headers["content-security-policy"].startswith("default-src 'none'")


def watched(app: Any) -> tuple[list[Answered], httpx.Response | None]:
    answered: list[Answered] = []
    ticks = iter([1.0, 3.5])

    async def asked() -> httpx.Response | None:
        transport = httpx.ASGITransport(Watch(app, (answered.append,), lambda: next(ticks)), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL) as client:
            return await client.get("/")

    return answered, asyncio.run(asked())


def test_a_line_tells_size_and_duration() -> None:
    (answered,), _ = watched(Response("12345"))
    assert (answered.bytes, answered.seconds, answered.status, answered.route) == (5, 2.5, 200, None)
