"""What somebody holds out as an Open Badges 2.0 badge: an assertion, a signed one, or the address of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, TypeAlias

from microcred.baking import OPEN_BADGES_2, Carried
from microcred.document import MAX_BYTES, Document
from microcred.errors import DocumentError, ImageError, MicrocredError
from microcred.openbadges2 import is_open_badges_2
from microcred.proofs.jws import CompactJws, read_jws

__all__ = ["Given", "HostedUrl", "assertion_in", "recognise"]

_URL: Final = re.compile(rb"\s*(https?://[\x21-\x7e]{1,8000})\s*", re.IGNORECASE)
_JWS: Final = re.compile(rb"\s*[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\s*")


@dataclass(frozen=True, slots=True)
class HostedUrl:
    """The address of a hosted assertion, which is all that the first baked pictures carry."""

    url: str


Given: TypeAlias = Document | CompactJws | HostedUrl


def recognise(content: Document | bytes) -> Given | None:
    """An Open Badges 2.0 or 1.x badge in what was given, or ``None`` if it is something else.

    ``content`` is JSON, a compact JWS, or a URL and nothing else; see :func:`assertion_in` for pictures. Never raises:
    what cannot be read as any of these is for others to refuse.
    """
    if isinstance(content, Document):
        return content if is_open_badges_2(content.tree) else None
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


def assertion_in(carried: Carried) -> Given:
    """The badge in a picture that bears the marks of Open Badges 2.0.

    Raises :class:`~microcred.errors.DocumentError` or :class:`~microcred.errors.ProofError` for what cannot be read.
    """
    if carried.standard is not OPEN_BADGES_2:
        raise ImageError(
            "image.not-open-badges-2", f"the picture carries {carried.standard.name}, wanted Open Badges 2.0"
        )
    text = carried.text
    if found := _URL.fullmatch(text):
        return HostedUrl(found[1].decode("ascii"))
    if _JWS.fullmatch(text):
        return read_jws(text)
    if not text.lstrip().startswith(b"{"):
        raise DocumentError(
            "document.not-json",
            f"the picture carries {text[:40].decode('utf-8', 'replace')!a}, wanted an assertion, a JWS or a URL",
            pointer="",
        )
    return Document.parse(text)
