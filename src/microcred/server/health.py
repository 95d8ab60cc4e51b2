"""The routes for whoever watches over a server: is it alive, can it work, and how much does it do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import Response

from microcred.document import to_json
from microcred.server.access import needs
from microcred.server.contract import Health
from microcred.server.gate import GatedRoute
from microcred.server.metrics import MEDIA_TYPE, Metrics
from microcred.server.openapi import answers

if TYPE_CHECKING:
    from microcred.server.services import Services

__all__ = ["router"]


def router(services: Services, metrics: Metrics | None) -> APIRouter:
    """The routes of operation; ``/metrics`` is there where there are metrics."""
    routes = APIRouter(route_class=GatedRoute, tags=["operation"])
    well = Response(to_json({"status": "ok"}, indent=None), media_type="application/json")

    @routes.get("/health", summary="The server is alive", responses=answers(json={200: Health}))
    async def health() -> Response:
        return well

    @routes.get("/ready", summary="The server can do its work", responses=answers(503, json={200: Health}))
    async def ready() -> Response:
        await services.run(services.storage.check)
        return well

    if metrics is not None:

        @routes.get(
            "/metrics",
            summary="What the server did, for Prometheus",
            responses={200: {"description": "Counters", "content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}},
            openapi_extra=needs("metrics"),
        )
        async def told() -> Response:
            return Response(metrics.exposition(), media_type=MEDIA_TYPE)

    return routes
