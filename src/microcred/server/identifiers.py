"""DID resolution over HTTP, in the two dialects that are spoken (DID Resolution, 10.1; The did:key Method).

What is asked for decides the dialect: ``application/did-resolution`` and its like the one of DID Resolution 1.0, the
JSON-LD profile of DID resolution the older one, in which errors have short names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from microcred.document import to_json
from microcred.errors import FetchError, MicrocredError, UnsupportedError
from microcred.server.media_types import chosen_media_type
from microcred.server.openapi import answers
from microcred.verification.controller_documents import RESOLVERS, split_url
from microcred.verification.fetch import FetchSession
from microcred.verification.issuer_keys import PublishedMethods

if TYPE_CHECKING:
    from microcred.server.services import Services

__all__ = ["router"]

_RESOLUTION: Final = "application/did-resolution"
_DEREFERENCING: Final = "application/did-url-dereferencing"
_PROFILE: Final = 'application/ld+json;profile="https://w3id.org/did-resolution"'
_BARE: Final = ("application/did+json", "application/did+ld+json", "application/did", "application/json")
_OFFERED: Final = (_RESOLUTION, _DEREFERENCING, *_BARE, "application/ld+json")
_CONTEXT: Final = "https://w3id.org/did-resolution/v1"

_DID: Final = re.compile(r"did:[a-z0-9]+:(?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})")
#: Formats of a key that the did:key Method knows, and those that it calls experimental.
_FORMAT: Final = "Multikey"
_EXPERIMENTAL: Final = frozenset({"Ed25519VerificationKey2018", "X25519KeyAgreementKey2019", "JsonWebKey2018"})


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no document: the error of DID Resolution 1.0, its short name, and the HTTP status."""

    error: str
    short: str
    status: int
    detail: str

    @property
    def type(self) -> str:
        """The problem type (DID Resolution, 11)."""
        return f"https://www.w3.org/ns/did#{self.error}"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: a DID, or with a fragment something in its document; and the format of the keys in it."""

    identifier: str
    public_key_format: str = _FORMAT
    experimental: bool = False

    @property
    def dereferences(self) -> bool:
        """Whether more than a DID was asked for."""
        return self.identifier.startswith("did:") and re.search("[/?#]", self.identifier) is not None


def router(services: Services) -> APIRouter:
    """The routes of DIDs."""
    routes = APIRouter(tags=["identifiers"])

    @routes.get(
        "/1.0/identifiers/{identifier:path}",
        summary="Resolve a DID, or dereference a DID URL",
        responses=_ANSWERS,
    )
    async def resolve(
        identifier: str,
        request: Request,
        publicKeyFormat: str = _FORMAT,  # noqa: N803 - the method's name for it
        enableExperimentalPublicKeyTypes: bool = False,  # noqa: N803
    ) -> Response:
        question = Question(identifier, publicKeyFormat, enableExperimentalPublicKeyTypes)
        accept = request.headers.get("accept")
        if accept and "w3id.org/did-resolution" in accept:
            return _in_short(question, await services.run(lambda: _found(question, services)))
        chosen = chosen_media_type(accept, _OFFERED)
        if chosen is None:
            return _told(question, Failure("REPRESENTATION_NOT_SUPPORTED", "", 406, "no such form"), _RESOLUTION)
        return _told(question, await services.run(lambda: _found(question, services)), chosen)

    return routes


def _found(question: Question, services: Services) -> Mapping[str, Any] | Failure:
    """What the question leads to: a document, or something in one; or why not."""
    try:
        document_url, fragment = split_url(question.identifier)
    except MicrocredError as error:
        document_url, fragment = "", None
        if question.dereferences and _DID.match(question.identifier):
            return Failure("INVALID_DID_URL", "invalidDidUrl", 400, error.message)
    if not _DID.fullmatch(document_url):
        return Failure("INVALID_DID", "invalidDid", 400, f"{question.identifier!a:.200} is no DID")
    if (unfit := _unfit_format(question)) is not None:
        return unfit
    session = FetchSession(services.verifier.fetcher, services.verifier.limits)
    try:
        published = PublishedMethods.of(document_url, session, RESOLVERS, allow_http=False)
    except MicrocredError as error:
        return _failure(error)
    if fragment is None:
        return published.document.members
    for url, entry in published.entries():
        if url == question.identifier:
            return entry
    return Failure("NOT_FOUND", "notFound", 404, f"the document has nothing called {fragment!a:.100}")


def _unfit_format(question: Question) -> Failure | None:
    if question.public_key_format == _FORMAT:
        return None
    if question.public_key_format in _EXPERIMENTAL and not question.experimental:
        short = "invalidPublicKeyType"
    else:
        short = "unsupportedPublicKeyType"
    return Failure("INVALID_OPTIONS", short, 400, f"keys are shown as {_FORMAT} alone")


def _failure(error: MicrocredError) -> Failure:
    match error:
        case MicrocredError(code="key.wrong-length"):
            return Failure("INVALID_DID", "invalidPublicKeyLength", 400, error.message)
        case MicrocredError(code="key.invalid-controller-document" | "key.wrong-document-id"):
            return Failure("INVALID_DID_DOCUMENT", "invalidDidDocument", 500, error.message)
        case MicrocredError(code="key.unsupported-did-method"):
            return Failure("METHOD_NOT_SUPPORTED", "methodNotSupported", 501, error.message)
        case UnsupportedError():
            return Failure("FEATURE_NOT_SUPPORTED", "unsupportedPublicKeyType", 501, error.message)
        case FetchError():
            return Failure("NOT_FOUND", "notFound", 404, error.message)
    return Failure("INVALID_DID", "invalidDid", 400, error.message)


def _told(question: Question, found: Mapping[str, Any] | Failure, chosen: str) -> Response:
    """The dialect of DID Resolution 1.0."""
    failed = isinstance(found, Failure)
    if chosen == _DEREFERENCING or (failed and question.dereferences):
        names, media_type = ("dereferencingMetadata", "contentStream", "contentMetadata"), _DEREFERENCING
    else:
        names, media_type = ("didResolutionMetadata", "didDocument", "didDocumentMetadata"), _RESOLUTION
    if isinstance(found, Failure):
        error = {"type": found.type, "title": found.error, "detail": found.detail}
        metadata: dict[str, Any] = {"contentType": media_type, "error": error}
        return _response(dict(zip(names, (metadata, None, {}), strict=True)), found.status, media_type)
    if chosen in (_RESOLUTION, _DEREFERENCING):
        return _response(dict(zip(names, ({"contentType": media_type}, found, {}), strict=True)), 200, media_type)
    return _response(found, 200, chosen)


def _in_short(question: Question, found: Mapping[str, Any] | Failure) -> Response:
    """The older dialect, in which what a DID URL leads to stands in the place of the document."""
    about = "didDereferencingMetadata" if question.dereferences else "didResolutionMetadata"
    failed = isinstance(found, Failure)
    metadata = {"error": found.short, "errorMessage": found.detail} if isinstance(found, Failure) else {}
    body = {
        "@context": _CONTEXT,
        "didDocument": {} if failed else found,
        "didDocumentMetadata": {},
        about: {"contentType": "application/did+ld+json", **metadata},
    }
    return _response(body, found.status if isinstance(found, Failure) else 200, _PROFILE)


def _response(body: Mapping[str, Any], status: int, media_type: str) -> Response:
    headers = {"vary": "accept", "content-type": media_type}
    return Response(to_json(body, indent=None), status, headers)


_OBJECT: Final = {"schema": {"type": "object"}}
_FORMS: Final = dict.fromkeys((*_OFFERED, "application/ld+json"), _OBJECT)
_FAILED: Final = dict.fromkeys((_RESOLUTION, _DEREFERENCING, "application/ld+json"), _OBJECT)
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The document, or what the DID URL leads to.", "content": _FORMS},
    400: {
        "description": "INVALID_DID, INVALID_DID_URL or INVALID_OPTIONS; a problem for an option that cannot be read",
        "content": {**_FAILED, **answers(400)[400]["content"]},
    },
    404: {
        "description": "NOT_FOUND; a problem for what cannot be part of an address",
        "content": {**_FAILED, **answers(404)[404]["content"]},
    },
    406: {"description": "REPRESENTATION_NOT_SUPPORTED", "content": _FAILED},
    500: {"description": "INVALID_DID_DOCUMENT", "content": _FAILED},
    501: {"description": "METHOD_NOT_SUPPORTED or FEATURE_NOT_SUPPORTED", "content": _FAILED},
}
