"""What a request may cost, and what a browser may do with an answer.

Whoever sends a request decides its size, its speed and how many there are, so each of them is bounded before the
application looks at it, and while it reads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from microcred.document import MAX_BYTES
from microcred.errors import UsageError
from microcred.server.problems import problem_response, relative_path
from microcred.server.settings import Settings

__all__ = ["Bounds"]

#: A credential of the largest size that is read, and the request around it.
_MAX_BODY: Final = MAX_BYTES + 200_000
#: Of all bodies that are being read or worked on at a time.
_MAX_HELD: Final = 256_000_000
_MAX_URL: Final = 16_000
_MAX_HEADERS: Final = 32_000

#: Answered also when nothing else is, so that whoever watches over the server can tell busy from dead.
_WATCHED: Final = ("/health", "/ready", "/metrics")
#: Documents that the standards want everybody to be able to read, pages of other sites among them.
_PUBLIC: Final = ("/status-lists/", "/1.0/identifiers/", "/issuers", "/badges/")
_PREFLIGHT_SECONDS: Final = "600"

_HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@dataclass(slots=True)
class _Body:
    """The body of one request, as far as it has come."""

    announced: bool
    held: int = 0
    complete: bool = False


@dataclass(slots=True)
class Bounds:
    """Lets through what is within bounds, and says how a browser has to treat what comes back."""

    app: ASGIApp
    settings: Settings
    max_body: int = _MAX_BODY
    max_held: int = _MAX_HELD
    _held: int = field(default=0, init=False)
    _requests: int = field(default=0, init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        body = _Body("transfer-encoding" in headers or headers.get("content-length", "0") != "0")
        guarded = self._guarded(scope, headers, body, send)
        if (preflight := self._preflight(scope, headers)) is not None:
            await preflight(scope, receive, guarded)
            return
        try:
            self._check_head(scope, headers)
        except UsageError as error:
            await problem_response(error, scope)(scope, receive, guarded)
            return
        self._requests += 1
        try:
            await self._within_time(scope, self._bounded(headers, body, receive), guarded, body)
        finally:
            self._requests -= 1
            self._held -= body.held

    def _check_head(self, scope: Scope, headers: Headers) -> None:
        if len(scope.get("raw_path") or scope["path"]) + len(scope.get("query_string", b"")) > _MAX_URL:
            raise UsageError("server.url-too-long", f"the URL has more than {_MAX_URL} characters")
        if sum(len(name) + len(value) for name, value in headers.raw) > _MAX_HEADERS:
            raise UsageError("server.headers-too-large", f"the headers have more than {_MAX_HEADERS} bytes")
        if self._requests >= self.settings.requests and relative_path(scope) not in _WATCHED:
            raise UsageError("server.busy", "there is more to do than this server can")

    async def _within_time(self, scope: Scope, receive: Receive, send: Send, body: _Body) -> None:
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            async with asyncio.timeout(self.settings.request_seconds) as limit:
                await self.app(scope, receive, noting)
        except TimeoutError:
            if started or not limit.expired():
                raise
            slow = body.announced and body.held and not body.complete
            error = UsageError(
                "server.slow-request" if slow else "server.out-of-time",
                f"it took more than {self.settings.request_seconds:g} seconds",
            )
            await problem_response(error, scope)(scope, receive, send)

    def _bounded(self, headers: Headers, body: _Body, receive: Receive) -> Receive:
        """``receive`` that gives out no more than a body may have: what is announced is refused before it is read."""
        announced = headers.get("content-length", "0")

        async def bounded() -> Message:
            if announced.isdigit() and int(announced[:20]) > self.max_body:
                raise self._too_large()
            message = await receive()
            if message["type"] == "http.request":
                size = len(message.get("body", b""))
                body.held += size
                self._held += size
                body.complete = not message.get("more_body", False)
                if body.held > self.max_body:
                    raise self._too_large()
                if self._held > self.max_held:
                    raise UsageError("server.busy", "there is more to read than this server can hold")
            return message

        return bounded

    def _too_large(self) -> UsageError:
        return UsageError("server.body-too-large", f"the body has more than {self.max_body} bytes")

    def _guarded(self, scope: Scope, headers: Headers, body: _Body, send: Send) -> Send:
        """``send`` that adds the headers with which a browser keeps to what the answer is for."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in self._headers(scope, headers):
                    told.setdefault(name, value)
                if body.announced and not body.complete:
                    # What still comes of the body would be read as the next request, or for nothing.
                    told["connection"] = "close"
            await send(message)

        return guarded

    def _headers(self, scope: Scope, headers: Headers) -> Iterator[tuple[str, str]]:
        yield from _HEADERS.items()
        if self.settings.public_url.startswith("https:") and not self.settings.makes_keys:
            yield "strict-transport-security", "max-age=31536000"
        public = _is_public(scope, scope["method"])
        yield "cross-origin-resource-policy", "cross-origin" if public else "same-origin"
        if not public:
            # What was issued is about a person, and what was verified is nobody's who asks next.
            yield "cache-control", "no-store"
        origin = self._origin(scope, headers, scope["method"])
        if origin is not None:
            yield "access-control-allow-origin", origin

    def _origin(self, scope: Scope, headers: Headers, method: str) -> str | None:
        """The origin whose pages may read the answer to a request of this method."""
        if _is_public(scope, method):
            return "*"
        origin = headers.get("origin")
        return origin if origin in self.settings.origins else None

    def _preflight(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a browser that asks if a page may ask (Fetch, CORS-preflight); None for everything else."""
        wanted = headers.get("access-control-request-method")
        origin = self._origin(scope, headers, wanted) if wanted and scope["method"] == "OPTIONS" else None
        if origin is None:
            return None
        public = origin == "*"
        allowed = {
            "access-control-allow-origin": origin,
            "access-control-allow-methods": "GET" if public else "GET, POST, DELETE",
            "access-control-allow-headers": "accept" if public else "accept, authorization, content-type",
            "access-control-max-age": _PREFLIGHT_SECONDS,
            "vary": "origin",
        }
        return Response(status_code=204, headers=allowed)


def _is_public(scope: Scope, method: str) -> bool:
    return method in ("GET", "HEAD") and relative_path(scope).startswith(_PUBLIC)
