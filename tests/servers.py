"""A server in this process, asked as a client on the web asks it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import httpx
from fastapi import FastAPI

from microcred.server import Settings, create_app
from microcred.server.access import digest_of
from microcred.server.settings import Action
from microcred.verification.fetch import Fetcher, Offline

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
TOKEN = "mct_for-everything-that-tests-do"
PUBLIC_URL = "https://badges.college.example"


@dataclass
class Clock:
    """A clock that stands still until it is told to go on."""

    now: datetime = AT

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Client:
    """Asks an application, without a socket."""

    app: FastAPI
    clock: Clock
    headers: dict[str, str] = field(default_factory=dict)
    address: str = PUBLIC_URL

    def ask(self, method: str, path: str, **request: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=self.address, headers=self.headers) as client:
                return await client.request(method, path, **request)

        return asyncio.run(asked())

    def get(self, path: str, **request: Any) -> httpx.Response:
        return self.ask("GET", path, **request)

    def post(self, path: str, body: Any) -> httpx.Response:
        return self.ask("POST", path, json=body)

    def issuer_id(self, instance: str) -> str:
        found = {each["name"]: each["id"] for each in self.get("/issuers").json()["issuers"]}
        return str(found[instance])

    def credential(self, instance: str, **members: Any) -> dict[str, Any]:
        """An unsigned credential for an instance to issue."""
        return {**credential(self.issuer_id(instance)), **members}

    def issue(self, instance: str, **members: Any) -> dict[str, Any]:
        """A credential that an instance issued."""
        body = {"credential": self.credential(instance, **members)}
        response = self.post(f"/issuers/{instance}/credentials/issue", body)
        assert response.status_code == 201, response.text
        issued: dict[str, Any] = response.json()["verifiableCredential"]
        return issued

    def verify(self, credential: Any, **options: Any) -> httpx.Response:
        return self.post("/credentials/verify", {"verifiableCredential": credential, "options": options})


def credential(issuer: str, **members: Any) -> dict[str, Any]:
    return {
        "@context": [CREDENTIALS_V2],
        "id": "urn:uuid:5f2f1c7e-6a38-4a8c-9d0c-0d5f3a1f2b11",
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "validFrom": "2026-01-15T09:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
        **members,
    }


def serving(
    folder: Path,
    issuers: dict[str, dict[str, Any]] | None = None,
    *,
    verification: dict[str, Any] | None = None,
    fetcher: Fetcher | None = None,
    **members: Any,
) -> Client:
    """A client of a server with these issuers, by default one with an Ed25519 key and a status list."""
    clock = Clock()
    settings = Settings.model_validate(
        {
            "tokens": {"tests": {"digest": digest_of(TOKEN), "actions": get_args(Action)}},
            "public-url": PUBLIC_URL,
            "data": str(folder),
            "issuers": {"college": {"development-key": "Ed25519", "status": "revocation"}}
            if issuers is None
            else issuers,
            "verification": verification or {},
            **members,
        }
    )
    app = create_app(settings, fetcher=fetcher or Offline(), clock=clock)
    return Client(app, clock, {"authorization": f"Bearer {TOKEN}"})
