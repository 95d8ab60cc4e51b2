"""Whatever somebody holds out as a badge, as one document: a file, a picture, text, Python values, a URL."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from microcred.baking import image_kind
from microcred.document import MAX_BYTES, Document
from microcred.errors import DocumentError, UnsupportedError, UsageError

if TYPE_CHECKING:
    from microcred.proofs.jwt import SecuredJwt
    from microcred.verification.fetch import FetchSession
    from microcred.verification.open_badges_2 import Given

__all__ = ["Intake", "OlderBadge", "Opened", "Source", "read_source"]

Source: TypeAlias = "Document | Mapping[str, Any] | bytes | str | os.PathLike[str]"

_ACCEPT: Final = (
    "application/vc, application/vc+ld+json, application/ld+json, application/json, "
    "application/vc+jwt, application/jwt, text/plain, image/png, image/svg+xml"
)
_VERIFIABLE: Final = ("https://www.w3.org/2018/credentials/", "https://www.w3.org/ns/credentials/")
_ENVELOPES: Final = frozenset({"EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"})
_JWT: Final = re.compile(rb"\s*([A-Za-z0-9_-]{2,})\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\s*")


class Opened(NamedTuple):
    """A document, and the JWT that it was taken out of, if it came in one."""

    document: Document
    jwt: SecuredJwt | None = None


class OlderBadge(NamedTuple):
    """A badge of Open Badges 2.0 or 1.x, which is no verifiable credential and has rules of its own."""

    given: Given


class Intake(NamedTuple):
    """The bytes that were given, and what to call them in a report; :meth:`open` reads them."""

    name: str
    content: Document | bytes

    def open(self, *, drafts: bool = False) -> Opened | OlderBadge:
        """The credential in them: JSON, a JWT, or either baked into a PNG or SVG. The form is told by content alone.

        With ``drafts`` also the tokens of drafts are read.

        Raises :class:`~microcred.errors.DocumentError`, :class:`~microcred.errors.ImageError`, or for a malformed JWT
        :class:`~microcred.errors.ProofError`.
        """
        if isinstance(self.content, Document):
            return _told_apart(self.content, drafts)
        content = self.content
        if image_kind(content):
            if (older := _older(content)) is not None:
                return older
            from microcred.baking import unbake

            content = unbake(content)
        if len(content) > MAX_BYTES or not _is_jwt(content):
            return _told_apart(Document.parse(content), drafts)
        older = _older(content)
        return _out_of(content, drafts) if older is None else older


def _told_apart(document: Document, drafts: bool) -> Opened | OlderBadge:
    contexts = document.tree.get("@context")
    names = contexts if isinstance(contexts, list) else [contexts]
    # The rules for older badges are loaded only for what does not say that it is a verifiable credential.
    if any(isinstance(name, str) and name.startswith(_VERIFIABLE) for name in names):
        return _unwrapped(document, drafts)
    older = _older(document)
    return _unwrapped(document, drafts) if older is None else older


def _older(content: Document | bytes) -> OlderBadge | None:
    from microcred.verification.open_badges_2 import recognise

    found = recognise(content)
    return None if found is None else OlderBadge(found)


def _out_of(jwt: bytes | str, drafts: bool) -> Opened:
    from microcred.proofs.jwt import read_jwt

    found = read_jwt(jwt, drafts=drafts)
    return Opened(found.document, found)


def _unwrapped(document: Document, drafts: bool) -> Opened:
    """An envelope in JSON holds nothing but a token, in the data URL that is its id (VCDM 2.0, 4.13.3 and 4.13.4)."""
    types = document.tree.get("type")
    types = types if isinstance(types, list) else [types]
    if _ENVELOPES.isdisjoint(name for name in types if isinstance(name, str)):
        return Opened(document)
    from microcred.models import EnvelopedVerifiableCredential, EnvelopedVerifiablePresentation

    is_credential = "EnvelopedVerifiableCredential" in types
    envelope = (EnvelopedVerifiableCredential if is_credential else EnvelopedVerifiablePresentation).read(document.tree)
    if envelope.jwt is None:
        raise UnsupportedError(
            "proof.unsupported-envelope",
            f"the envelope holds {envelope.media_type[:80]}, only JWTs are verified here",
            pointer="/id",
        )
    return _out_of(envelope.jwt, drafts)


def read_source(source: Source, session: FetchSession) -> Intake:
    """Take in a badge.

    A string is JSON or a JWT if it looks like one, an ``https://`` URL to fetch, or else the path of a file. Raises
    :class:`~microcred.errors.UsageError` for a file that cannot be read, and
    :class:`~microcred.errors.FetchError` for a URL that cannot be had.
    """
    match source:
        case Document():
            return Intake("(document)", source)
        case Mapping():
            return Intake("(document)", _document_of(source))
        case bytes():
            return Intake("(bytes)", source)
        case str() if source.removeprefix("\ufeff").lstrip()[:1] in ("{", "[") or _is_jwt(
            source.encode(errors="replace")
        ):
            return Intake("(text)", _text_bytes(source))
        case str() if re.match(r"https?://", source, re.IGNORECASE):
            return Intake(source, session.get(source, accept=_ACCEPT).body)
        case str() | os.PathLike():
            path = os.fspath(source)
            return Intake(path, _file_bytes(path))
    raise UsageError("usage.not-a-badge", f"a badge cannot be read from {type(source).__name__}")


def _document_of(source: Mapping[str, Any]) -> Document:
    # What json.loads makes of a hostile text can hold NaN and half surrogate pairs: a bad badge, not a wrong call.
    try:
        return Document.of(source)
    except UsageError as error:
        raise DocumentError("document.not-json", error.message, pointer="") from error


def _is_jwt(content: bytes) -> bool:
    """Three parts in base64url, of which the first is a JSON object: a name such as badge.v1.json is none."""
    found = _JWT.fullmatch(content)
    return found is not None and base64.urlsafe_b64decode(found[1][:4].ljust(4, b"=")).lstrip().startswith(b"{")


def _text_bytes(text: str) -> bytes:
    # A lone surrogate is for the gate to refuse, so it has to reach it.
    return text.encode("utf-8", "surrogatepass")


def _file_bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib takes longer to load than a badge to read
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError("usage.unreadable-file", f"cannot read {path[:200]!r}: {reason}") from error
