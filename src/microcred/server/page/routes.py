"""The addresses of the pages: the form, its answer, the page of a badge that was issued here, and their two files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from microcred.errors import UsageError
from microcred.server.page.catalogue import negotiated
from microcred.server.page.intake import HandedIn, Problem, open_minded, verified
from microcred.server.page.rendering import ASSETS, CONTENT_SECURITY_POLICY, asset, page
from microcred.server.page.view import BadgeView

if TYPE_CHECKING:
    from microcred.server.services import Services

__all__ = ["router"]

_HEADERS: Final = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


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
        language = _language(request, handed_in.language)

        def work() -> str:
            report, content = verified(handed_in, verifier)
            view = BadgeView.of(report, language=language, file=content)
            return _rendered(request, "result.html", language, view=view)

        return _answer(await services.run(work), 200)

    @routes.get("/page/{name}")
    async def file(name: str) -> Response:
        if name not in ASSETS:
            raise UsageError("server.not-found", "there is no such file")
        headers = {"cache-control": "public, max-age=31536000, immutable", "x-content-type-options": "nosniff"}
        return Response(asset(name), 200, headers, ASSETS[name])

    return routes


def html(request: Request, template: str, *, status: int = 200, language: str | None = None, **values: Any) -> Response:
    """A page in the language of whoever asks."""
    return _answer(_rendered(request, template, language or _language(request), **values), status)


def _answer(content: str, status: int) -> Response:
    headers = {**_HEADERS, "cache-control": "no-store", "vary": "accept-language"}
    return Response(content, status, headers, "text/html; charset=utf-8")


def _rendered(request: Request, template: str, language: str, **values: Any) -> str:
    # Where the application is mounted in another one, the addresses begin with its path.
    root = str(request.scope.get("root_path", "")).rstrip("/")
    return page(template, language, **{"root": root, "path": f"{root}/", **values})


def _language(request: Request, chosen: str | None = None) -> str:
    return negotiated(chosen or request.query_params.get("lang"), request.headers.get("accept-language"))
