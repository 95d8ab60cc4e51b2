"""The application: VC-API, status lists and DID resolution over HTTP, to be served or mounted in another one."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from fastapi import FastAPI

from microcred._version import __version__
from microcred.errors import UsageError
from microcred.server import credentials, health, identifiers, issuers, page, presentations, problems, status_lists
from microcred.server.bounds import Bounds
from microcred.server.log import Watch, log_line
from microcred.server.metrics import Metrics
from microcred.server.openapi import described
from microcred.server.services import Services
from microcred.server.settings import Settings
from microcred.server.storage import Storage, open_storage
from microcred.verification.fetch import Fetcher

__all__ = ["app_from_environment", "create_app"]

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

    metrics = Metrics.new() if settings.metrics else None
    observers = [*([log_line] if settings.access_log else []), *([metrics.observe] if metrics else [])]
    # A redirect to another spelling of a path would name the host by which the server was asked, which anybody can say.
    app = FastAPI(
        title="microcred",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    routers = [room.router(services) for room in (issuers, status_lists, credentials, presentations, identifiers, page)]
    routers.append(health.router(services, metrics))
    for each in routers:
        app.include_router(each)
    app.state.services = services
    app.state.routes = [route for each in routers for route in each.routes]
    problems.install(app)
    app.add_middleware(Bounds, settings=settings)
    app.add_middleware(Watch, observers=observers)
    described(app, "microcred", __version__, _DESCRIPTION)
    return app


def app_from_environment() -> FastAPI:
    """The application for the settings that the variable ``MICROCRED_SETTINGS`` names.

    For servers that start several processes by themselves, such as ``uvicorn --factory``. Raises as :func:`create_app`.
    """
    place = os.environ.get("MICROCRED_SETTINGS")
    if not place:
        raise UsageError(
            "server.bad-settings",
            "MICROCRED_SETTINGS is not set, wanted the path of a file with settings",
            hint="to try things out without settings: microcred serve",
        )
    return create_app(Settings.read(Path(place), os.environ))
