"""The application: VC-API, status lists and DID resolution over HTTP, to be served or mounted in another one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

from fastapi import FastAPI
from fastapi.responses import Response

from microcred._version import __version__
from microcred.document import to_json
from microcred.server import credentials, identifiers, presentations, problems, status_lists
from microcred.server.contract import InstanceList
from microcred.server.openapi import described
from microcred.server.services import Services
from microcred.server.settings import Settings
from microcred.server.storage import Storage, open_storage
from microcred.verification.fetch import Fetcher

__all__ = ["create_app"]

_DESCRIPTION: Final = (
    "Issue and verify micro-credentials over HTTP: the Verifiable Credential API for Lifecycle Management (VCALM), "
    "status lists, and DID resolution."
)


def create_app(
    settings: Settings,
    *,
    storage: Storage | None = None,
    fetcher: Fetcher | None = None,
    clock: Callable[[], datetime] | None = None,
) -> FastAPI:
    """An ASGI application for these settings, which another FastAPI or Starlette application can mount.

    ``storage`` is by default what the settings name, ``fetcher`` the network, ``clock`` the time. Raises
    :class:`~microcred.errors.UsageError` for settings that do not work, before anything is served.
    """
    services = Services.of(settings, storage or open_storage(settings.storage_url), fetcher, clock)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        services.close()

    app = FastAPI(title="microcred", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.services = services
    problems.install(app)
    for room in (status_lists, credentials, presentations, identifiers):
        app.include_router(room.router(services))

    @app.get("/issuers", summary="The issuer instances of this server", response_model=InstanceList)
    async def issuers() -> Response:
        found = [each.described() for each in services.instances.values()]
        return Response(to_json({"issuers": found}, indent=None), media_type="application/json")

    described(app, "microcred", __version__, _DESCRIPTION)
    return app
