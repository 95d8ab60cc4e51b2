"""What a server tells of itself is what it does: every answer is described, and every error is a problem."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.applications import Starlette
from starlette.responses import StreamingResponse
from starlette.routing import Mount

from microcred.codes import codes
from microcred.server import problems
from microcred.server.storage.relational import RelationalStorage
from servers import PUBLIC_URL, Client, serving


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return serving(tmp_path_factory.mktemp("contract"))


def operations(client: Client) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_every_route_is_described(client: Client) -> None:
    described = {(method.upper(), path) for method, path, _ in operations(client)}
    served = {
        (method, route.path.replace(":path", ""))
        for route in client.app.state.routes
        if isinstance(route, APIRoute)
        for method in route.methods
    }
    assert served == described


def test_every_operation_tells_what_goes_wrong_as_a_problem(client: Client) -> None:
    for method, path, operation in operations(client):
        for status, response in operation["responses"].items():
            assert response["description"]
            if status.startswith("4") and status != "422" and "identifiers" not in path:
                assert list(response["content"]) == ["application/problem+json"], (method, path, status)


def test_nothing_is_described_that_is_never_answered(client: Client) -> None:
    assert "HTTPValidationError" not in client.get("/openapi.json").text


def test_every_reference_leads_somewhere(client: Client) -> None:
    document = client.get("/openapi.json").json()

    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for member in value.values():
                yield from references(member)
        elif isinstance(value, list):
            for member in value:
                yield from references(member)

    for reference in references(document):
        assert reference.removeprefix("#/components/schemas/") in document["components"]["schemas"]


def test_requests_have_no_other_members_than_those_that_are_described(client: Client) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    for name in ("Issuance", "IssuanceOptions", "Verification", "VerificationOptions", "PresentationVerification"):
        assert schemas[name]["additionalProperties"] is False


def test_an_address_that_nothing_is_at_is_a_problem(client: Client) -> None:
    response = client.get("/nothing")
    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")
    assert response.json()["code"] == "server.not-found"


def test_another_method_is_told_which_ones_are_wanted(client: Client) -> None:
    response = client.post("/credentials/urn%3Ax", {})
    assert (response.status_code, response.headers["allow"]) == (405, "DELETE, GET")
    assert client.get("/challenges").headers["allow"] == "POST"
    assert client.ask("PUT", "/credentials/verify").headers["allow"] == "POST"


def test_a_problem_has_the_title_of_its_code(client: Client) -> None:
    problem = client.get("/status-lists/none").json()
    assert problem["title"] == codes()[problem["code"]].title


def test_a_defect_is_told_without_what_is_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def defect(*_: object) -> None:
        raise RuntimeError("the password is swordfish")

    client = serving(tmp_path)
    monkeypatch.setattr(RelationalStorage, "status_list", defect)
    response = client.get("/status-lists/any")
    assert (response.status_code, response.json()["code"]) == (500, "server.failed")
    assert "swordfish" not in response.text


def test_half_of_an_answer_is_not_taken_for_a_whole_one() -> None:
    app = FastAPI()
    problems.install(app)

    @app.get("/")
    async def breaking() -> StreamingResponse:
        async def content() -> AsyncIterator[bytes]:
            yield b"half"
            raise RuntimeError("lost")

        return StreamingResponse(content())

    async def ask() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=PUBLIC_URL) as client:
            await client.get("/")

    with pytest.raises(RuntimeError, match="lost"):
        asyncio.run(ask())


def test_a_storage_that_fails_is_told_without_its_place(tmp_path: Path) -> None:
    client = serving(tmp_path)
    (tmp_path / "microcred.sqlite3").unlink()
    (tmp_path / "microcred.sqlite3").mkdir()
    response = client.get("/status-lists/any")
    assert (response.status_code, response.json()["code"]) == (503, "server.no-storage")
    assert str(tmp_path) not in response.text


@pytest.mark.parametrize("outer", [FastAPI, Starlette])
def test_another_application_can_mount_it(tmp_path: Path, outer: type[Starlette]) -> None:
    inner = serving(tmp_path)
    app = outer(routes=[Mount("/badges", inner.app)])
    mounted = Client(app, inner.clock)  # type: ignore[arg-type]
    issued = inner.issue("college")
    assert mounted.post("/badges/credentials/verify", {"verifiableCredential": issued}).status_code == 200
    assert mounted.get("/badges/nothing").json()["code"] == "server.not-found"
    assert mounted.post("/badges/credentials/urn%3Ax", {}).headers["allow"] == "DELETE, GET"
