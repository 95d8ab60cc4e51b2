"""What a request may cost, and what a browser may do with an answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from microcred.errors import MicrocredError
from microcred.server import Settings
from microcred.server.bounds import Bounds
from microcred.server.problems import problem_response
from servers import PUBLIC_URL, Client, serving


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("bounds"), origins=["https://wallet.example"])


async def reading(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that reads the body, and tells how long it was."""
    try:
        body = await Request(scope, receive).body()
    except MicrocredError as error:
        await problem_response(error, scope)(scope, receive, send)
    else:
        await Response(str(len(body)))(scope, receive, send)


async def waiting(_: Scope, __: Receive, ___: Send) -> None:
    """An application that never answers."""
    await asyncio.Event().wait()


def bounded(app: Any = reading, *, max_body: int = 10, max_held: int = 15, **members: Any) -> Bounds:
    return Bounds(app, Settings.model_validate(members), max_body, max_held)


def asking(app: Bounds) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC_URL)


def ask(app: Bounds, **request: Any) -> httpx.Response:
    async def asked() -> httpx.Response:
        async with asking(app) as client:
            return await client.post("/", **request)

    return asyncio.run(asked())


async def pieces(*sizes: int) -> AsyncIterator[bytes]:
    for size in sizes:
        yield b"a" * size


def test_a_body_of_the_largest_size_is_read() -> None:
    assert ask(bounded(), content=b"a" * 10).text == "10"


def test_a_larger_body_is_refused_before_it_is_read() -> None:
    messages: list[str] = []

    async def receive() -> Any:
        messages.append("read")
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        messages.append(str(message.get("status", "")))

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [(b"content-length", b"11")]}
    asyncio.run(bounded()(scope, receive, send))
    assert messages == ["413", ""]


@pytest.mark.parametrize("length", ["9" * 5_000, "11"])
def test_what_is_announced_is_believed_to_be_large(length: str) -> None:
    response = ask(bounded(), content=b"a", headers={"content-length": length})
    assert (response.status_code, response.json()["code"]) == (413, "server.body-too-large")


def test_a_body_that_announces_nothing_is_refused_once_it_is_too_large() -> None:
    response = ask(bounded(), content=pieces(6, 6, 6))
    assert (response.status_code, response.headers["connection"]) == (413, "close")


def test_what_is_held_of_all_bodies_together_is_bounded() -> None:
    async def asked() -> list[int]:
        app, first = bounded(), asyncio.Event()

        async def slow() -> AsyncIterator[bytes]:
            yield b"a" * 8
            first.set()
            await asyncio.sleep(0.05)
            yield b""

        async with asking(app) as client:
            held = asyncio.create_task(client.post("/", content=slow()))
            await first.wait()
            await asyncio.sleep(0)
            refused = await client.post("/", content=b"a" * 10)
            assert (await held).status_code == 200
            again = await client.post("/", content=b"a" * 10)
        assert refused.json()["code"] == "server.busy"
        return [refused.status_code, again.status_code]

    assert asyncio.run(asked()) == [503, 200]


def test_a_request_that_takes_too_long_is_told_so() -> None:
    response = ask(bounded(waiting, **{"request-seconds": 0.01}))
    assert (response.status_code, response.json()["code"]) == (503, "server.out-of-time")
    assert response.headers["retry-after"] == "10"


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def stuck() -> AsyncIterator[bytes]:
        yield b"a"
        await asyncio.Event().wait()

    response = ask(bounded(**{"request-seconds": 0.01}), content=stuck())
    assert (response.status_code, response.json()["code"]) == (408, "server.slow-request")


def test_more_requests_than_are_served_at_once_are_told_to_come_again() -> None:
    async def asked() -> httpx.Response:
        begun = asyncio.Event()

        async def slow(_: Scope, __: Receive, ___: Send) -> None:
            begun.set()
            await asyncio.Event().wait()

        async with asking(bounded(slow, requests=1)) as client:
            first = asyncio.create_task(client.get("/"))
            await begun.wait()
            second = await client.get("/")
            first.cancel()
        return second

    response = asyncio.run(asked())
    assert (response.status_code, response.json()["code"]) == (503, "server.busy")
    assert response.headers["retry-after"] == "1"


