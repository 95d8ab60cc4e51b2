"""What a visitor hands in, as bytes or an address, and the verification of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from microcred.document import MAX_BYTES
from microcred.errors import FetchError, MicrocredError
from microcred.verification.fetch import FetchSession
from microcred.verification.intake import read_source
from microcred.verification.report import CHECKS, Check, Report
from microcred.verification.trust import AnyIssuer, Recognition, TrustPolicy
from microcred.verification.verifier import Verifier

__all__ = ["HandedIn", "Problem", "open_minded", "verified"]

_MAX_BODY: Final = MAX_BYTES + 100_000
_MAX_FIELDS: Final = 8
_MAX_RECIPIENT: Final = 500
_MAX_ADDRESS: Final = 2_000


class Problem(Exception):
    """What was handed in is nothing that could be looked at; ``key`` is one of the catalogues."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One form: the bytes of a badge or an address (never the path of a file here), and whom it should be about."""

    content: bytes | None
    url: str | None
    recipient: str | None
    language: str | None

    @classmethod
    async def read(cls, request: Request) -> Self:
        """Read a form, and not one byte more than a badge can have; raises :class:`Problem`."""
        form: Mapping[str, Any] = {}
        try:
            form = await _bounded(request).form(max_files=1, max_fields=_MAX_FIELDS, max_part_size=MAX_BYTES)
        except HTTPException as error:
            raise Problem("bad-form") from error
        file, language = form.get("badge"), _text(form.get("lang"))
        content = await file.read() if isinstance(file, UploadFile) else b""
        text = _text(form.get("text")).strip()
        recipient = _text(form.get("recipient")).strip()[:_MAX_RECIPIENT] or None
        if not content and re.fullmatch(rf"https?://\S{{1,{_MAX_ADDRESS}}}", text, re.IGNORECASE):
            return cls(None, text, recipient, language)
        content = content or text.encode("utf-8", "surrogatepass")
        if not content:
            raise Problem("nothing")
        if len(content) > MAX_BYTES:
            raise Problem("too-large")
        return cls(content, None, recipient, language)


@dataclass(frozen=True, slots=True)
class _OpenMinded(AnyIssuer):
    """Lets every issuer through, and says of those who are trusted who vouches for them."""

    known: TrustPolicy

    def recognise(self, issuer_id: str) -> Recognition | None:
        """Who vouches for an issuer, if anybody does."""
        return self.known.recognise(issuer_id)


def open_minded(verifier: Verifier) -> Verifier:
    """A verifier that tells whether somebody vouches for an issuer, and lets that decide nothing.

    A visitor comes with a badge from anywhere. That nobody here knows its issuer is worth knowing, and no reason to
    look at nothing else.
    """
    return replace(verifier, trust=_OpenMinded(verifier.trust))


def verified(handed_in: HandedIn, verifier: Verifier) -> tuple[Report, bytes | None]:
    """The report on what was handed in, and its bytes, in which there may be a picture."""
    content = handed_in.content
    if content is None:
        try:
            content = _fetched(str(handed_in.url), verifier)
        except MicrocredError as error:
            others = (Check.not_run(name, "not looked at, because there is no document") for name in CHECKS[1:])
            checks = (Check.of_error("document", error), *others)
            return Report(str(handed_in.url), verifier.clock(), checks), None
    return verifier.verify(content, recipient=handed_in.recipient), content


def _fetched(url: str, verifier: Verifier) -> bytes:
    content = read_source(url, FetchSession(verifier.fetcher, verifier.limits)).content
    if not isinstance(content, bytes):
        raise FetchError("fetch.not-found", f"{url:.200} gives no bytes")
    return content


def _bounded(request: Request) -> Request:
    """The request, which ends in :class:`Problem` where its body grows too large."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length[:20]) > _MAX_BODY:
        raise Problem("too-large")
    total = 0

    async def receive() -> Any:
        nonlocal total
        message = await request.receive()
        total += len(message.get("body", b""))
        if total > _MAX_BODY:
            raise Problem("too-large")
        return message

    return Request(request.scope, receive)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
