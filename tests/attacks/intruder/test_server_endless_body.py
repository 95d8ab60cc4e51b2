"""A request whose body has no end.

Attack: a body that is larger than anything that could be meant, announced or not, in one piece or in many.

Naively: a body is read to its end, and then it is too large; or its ``Content-Length`` is believed, and one that has
none is read.

Here: what is announced to be too large is refused before it is read, and what comes is counted as it comes: 413
``server.body-too-large``, and the connection is closed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from servers import Client, serving

LIMIT = 10_000


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("attacks"))


async def naive_app(scope: Scope, receive: Receive, send: Send) -> None:
    """Believes what is announced, reads the body, and tells how much it was."""
    request = Request(scope, receive)
    if int(request.headers.get("content-length", 0)) > LIMIT:
        await Response(status_code=413)(scope, receive, send)
        return
    await Response(str(len(await request.body())))(scope, receive, send)


async def pieces(count: int) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"a" * LIMIT


def test_a_naive_server_reads_what_nobody_announced() -> None:
    async def asked() -> str:
        transport = httpx.ASGITransport(naive_app)
        async with httpx.AsyncClient(transport=transport, base_url="https://x.example") as client:
            return (await client.post("/", content=pieces(50))).text

    assert asyncio.run(asked()) == str(50 * LIMIT)


def test_a_body_without_an_end(client: Client) -> None:
    content = b'{"verifiableCredential":"' + b"a" * 11_000_000 + b'"}'
    headers = {"content-type": "application/json"}
    response = client.ask("POST", "/credentials/verify", content=content, headers=headers)
    assert (response.status_code, response.json()["code"]) == (413, "server.body-too-large")


def test_a_body_in_pieces_without_an_end(client: Client) -> None:
    headers = {"content-type": "application/json"}
    response = client.ask("POST", "/credentials/verify", content=pieces(1_200), headers=headers)
    assert (response.status_code, response.json()["code"]) == (413, "server.body-too-large")
    assert response.headers["connection"] == "close"


def test_a_body_of_a_usual_size_is_read(client: Client) -> None:
    assert client.verify(client.issue("college")).status_code == 200
