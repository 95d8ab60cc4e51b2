"""The page of a badge that was issued here, at an address to pass on; for programs it is the badge itself.

Open Badges 3.0 asks no less of an address that a person and a program may both open: JSON-LD for the one, a page with
Open Graph tags for the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import Response

from microcred.document import Document
from microcred.errors import UsageError
from microcred.proofs import has_base_proof
from microcred.server.media_types import VC_JWT, chosen_media_type
from microcred.server.page.answers import html, language_of, root_of
from microcred.server.page.catalogue import Catalogue
from microcred.server.page.forms import HTML, MEDIA_TYPES, chosen_form, forms_of, made
from microcred.server.page.intake import open_minded
from microcred.server.page.view import BadgeView

if TYPE_CHECKING:
    from fastapi import APIRouter

    from microcred.server.services import Services
    from microcred.server.storage import KeptCredential

__all__ = ["add_to"]


def add_to(routes: APIRouter, services: Services) -> None:
    """Add the route of badges that were issued here."""
    verifier = open_minded(services.verifier)

    @routes.get("/badges/{credential_id:path}")
    async def shared(credential_id: str, request: Request) -> Response:
        kept = await services.run(lambda: _shareable(services, services.storage.credential(credential_id)))
        if kept is None or kept.content is None:
            return _absent(request, "missing" if kept is None else "gone")
        form, media_type = _wanted(kept, request)
        if form == "html":
            return await services.run(lambda: _page(kept, request))
        content = await services.run(lambda: made(kept, form))
        return Response(content, 200, _headers(form), media_type)

    def _page(kept: KeptCredential, request: Request) -> Response:
        language = language_of(request)
        view = BadgeView.of(verifier.verify(kept.content or b""), language=language)
        path = f"/badges/{quote(kept.id, safe='')}"
        return html(
            request,
            "shared.html",
            view=view,
            summary=_summary(view, Catalogue.of(language)),
            url=services.url(path),
            path=f"{root_of(request)}{path}",
            forms=forms_of(kept),
        )


def _shareable(services: Services, kept: KeptCredential | None) -> KeptCredential | None:
    """What was found, unless it is not for everybody who knows its id."""
    if kept is None:
        return None
    instance = services.instances.get(kept.instance)
    if instance is not None and not instance.settings.shares:
        return None
    # Whoever was shown a part of it knows the id, and would get here what its holder left out.
    if kept.content is not None and kept.media_type != VC_JWT and has_base_proof(Document.parse(kept.content).tree):
        return None
    return kept


def _wanted(kept: KeptCredential, request: Request) -> tuple[str, str]:
    """The form that an address names, or else the one that the client takes."""
    there, named = dict(forms_of(kept)), request.query_params.get("as")
    if named is not None:
        if named not in there:
            raise UsageError("server.not-found", f"this badge is not here as {named!r:.40}, but as {', '.join(there)}")
        return named, MEDIA_TYPES[named]
    accept = request.headers.get("accept")
    chosen = chosen_form(kept, accept)
    if chosen is None:
        raise UsageError("server.not-acceptable", f"this is a badge, the client takes {accept!r:.200}")
    return chosen


def _absent(request: Request, what: str) -> Response:
    if chosen_media_type(request.headers.get("accept"), ("application/json", HTML)) == HTML:
        return html(request, "missing.html", status=404 if what == "missing" else 410, problem=what)
    if what == "missing":
        raise UsageError("server.not-found", "no such badge is kept here")
    raise UsageError("server.gone", "this badge was taken away")


def _headers(form: str) -> dict[str, str]:
    headers = {"vary": "accept", "x-content-type-options": "nosniff", "access-control-allow-origin": "*"}
    # A browser that opens a picture of a stranger as a document shows it, and lets nothing in it act.
    headers["content-security-policy"] = "default-src 'none'; sandbox"
    headers["content-disposition"] = f'inline; filename="badge.{form}"'
    return headers


def _summary(view: BadgeView, text: Catalogue) -> str:
    """What a link to a badge says where it is shared: who issued it, and what it is for."""
    portrait = view.portrait
    issuer = portrait.issuer.name if portrait and portrait.issuer else None
    said = [f"{text('badge.issuer')} {issuer.text}." if issuer else ""]
    said.append(portrait.description.text if portrait and portrait.description else "")
    return " ".join(filter(None, said))[:300]
