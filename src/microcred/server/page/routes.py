"""The addresses of the pages: the form and its answer, the two files that they load, and the badges issued here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response

from microcred.errors import UsageError
from microcred.server.page import badges
from microcred.server.page.answers import html, language_of
from microcred.server.page.intake import HandedIn, Problem, open_minded, verified
from microcred.server.page.rendering import ASSETS, asset
from microcred.server.page.view import BadgeView

if TYPE_CHECKING:
    from microcred.server.services import Services

__all__ = ["router"]


def router(services: Services) -> APIRouter:
    """The routes of the pages, which are for people, and therefore not in the description of the API."""
    routes = APIRouter(include_in_schema=False)
    verifier = open_minded(services.verifier)

    @routes.get("/")
    async def start(request: Request) -> Response:
        return html(request, "start.html", problem=None)

    @routes.post("/")
    async def check(request: Request) -> Response:
        try:
            handed_in = await HandedIn.read(request)
        except Problem as problem:
            status = 413 if problem.key == "too-large" else 400
            return html(request, "start.html", status=status, problem=problem.key)
        language = language_of(request, handed_in.language)

        def work() -> Response:
            report, content = verified(handed_in, verifier)
            asked = handed_in.recipient is not None
            view = BadgeView.of(report, language=language, file=content, recipient=asked)
            return html(request, "checked.html", language=language, view=view)

        return await services.run(work)

    @routes.get("/page/{name}")
    async def file(name: str) -> Response:
        if name not in ASSETS:
            raise UsageError("server.not-found", "there is no such file")
        headers = {"cache-control": "public, max-age=31536000, immutable", "x-content-type-options": "nosniff"}
        return Response(asset(name), 200, headers, ASSETS[name])

    badges.add_to(routes, services)
    return routes