def test_whoever_watches_is_answered_also_by_a_busy_server() -> None:
    async def asked() -> int:
        begun = asyncio.Event()

        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"] == "/health":
                await Response()(scope, receive, send)
                return
            begun.set()
            await asyncio.Event().wait()

        async with asking(bounded(slow, requests=1)) as client:
            first = asyncio.create_task(client.get("/"))
            await begun.wait()
            health = await client.get("/health")
            first.cancel()
        return health.status_code

    assert asyncio.run(asked()) == 200


def test_a_request_that_ended_makes_room_for_another() -> None:
    app = bounded(requests=1)
    assert [ask(app, content=b"a" * 10).status_code for _ in range(3)] == [200, 200, 200]


def test_a_url_that_is_too_long_is_refused(client: Client) -> None:
    response = client.get("/credentials/" + "a" * 16_000)
    assert (response.status_code, response.json()["code"]) == (414, "server.url-too-long")


def test_headers_that_are_too_large_are_refused(client: Client) -> None:
    response = client.get("/issuers", headers={"cookie": "a" * 32_000})
    assert (response.status_code, response.json()["code"]) == (431, "server.headers-too-large")


@pytest.mark.parametrize("path", ["/issuers", "/nothing", "/credentials/urn:x", "/openapi.json"])
def test_every_answer_tells_a_browser_to_do_nothing_with_it(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["cross-origin-opener-policy"] == "same-origin"


def test_what_is_about_a_person_is_kept_in_no_cache(client: Client) -> None:
    assert client.verify({}).headers["cache-control"] == "no-store"
    assert client.get("/credentials/urn:x").headers["cache-control"] == "no-store"


def test_whoever_has_a_certificate_of_their_own_is_asked_over_tls_alone() -> None:
    secure = bounded(public_url="https://badges.college.example")
    assert ask(secure).headers["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in ask(bounded(public_url="http://badges.college.example")).headers


def test_a_development_server_does_not_bind_browsers_to_tls(client: Client) -> None:
    assert "strict-transport-security" not in client.get("/issuers").headers


@pytest.mark.parametrize(
    "path", ["/issuers", "/issuers/college", "/issuers/college/did.json", "/status-lists/x", "/1.0/identifiers/did:x:y"]
)
def test_public_documents_are_for_the_pages_of_all(client: Client, path: str) -> None:
    headers = client.get(path, headers={"origin": "https://anywhere.example"}).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"


@pytest.mark.parametrize("path", ["/credentials/urn:x", "/openapi.json", "/ready"])
def test_everything_else_is_for_the_pages_of_nobody(client: Client, path: str) -> None:
    headers = client.get(path, headers={"origin": "https://anywhere.example"}).headers
    assert "access-control-allow-origin" not in headers
    assert headers["cross-origin-resource-policy"] == "same-origin"


def preflight(client: Client, path: str, method: str, origin: str) -> httpx.Response:
    return client.ask("OPTIONS", path, headers={"origin": origin, "access-control-request-method": method})


def test_the_pages_of_an_origin_of_the_settings_may_use_the_api(client: Client) -> None:
    response = preflight(client, "/credentials/verify", "POST", "https://wallet.example")
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "https://wallet.example"
    assert "authorization" in response.headers["access-control-allow-headers"]
    asked = client.ask("POST", "/challenges", headers={"origin": "https://wallet.example"})
    assert asked.headers["access-control-allow-origin"] == "https://wallet.example"
    assert "access-control-allow-credentials" not in asked.headers


@pytest.mark.parametrize("origin", ["https://anywhere.example", "https://wallet.example.attacker.example", "null"])
def test_the_pages_of_other_origins_may_not(client: Client, origin: str) -> None:
    response = preflight(client, "/credentials/verify", "POST", origin)
    assert response.status_code == 405
    assert "access-control-allow-origin" not in response.headers


def test_a_public_document_may_be_asked_for_with_an_accept_of_its_own(client: Client) -> None:
    response = preflight(client, "/status-lists/x", "GET", "https://anywhere.example")
    assert (response.status_code, response.headers["access-control-allow-methods"]) == (204, "GET")
