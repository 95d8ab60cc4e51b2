"""Every error as problem details (RFC 9457): what was wrong and what to do, and nothing of what is inside."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette._utils import get_route_path
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from microcred.codes import codes
from microcred.document import to_json
from microcred.errors import Fault, MicrocredError, UsageError

__all__ = ["PROBLEM_MEDIA_TYPE", "REQUEST_ID", "install", "problem_of", "problem_response", "relative_path"]

PROBLEM_MEDIA_TYPE: Final = "application/problem+json"
_MAX_FAULTS: Final = 50
_UNKNOWN_OPTION: Final = "https://www.w3.org/TR/vcalm#UNKNOWN_OPTION_PROVIDED"

#: The HTTP status of what is not simply a bad request.
_STATUS: Final[Mapping[str, int]] = {
    "document.too-large": 413,
    "server.not-json": 415,
    "server.not-acceptable": 406,
    "server.not-found": 404,
    "server.gone": 410,
    "server.credential-exists": 409,
    "server.list-exists": 409,
    "server.method-not-allowed": 405,
    "server.no-storage": 503,
    "server.failed": 500,
    "server.no-token": 401,
    "server.bad-token": 401,
    "server.forbidden": 403,
    "server.wrong-host": 421,
    "server.body-too-large": 413,
    "server.url-too-long": 414,
    "server.headers-too-large": 431,
    "server.slow-request": 408,
    "server.busy": 503,
    "server.out-of-time": 503,
    "status.no-such-entry": 404,
    "status.irreversible": 409,
    "status.list-full": 503,
}

#: What has to stand beside some of them (RFC 6750, 3; RFC 9110, 10.2.3).
_BESIDE: Final[Mapping[str, Mapping[str, str]]] = {
    "server.no-token": {"www-authenticate": 'Bearer realm="microcred"'},
    "server.bad-token": {"www-authenticate": 'Bearer realm="microcred", error="invalid_token"'},
    "server.forbidden": {"www-authenticate": 'Bearer realm="microcred", error="insufficient_scope"'},
    "server.busy": {"retry-after": "1"},
    "server.out-of-time": {"retry-after": "10"},
}

#: Where a scope has the id of its request.
REQUEST_ID: Final = "microcred.request-id"

_log = logging.getLogger("microcred.server")


def install(app: FastAPI) -> None:
    """Let every error of an application become problem details."""
    app.add_exception_handler(MicrocredError, _of_ours)
    app.add_exception_handler(RequestValidationError, _of_the_shape)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_middleware(_Contained)


def relative_path(scope: Scope) -> str:
    """The path of a request within this application, which another one may have mounted."""
    return get_route_path(scope)


def problem_of(fault: Fault) -> dict[str, Any]:
    """One fault as a problem, without its evidence."""
    entry = codes().get(fault.code)
    members = {
        # "about:blank" is for a type that says no more than the title (RFC 9457, 4.2.1); ``code`` says which it is.
        "type": fault.problem or "about:blank",
        "title": entry.title if entry else fault.code,
        "detail": fault.message,
        "code": fault.code,
        "pointer": fault.pointer,
        "hint": fault.hint,
    }
    return {name: value for name, value in members.items() if value is not None}


def problem_response(
    error: MicrocredError, scope: Scope | None = None, *, headers: Mapping[str, str] | None = None
) -> Response:
    """The response for an error of the library or the server, to the request of a ``scope``."""
    status = _STATUS.get(error.code, 400)
    request_id = (scope or {}).get(REQUEST_ID)
    if status >= 500:
        # What is inside, such as the path of a file, is for the log alone.
        _log.error("%s: %s", error.code, error.message, exc_info=error.__cause__, extra={"request": {"id": request_id}})
    first = {**problem_of(_discreet(error.faults[0]) if status >= 500 else error.faults[0]), "status": status}
    if status >= 500 and request_id is not None:
        first["instance"] = f"urn:uuid:{request_id}"
    if len(error.faults) > 1:
        first["faults"] = [problem_of(fault) for fault in error.faults[:_MAX_FAULTS]]
    beside = {**_BESIDE.get(error.code, {}), **(headers or {})}
    return Response(to_json(first, indent=None), status, beside, PROBLEM_MEDIA_TYPE)


def _discreet(fault: Fault) -> Fault:
    entry = codes()[fault.code]
    return Fault(fault.code, entry.title)


async def _of_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, MicrocredError)  # noqa: S101 - what it is registered for
    return problem_response(error, request.scope)


async def _of_the_shape(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    return problem_response(UsageError.of(_shape_fault(each) for each in error.errors()[:_MAX_FAULTS]))


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    if isinstance(error.__cause__, MicrocredError):
        # What the gate said of a body.
        return problem_response(error.__cause__, request.scope)
    if error.status_code == 405:
        allowed = ", ".join(_allowed(request))
        fault = UsageError("server.method-not-allowed", f"{request.method} is not for this address, {allowed} is")
        return problem_response(fault, headers={"allow": allowed})
    code = "server.not-found" if error.status_code == 404 else "server.bad-request"
    return problem_response(UsageError(code, f"nothing is at {request.url.path!a:.200}"))


def _allowed(request: Request) -> list[str]:
    """The methods of all routes at an address, of which the framework names those of one (RFC 9110, 10.2.1)."""
    routes = [route for route in request.app.state.routes if route.matches(request.scope)[0] is not Match.NONE]
    # /credentials/verify has the form of a credential's address, and is none.
    fixed = [route for route in routes if "{" not in getattr(route, "path", "{")]
    return sorted({method for route in fixed or routes for method in getattr(route, "methods", None) or ()})


@dataclass(frozen=True, slots=True)
class _Contained:
    """Lets no defect out but as a problem."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def noting(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception as error:
            if started or scope["type"] != "http":
                # Half of an answer is out; only an end of the connection says that it is not whole.
                raise
            failed = UsageError("server.failed", "the server failed inside")
            failed.__cause__ = error
            await problem_response(failed, scope)(scope, receive, send)


def _shape_fault(found: Mapping[str, Any]) -> Fault:
    place = "".join(f"/{part}" for part in found["loc"][1:])
    return Fault("server.bad-request", f"{place or 'the body'}: {found['msg']}", place)


def unknown_option(pointer: str) -> Fault:
    """An option that is not known, which has to be refused (VCALM, Options)."""
    return Fault(
        "server.unknown-option",
        f"{pointer} is not known here",
        pointer,
        "leave it out; a server that passes over what it does not know might do less than was asked",
        _UNKNOWN_OPTION,
    )
