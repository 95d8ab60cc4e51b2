"""What a visitor hands in, as bytes or an address, and the verification of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from microcred.document import MAX_BYTES
from microcred.errors import MicrocredError, UsageError
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
        body = _Body(request)
        try:
            async with body.request.form(max_files=1, max_fields=_MAX_FIELDS, max_part_size=MAX_BYTES) as form:
                file = form.get("badge")
                content = await file.read() if isinstance(file, UploadFile) else b""
                said = {name: _text(form.get(name)).strip() for name in ("text", "recipient", "lang")}
        except (HTTPException, MultiPartException) as error:
            raise Problem("too-large" if body.is_too_large else "bad-form") from error
        except UsageError as error:
            # The bounds of the server speak to programs; who looks at a page is told on a page.
            if error.code != "server.body-too-large":
                raise
            raise Problem("too-large") from error
        text, recipient = said["text"], said["recipient"][:_MAX_RECIPIENT] or None
        if not content and re.fullmatch(rf"https?://\S{{1,{_MAX_ADDRESS}}}", text, re.IGNORECASE):
            return cls(None, text, recipient, said["lang"])
        content = content or text.encode("utf-8", "surrogatepass")
        if not content:
            raise Problem("nothing")
        if len(content) > MAX_BYTES:
            raise Problem("too-large")
        return cls(content, None, recipient, said["lang"])


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
    return bytes(content)


class _Body:
    """The body of a request, of which no more is read than a badge can have."""

    __slots__ = ("_received", "_size", "request")

    def __init__(self, request: Request) -> None:
        self.request = Request(request.scope, self._receive)
        self._received = request.receive
        self._size = 0

    @property
    def is_too_large(self) -> bool:
        return self._size > _MAX_BODY

    async def _receive(self) -> Any:
        message = await self._received()
        self._size += len(message.get("body", b""))
        if self.is_too_large:
            # The one exception for which the parser of forms closes what it has opened.
            raise MultiPartException("too large")
        return message


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
