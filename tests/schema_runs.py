"""Requests that are made up from the description of the API, and what has to be so of every answer.

Most of what can be made up from a description is refused for its shape. So half of the requests have a document of this
server in the place of the one that was made up, whole or with one of its values exchanged.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import CheckFunction
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from servers import TOKEN, Client, serving

ISSUERS = {
    "ed25519": {"development-key": "Ed25519", "status": "revocation", "presents": True},
    "sd": {"development-key": "P-256", "suite": "ecdsa-sd-2023", "status": "suspension"},
    "jwt": {"development-key": "P-256", "suite": "jwt"},
}
CHECKS: list[CheckFunction] = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    allow_header_conformance,
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@dataclass(frozen=True)
class Described:
    """The description of a server with an instance of each kind, and documents that it knows by their member's name."""

    schema: Any
    known: dict[str, list[Any]]

    @classmethod
    def of(cls, folder: Path) -> Described:
        client = serving(folder, ISSUERS)
        return cls(schemathesis.openapi.from_asgi("/openapi.json", _Lasting(client.app)), dict(_known(client)))

    def operations(self) -> Iterator[APIOperation[Any, Any, Any]]:
        for result in self.schema.get_all_operations():
            yield result.ok()

    def ask(self, operation: APIOperation[Any, Any, Any], *, examples: int, start: int) -> None:
        """Send requests as they are described and others that are not, and look at each answer."""
        cases = operation.as_strategy(GenerationMode.POSITIVE) | operation.as_strategy(GenerationMode.NEGATIVE)

        @seed(start)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(case=cases, data=st.data())
        def answered(case: schemathesis.Case, data: st.DataObject) -> None:
            if data.draw(st.booleans(), "of this server"):
                self._take_what_is_known(case, data)
            case.call_and_validate(checks=CHECKS, headers={"authorization": f"Bearer {TOKEN}"})

        answered()

    def _take_what_is_known(self, case: schemathesis.Case, data: st.DataObject) -> None:
        for members in (case.path_parameters, case.body):
            for name in set(members if isinstance(members, dict) else ()) & set(self.known):
                value = copy.deepcopy(data.draw(st.sampled_from(self.known[name]), name))
                if isinstance(value, dict) and data.draw(st.booleans(), "exchanged"):
                    where, member = data.draw(st.sampled_from(list(_places(value))), "place")
                    where[member] = data.draw(VALUES, "value")
                members[name] = value


@dataclass(frozen=True)
class _Lasting:
    """An application that outlives those who ask it: each of them would otherwise end it."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return
        for part in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{part}.complete"})


def _known(client: Client) -> Iterator[tuple[str, list[Any]]]:
    issued = [client.issue(each, id=f"urn:example:{each}") for each in ISSUERS]
    holder = client.issuer_id("ed25519")
    unsigned = [
        {**client.credential(each), "id": None if each == "jwt" else f"urn:example:{each}:2"} for each in ISSUERS
    ]
    presentation = {"holder": holder, "verifiableCredential": issued[:1]}
    body = {"presentation": presentation, "options": {"challenge": "c"}}
    presented = client.post("/presentations", body).json()["verifiablePresentation"]
    yield "instance", [*ISSUERS]
    yield "credential", unsigned
    yield "verifiableCredential", issued
    yield "presentation", [presentation]
    yield "verifiablePresentation", [presented]
    yield "credentialId", [each["id"] for each in issued if "id" in each]
    yield "credential_id", ["urn:example:ed25519", "urn:example:sd"]
    yield "credentialStatus", [each["credentialStatus"] for each in issued if "credentialStatus" in each]
    yield "name", [each["credentialStatus"]["statusListCredential"].rpartition("/")[2] for each in issued[:2]]
    yield "identifier", [holder, f"{holder}#{holder.rpartition(':')[2]}", "did:web:college.example"]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in members:
        yield value, name
        yield from _places(inner)
