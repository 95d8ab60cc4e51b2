"""The OpenAPI document: every route with every answer that it gives."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from microcred.server.access import SCHEME
from microcred.server.contract import Problem
from microcred.server.problems import PROBLEM_MEDIA_TYPE

__all__ = ["answers", "described"]

_PROBLEMS: Final = {
    400: "The request is malformed, or asks for what cannot be.",
    401: "It takes a token.",
    403: "The token is not for this.",
    404: "There is no such thing here.",
    405: "Another method is wanted here.",
    406: "No representation that the client takes.",
    409: "It would contradict what is so already.",
    408: "The body did not come in time.",
    410: "It was taken away.",
    413: "The body is too large.",
    414: "The URL is too long.",
    415: "The body is not JSON.",
    421: "The server is not called by this name.",
    431: "The headers are too large.",
    501: "The DID method is not known here.",
    503: "The server has too much to do, or cannot use its storage, at the moment.",
}


def answers(
    *problems: int, json: dict[int, type[BaseModel]] | None = None, document: str | None = None
) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route: models by status, a secured ``document`` in its words, and statuses of problems."""
    told: dict[int | str, dict[str, Any]] = {
        status: {"description": _PROBLEMS[status], "content": {PROBLEM_MEDIA_TYPE: {"schema": _PROBLEM}}}
        for status in problems
    }
    for status, model in (json or {}).items():
        told[status] = {"model": model, "description": HTTPStatus(status).phrase}
    if document is not None:
        told[200] = {"description": document, "content": dict(_DOCUMENT)}
    return told


_OBJECT: Final = {"schema": {"type": "object"}}
_TEXT: Final = {"schema": {"type": "string"}}
_DOCUMENT: Final = {
    "application/vc": _OBJECT,
    "application/ld+json": _OBJECT,
    "application/json": _OBJECT,
    "application/vc+jwt": _TEXT,
    "application/jwt": _TEXT,
}
_PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}


#: What stands before every route, and before those that take a body or a token.
_EVERYWHERE: Final = (414, 431, 503)
_WITH_BODY: Final = (408, 413)
_WITH_TOKEN: Final = (401, 403, 421)


def _describe_bounds(operation: dict[str, Any]) -> None:
    """Add the answers that no route gives itself."""
    statuses = [*_EVERYWHERE]
    if "requestBody" in operation:
        statuses += _WITH_BODY
    if "security" in operation:
        statuses += _WITH_TOKEN
    for status, answer in answers(*statuses).items():
        operation["responses"].setdefault(str(status), answer)


def described(app: FastAPI, title: str, version: str, description: str) -> None:
    """Let an application describe itself, without the answers that the framework would give and ours never do."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(title=title, version=version, description=description, routes=app.routes)
            components = schema.setdefault("components", {}).setdefault("schemas", {})
            schema["components"]["securitySchemes"] = {SCHEME: {"type": "http", "scheme": "bearer"}}
            for operation in (o for path in schema["paths"].values() for o in path.values()):
                _describe_bounds(operation)
                found = operation["responses"].get("422")
                if found and "HTTPValidationError" in str(found):
                    del operation["responses"]["422"]
            for name in ("HTTPValidationError", "ValidationError"):
                components.pop(name, None)
            problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            components["Problem"] = problem.get("$defs", {}).get("Problem", problem)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]
