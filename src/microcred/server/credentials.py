"""The routes of credentials: issue, verify, derive, and those that are kept here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import Response

from microcred.document import Document, to_json
from microcred.errors import UsageError
from microcred.proofs import derive_proof
from microcred.server.access import Grant, granted, needs
from microcred.server.contract import (
    Derivation,
    Issuance,
    IssuedCredential,
    JsonDocument,
    Verification,
    VerificationResult,
)
from microcred.server.gate import GatedRoute, require_known
from microcred.server.media_types import represented
from microcred.server.openapi import answers
from microcred.server.results import credential_result
from microcred.server.storage import KeptCredential
from microcred.status_list import with_status

if TYPE_CHECKING:
    from microcred.server.instances import IssuerInstance, Sealed
    from microcred.server.services import Services

__all__ = ["router"]


def router(services: Services) -> APIRouter:
    """The routes of credentials."""
    routes = APIRouter(route_class=GatedRoute, tags=["credentials"])

    @routes.post(
        "/issuers/{instance}/credentials/issue",
        summary="Issue a credential",
        status_code=201,
        responses=answers(400, 404, 409, 413, 415, 503, json={201: IssuedCredential}),
        openapi_extra=needs("issue"),
    )
    async def issue(instance: str, body: Issuance) -> Response:
        issuer = services.instance(instance)
        require_known(body, issuer.settings.ignored_options)
        content, kept = await services.run(lambda: _issued(services, issuer, body))
        headers = {"location": services.url(f"/credentials/{quote(kept, safe='')}")} if kept else {}
        return _response(content, 201, headers)

    @routes.post(
        "/credentials/verify",
        summary="Verify a credential",
        responses=answers(400, 413, 415, json={200: VerificationResult, 422: VerificationResult}),
    )
    async def verify(body: Verification) -> Response:
        asked = services.settings.verification
        require_known(body, asked.ignored_options)
        verified, content = await services.run(lambda: _verified(services, body))
        return _response(content, 200 if verified else asked.refusal)

    @routes.post(
        "/credentials/derive",
        summary="Show a part of a credential, as its holder",
        status_code=201,
        responses=answers(400, 413, 415, json={201: JsonDocument}),
    )
    async def derive(body: Derivation) -> Response:
        require_known(body)
        return _response(await services.run(lambda: _derived(services, body)), 201)

    @routes.get(
        "/credentials/{credential_id:path}",
        summary="A credential that was issued here",
        responses=answers(404, 406, 410, 503, document="The credential, exactly as it was issued."),
        openapi_extra=needs("read"),
    )
    async def get(credential_id: str, request: Request) -> Response:
        found = await services.run(lambda: _kept(services, credential_id, granted(request)))
        content = _present(found)
        return represented(content, found.media_type if found else "", request.headers.get("accept"))

    @routes.delete(
        "/credentials/{credential_id:path}",
        summary="Take a credential away; its id stays taken, and its status stays what it is",
        status_code=202,
        response_class=Response,
        responses=answers(404, 410, 503),
        openapi_extra=needs("delete"),
    )
    async def delete(credential_id: str, request: Request) -> Response:
        _present(await services.run(lambda: _kept(services, credential_id, granted(request))))
        _present(await services.run(lambda: services.storage.forget_credential(_keepable(credential_id))))
        return Response(status_code=202)

    return routes


def _sealed(services: Services, instance: IssuerInstance, body: Issuance) -> tuple[Sealed, str | None]:
    """Issue a credential; returned is also the id by which it is kept, if it is."""
    # An index is given out only for what is a credential at all.
    credential = instance.draft(body.credential)
    name = _name_of(credential, body.options.credential_id)
    found = None if name is None else services.storage.credential(name)
    # An entry of another instance for the same id would be the one that a later revocation finds.
    if name is not None and found is not None and (instance.settings.store or found.instance != instance.name):
        raise _exists(name)
    if instance.settings.status is not None:
        credential = with_status(credential, services.lists.entry_for(instance, name))
    sealed = instance.seal(credential, body.options.mandatory_pointers)
    if not instance.settings.store or name is None:
        return sealed, None
    # Only what is kept is answered: a process that dies here has told nobody.
    services.storage.keep_credential(
        KeptCredential(name, instance.name, sealed.media_type, sealed.content, services.clock())
    )
    return sealed, name


def _exists(name: str) -> UsageError:
    """The refusal of an id that is taken."""
    return UsageError(
        "server.credential-exists",
        f"a credential {name!r:.200} was issued here before",
        hint="give a new credential an id of its own",
        pointer="/id",
    )


def _name_of(credential: Mapping[str, Any], given: str | None) -> str | None:
    """The name of a credential: its id, or for one without the ``credentialId`` of the request (VCALM)."""
    own = credential.get("id")
    if not isinstance(own, str):
        return given
    if given not in (None, own):
        raise UsageError(
            "server.bad-request",
            f"credentialId is {given!r:.80}, the id of the credential is {own!r:.80}",
            pointer="/options/credentialId",
            hint="leave credentialId out: it is for credentials without an id",
        )
    return own


def _issued(services: Services, instance: IssuerInstance, body: Issuance) -> tuple[bytes, str | None]:
    sealed, kept = _sealed(services, instance, body)
    return to_json({"verifiableCredential": sealed.tree}, indent=None), kept


def _verified(services: Services, body: Verification) -> tuple[bool, bytes]:
    report = services.verifier.verify(Document.of(body.verifiable_credential))
    result = credential_result(
        report,
        services.settings.verification.warnings,
        results=body.options.return_results,
        problems=body.options.return_problem_details,
        credential=body.verifiable_credential if body.options.return_credential else None,
    )
    return result["verified"], to_json(result, indent=None)


def _derived(services: Services, body: Derivation) -> bytes:
    derived = derive_proof(
        Document.of(body.verifiable_credential),
        selective_pointers=body.options.selective_pointers,
        canonicalizer=services.verifier.canonicalizer,
    )
    return derived.raw


def _kept(services: Services, credential_id: str, grant: Grant) -> KeptCredential | None:
    """What is kept of a credential; whose instance is none of theirs are told no more than that it is not for them."""
    found = services.storage.credential(_keepable(credential_id))
    return found if found is not None and grant.covers(found.instance) else None


def _keepable(text: str) -> str:
    """A name under which a credential can be kept at all: not every database takes control characters."""
    if any(character < " " or character == "\x7f" for character in text):
        raise UsageError("server.not-found", "no such credential is kept here")
    return text


def _present(found: KeptCredential | None) -> bytes:
    if found is None:
        raise UsageError("server.not-found", "no such credential is kept here")
    if found.content is None:
        raise UsageError("server.gone", "this credential was taken away")
    return found.content


def _response(content: bytes, status: int, headers: Mapping[str, str] | None = None) -> Response:
    return Response(content, status, dict(headers or {}), "application/json")
