"""The route that tells who issues here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import Response

from microcred.document import to_json
from microcred.server.contract import InstanceList
from microcred.server.openapi import answers

if TYPE_CHECKING:
    from microcred.server.services import Services

__all__ = ["router"]


def router(services: Services) -> APIRouter:
    """The route of the issuer instances."""
    routes = APIRouter(tags=["issuers"])

    @routes.get("/issuers", summary="The issuer instances of this server", responses=answers(json={200: InstanceList}))
    async def issuers() -> Response:
        found = [each.described() for each in services.instances.values()]
        return Response(to_json({"issuers": found}, indent=None), media_type="application/json")

    return routes
