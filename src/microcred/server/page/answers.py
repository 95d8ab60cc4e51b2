"""A page as an answer: its language, its address, and the headers under which it is shown."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from microcred.server.page.catalogue import negotiated
from microcred.server.page.rendering import CONTENT_SECURITY_POLICY, page

__all__ = ["html", "language_of", "root_of"]

_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "vary": "accept, accept-language",
    "x-content-type-options": "nosniff",
}


def html(request: Request, template: str, *, status: int = 200, language: str | None = None, **values: Any) -> Response:
    """A page in a language, or in that of whoever asks."""
    root = root_of(request)
    values = {"root": root, "path": f"{root}/", **values}
    content = page(template, language or language_of(request), **values)
    return Response(content, status, dict(_HEADERS), "text/html; charset=utf-8")


def language_of(request: Request, chosen: str | None = None) -> str:
    """The language that was chosen in a form or an address, or the best one for the browser."""
    return negotiated(chosen or request.query_params.get("lang"), request.headers.get("accept-language"))


def root_of(request: Request) -> str:
    """Where the application is mounted in another one: the addresses in a page begin with it."""
    return str(request.scope.get("root_path", "")).rstrip("/")
