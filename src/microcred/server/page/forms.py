"""The forms in which a badge that is kept here is handed out: as JSON-LD, as a token, and baked into a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from microcred.artwork import badge_png, badge_svg
from microcred.baking import bake
from microcred.document import Document, to_json
from microcred.models import EnvelopedVerifiableCredential
from microcred.proofs.jwt import read_jwt
from microcred.server.media_types import VC, VC_JWT, chosen_media_type
from microcred.server.page.picture import Origin, chosen_picture
from microcred.server.page.portrait import Portrait
from microcred.server.storage import KeptCredential

__all__ = ["HTML", "MEDIA_TYPES", "chosen_form", "forms_of", "made"]

HTML: Final = "text/html"
#: The names of the forms in an address, and the media type of each.
MEDIA_TYPES: Final[Mapping[str, str]] = {"json": VC, "jwt": VC_JWT, "png": "image/png", "svg": "image/svg+xml"}
#: What a client may ask for, and the form that it gets.
_OFFERED: Final[Mapping[str, str]] = {
    HTML: "html",
    VC: "json",
    "application/vc+ld+json": "json",
    "application/ld+json": "json",
    "application/json": "json",
    VC_JWT: "jwt",
    "application/jwt": "jwt",
    "image/png": "png",
    "image/svg+xml": "svg",
}


def forms_of(kept: KeptCredential) -> tuple[tuple[str, str], ...]:
    """The forms that there are of a badge, each with its media type: a token only of what is one."""
    return tuple(each for each in MEDIA_TYPES.items() if each[0] != "jwt" or kept.media_type == VC_JWT)


def chosen_form(kept: KeptCredential, accept: str | None) -> tuple[str, str] | None:
    """The form and the media type for an ``Accept``: a page for who takes everything, JSON-LD for who says nothing."""
    there = {form for form, _ in forms_of(kept)} | {"html"}
    offered = [media_type for media_type, form in _OFFERED.items() if form in there]
    # Of two that are as good for the client, the one in which the badge was issued goes first; the sort is stable.
    offered.sort(key=lambda media_type: (_OFFERED[media_type] != "html", _OFFERED[media_type] != "jwt"))
    chosen = chosen_media_type(accept, offered) if accept else VC
    return None if chosen is None else (_OFFERED[chosen], chosen)


def made(kept: KeptCredential, form: str) -> bytes:
    """A badge in one of its forms; its content is there."""
    content = kept.content or b""
    match form:
        case "json" if kept.media_type == VC_JWT:
            return to_json(EnvelopedVerifiableCredential.of(content.decode()).to_dict())
        case "png" | "svg":
            return bake(_canvas(_tree(kept), form), content)
    return content


def _canvas(tree: Mapping[str, Any], form: str) -> bytes:
    """The picture to bake a badge into: its own where that can carry it, or a drawing."""
    portrait = Portrait.of(tree)
    name = portrait.name.text if portrait.name else ""
    if form == "svg":
        issuer = portrait.issuer.name if portrait.issuer else None
        return badge_svg(name, issuer.text if issuer else "")
    own = chosen_picture(portrait.images, None, name)
    return own.content if own.origin is Origin.CREDENTIAL and own.media_type == "image/png" else badge_png(name)


def _tree(kept: KeptCredential) -> Mapping[str, Any]:
    content = kept.content or b""
    return read_jwt(content).document.tree if kept.media_type == VC_JWT else Document.parse(content).tree
