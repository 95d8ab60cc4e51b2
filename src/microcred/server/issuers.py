"""The routes that tell who issues here, and with which keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import Response

from microcred.document import to_json
from microcred.keys import PublishedKey, controller_document
from microcred.server.contract import InstanceList, JsonDocument
from microcred.server.instances import IssuerInstance
from microcred.server.openapi import answers

if TYPE_CHECKING:
    from microcred.server.services import Services

__all__ = ["published_document", "router"]


def router(services: Services) -> APIRouter:
    """The routes of the issuer instances."""
    routes = APIRouter(tags=["issuers"])

    @routes.get("/issuers", summary="The issuer instances of this server", responses=answers(json={200: InstanceList}))
    async def issuers() -> Response:
        found = [each.described() for each in services.instances.values()]
        return Response(to_json({"issuers": found}, indent=None), media_type="application/json")

    @routes.get(
        "/issuers/{instance}",
        summary="The controller document of an issuer: the keys with which it signs here",
        responses=answers(404, json={200: JsonDocument}),
    )
    @routes.get(
        "/issuers/{instance}/did.json",
        summary="The same, where did:web looks for it",
        responses=answers(404, json={200: JsonDocument}),
    )
    async def document(instance: str) -> Response:
        services.instance(instance)
        found = published_document(instance, services.instances)
        return Response(to_json(found, indent=None), media_type="application/json")

    return routes


def published_document(name: str, instances: Mapping[str, IssuerInstance]) -> dict[str, Any]:
    """The controller document of the issuer of an instance, with the keys of all instances that are this issuer."""
    own = instances[name]
    same = [each for each in instances.values() if each.id == own.id]
    keys = {each.signer.verification_method: each for each in same}
    published = [
        PublishedKey(
            each.signer.public_key,
            fragment=url.partition("#")[2],
            form="JsonWebKey" if each.signer.public_key.type == "RSA" else "Multikey",
        )
        for url, each in keys.items()
    ]
    relationships = ("assertionMethod", *(["authentication"] if any(each.settings.presents for each in same) else []))
    return controller_document(own.id, published, relationships=relationships)
