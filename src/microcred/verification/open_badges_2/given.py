"""What somebody holds out as an Open Badges 2.0 badge: an assertion, a signed one, or the address of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from microcred.baking import OPEN_BADGES_2, carried, image_kind
from microcred.document import MAX_BYTES, Document
from microcred.errors import ImageError, MicrocredError
from microcred.open_badges_2 import is_open_badges_2
from microcred.proofs.jws import CompactJws, read_jws

__all__ = ["Given", "HostedUrl", "recognise"]

_URL: Final = re.compile(rb"\s*(https?://[\x21-\x7e]{1,8000})\s*", re.IGNORECASE)
_JWS: Final = re.compile(rb"\s*[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\s*")


@dataclass(frozen=True, slots=True)
class HostedUrl:
    """The address of a hosted assertion, which is all that the first baked pictures carry."""

    url: str


Given: TypeAlias = Document | CompactJws | HostedUrl


def recognise(content: Document | bytes) -> Given | None:
    """The Open Badges 2.0 or 1.x badge in what was given, or ``None`` if it is something else.

    ``content`` is JSON, a compact JWS, a URL and nothing else, or a PNG or SVG that carries one of these. What cannot
    be read as any of them is left for others to refuse, but for the contents of a picture that bears the marks of Open
    Badges 2.0: these raise :class:`~microcred.errors.DocumentError`, :class:`~microcred.errors.ProofError` or
    :class:`~microcred.errors.ImageError` if they are no badge.
    """
    if isinstance(content, Document):
        return content if is_open_badges_2(content.tree) else None
    if image_kind(content):
        return _in_picture(content)
    if len(content) > MAX_BYTES:
        return None
    if found := _URL.fullmatch(content):
        return HostedUrl(found[1].decode("ascii"))
    try:
        if not _JWS.fullmatch(content):
            return recognise(Document.parse(content))
        jws = read_jws(content)
        return jws if is_open_badges_2(Document.parse(jws.payload).tree) else None
    except MicrocredError:
        return None


def _in_picture(image: bytes) -> Given | None:
    try:
        found = carried(image)
    except MicrocredError:
        return None  # whoever asks for any credential in it says why
    if found.standard is not OPEN_BADGES_2:
        return None
    if url := _URL.fullmatch(found.text):
        return HostedUrl(url[1].decode("ascii"))
    if _JWS.fullmatch(found.text):
        return read_jws(found.text)
    if not found.text.lstrip().startswith(b"{"):
        raise ImageError(
            "image.not-an-assertion",
            f"the picture carries {found.text[:40].decode('utf-8', 'replace')!a}, wanted an assertion, a JWS or a URL",
            hint="ask the issuer for the picture again, or for the badge as a file",
        )
    return Document.parse(found.text)
