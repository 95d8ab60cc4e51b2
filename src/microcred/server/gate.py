"""What comes in: every JSON body passes the gate of the library, and every option is known or refused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Coroutine, Iterator
from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from microcred.document import Document
from microcred.errors import Fault, UsageError
from microcred.server.access import needed
from microcred.server.problems import unknown_option

__all__ = ["GatedRoute", "require_known"]

_SMALL: Final = 32_768


class _GatedRequest(Request):
    """A request whose body is hostile: no member twice, no depth or size without bounds."""

    async def json(self) -> Any:
        body = await self.body()
        # Others are served while a large one is read.
        parsed = Document.parse(body) if len(body) < _SMALL else await run_in_threadpool(Document.parse, body)
        return parsed.tree


class GatedRoute(APIRoute):
    """A route whose JSON passes :class:`~microcred.document.Document` before anything looks at it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, given a request of ours."""
        handle = super().get_route_handler()

        async def gated(request: Request) -> Response:
            action = needed(self.openapi_extra)
            if action is not None:
                # Whoever may not ask has nothing read, and no thread busy.
                request.state.grant = grant = request.app.state.services.access.admit(request, action)
                if (instance := request.path_params.get("instance")) is not None:
                    grant.require(instance)
            media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if self.body_field is not None and media_type != "application/json" and not media_type.endswith("+json"):
                raise UsageError("server.not-json", f"the body is {media_type!r:.60}, wanted application/json")
            return await handle(_GatedRequest(request.scope, request.receive))

        return gated


def require_known(body: BaseModel, ignored: Collection[str] = ()) -> None:
    """Refuse every member of a request that is not known, but for ``ignored`` options (VCALM, Options)."""
    faults = list(_unknown(body, "", ignored))
    if faults:
        raise UsageError.of(faults)


def _unknown(body: BaseModel, place: str, ignored: Collection[str]) -> Iterator[Fault]:
    for name in body.model_extra or ():
        if not (place and name in ignored):
            yield unknown_option(f"{place}/{name:.60}")
    for name, field in type(body).model_fields.items():
        value = getattr(body, name)
        if isinstance(value, BaseModel):
            yield from _unknown(value, f"{place}/{field.alias or name}", ignored)
