"""What a server tells of its work: one line of JSON for each request, in which nobody is recognized.

A line has the template of the route and never the path, because paths hold the ids of credentials and persons; for the
same reason there are no queries, addresses, headers or bodies in it.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from microcred.server.problems import REQUEST_ID

__all__ = ["Answered", "JsonLines", "Watch", "log_line"]

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

_access = logging.getLogger("microcred.server.access")


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that was answered: ``route`` is a template, ``bytes`` the size of the answer's body.

    ``status`` is None where whoever asked was gone before there was an answer.
    """

    id: str
    method: str
    route: str | None
    status: int | None
    seconds: float
    bytes: int


def log_line(answered: Answered) -> None:
    """Write a request into the log ``microcred.server.access``."""
    _access.info("request", extra={"request": asdict(answered)})


class JsonLines(logging.Formatter):
    """Records as JSON, each on a line of its own whatever is in it."""

    def format(self, record: logging.LogRecord) -> str:
        """One record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if isinstance(request := getattr(record, "request", None), dict):
            line["request"] = request
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line)


@dataclass(slots=True)
class Watch:
    """Gives each request an id, and tells ``observers`` of its answer."""

    app: ASGIApp
    observers: Sequence[Callable[[Answered], None]]
    timer: Callable[[], float] = time.perf_counter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope[REQUEST_ID] = str(uuid4())
        begun, status, size = self.timer(), None, 0

        async def watched(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(raw=message.setdefault("headers", []))["x-request-id"] = scope[REQUEST_ID]
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            seconds = round(self.timer() - begun, 6)
            answered = Answered(scope[REQUEST_ID], _method(scope), _route(scope), status, seconds, size)
            for observe in self.observers:
                observe(answered)


def _method(scope: Scope) -> str:
    """The method, one of few: whoever asks could write anything in its place."""
    method = scope["method"]
    return method if method in _METHODS else "other"


def _route(scope: Scope) -> str | None:
    """The template of the route, such as ``/credentials/{credential_id}``; None where none was found."""
    found = getattr(scope.get("route"), "path_format", None)
    return found if isinstance(found, str) else None
