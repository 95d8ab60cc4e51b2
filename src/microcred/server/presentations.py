"""The routes of presentations: challenges, presentations that are verified, and those that a holder here signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from microcred.document import Document, to_json
from microcred.errors import UsageError
from microcred.positions import listed
from microcred.server.access import Grant, granted, needs
from microcred.server.contract import (
    ChallengeResponse,
    PresentationResult,
    PresentationVerification,
    PresentedPresentation,
    Presenting,
)
from microcred.server.gate import GatedRoute, require_known
from microcred.server.openapi import answers
from microcred.server.results import presentation_result

if TYPE_CHECKING:
    from datetime import datetime

    from microcred.present import Holder
    from microcred.server.services import Services

__all__ = ["router"]

#: What a holder says; who signs adds the rest.
_MEMBERS: Final = frozenset({"@context", "id", "type", "holder", "verifiableCredential"})


def router(services: Services) -> APIRouter:
    """The routes of presentations."""
    routes = APIRouter(route_class=GatedRoute, tags=["presentations"])

    @routes.post(
        "/challenges",
        summary="A challenge for a holder to answer, good once",
        responses=answers(json={200: ChallengeResponse}),
    )
    async def challenge() -> Response:
        return _response(to_json({"challenge": services.challenges.new(services.clock())}, indent=None), 200)

    @routes.post(
        "/presentations/verify",
        summary="Verify a presentation, and every credential in it",
        responses=answers(400, 413, 415, 503, json={200: PresentationResult, 422: PresentationResult}),
    )
    async def verify(body: PresentationVerification) -> Response:
        asked = services.settings.verification
        require_known(body, asked.ignored_options)
        verified, content = await services.run(lambda: _verified(services, body))
        return _response(content, 200 if verified else asked.refusal)

    @routes.post(
        "/presentations",
        summary="Sign a presentation with the key of a holder of this server",
        status_code=201,
        responses=answers(400, 413, 415, json={201: PresentedPresentation}),
        openapi_extra=needs("present"),
    )
    async def present(body: Presenting, request: Request) -> Response:
        require_known(body)
        grant = granted(request)
        return _response(await services.run(lambda: _presented(services, body, grant)), 201)

    return routes


def _verified(services: Services, body: PresentationVerification) -> tuple[bool, bytes]:
    asked, options = services.settings.verification, body.options
    challenge = options.challenge
    # A challenge that was made here is good once in any case; strictly, no other is good at all.
    until = None if challenge is None else services.challenges.end_of(challenge)
    if asked.challenges == "issued" and (until is None or until <= services.clock()):
        raise _unknown_challenge()
    report = services.verifier.verify_presentation(
        Document.of(body.verifiable_presentation),
        challenge=challenge,
        domain=options.domain,
        bearer=asked.bearer,
    )
    # It is spent by whoever holds the key that answered it, so nobody else can use it up.
    if challenge is not None and until is not None and report["proof"].holds:
        _spend(services, challenge, until)
    result = presentation_result(
        report,
        asked.warnings,
        asked=options.model_dump(include={"challenge", "domain"}, exclude_none=True),
        results=options.return_results,
        problems=options.return_problem_details,
        presentation=body.verifiable_presentation if options.return_presentation else None,
    )
    return result["verified"], to_json(result, indent=None)


def _spend(services: Services, challenge: str, until: datetime) -> None:
    if not services.storage.spend_challenge(challenge, until, services.clock()):
        raise _unknown_challenge()


def _unknown_challenge() -> UsageError:
    return UsageError(
        "server.unknown-challenge",
        "the challenge was not given out here, has ended, or was answered already",
        pointer="/options/challenge",
        hint="get one with POST /challenges, and use it once",
    )


def _presented(services: Services, body: Presenting, grant: Grant) -> bytes:
    presentation = body.presentation
    if unknown := sorted(set(presentation) - _MEMBERS):
        raise UsageError(
            "server.bad-request",
            f"the presentation has the member {unknown[0]!r:.60}, which is not signed here",
            pointer="/presentation",
        )
    holder = _holder(services, presentation.get("holder"), grant)
    presented = holder.present(
        [
            each if isinstance(each, dict) else str(each)
            for each in listed(presentation.get("verifiableCredential", []))
        ],
        challenge=body.options.challenge,
        domain=body.options.domain,
        id=presentation.get("id"),
    )
    return to_json({"verifiablePresentation": presented.tree}, indent=None)


def _holder(services: Services, named: Any, grant: Grant) -> Holder:
    identifier = named.get("id") if isinstance(named, dict) else named
    mine = [each for each in services.instances.values() if grant.covers(each.name)]
    holders = [each.holder for each in mine if each.holder is not None]
    found = [each for each in holders if identifier in (None, each.id)]
    if len({each.id for each in found}) != 1:
        raise UsageError(
            "server.no-holder",
            f"this server has {len(found)} keys with which {identifier!r:.200} may present, wanted one",
            pointer="/presentation/holder",
            hint="name a holder of whom this server has the key, one whose instance says presents = true",
        )
    return found[0]


def _response(content: bytes, status: int) -> Response:
    return Response(content, status, media_type="application/json")
