"""Controller documents that an issuer publishes on the web: where a did:web leads, and what is read there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from microcred.document import Document
from microcred.errors import DocumentError, IssuerKeyError
from microcred.verification.controller_documents import INVALID_DOCUMENT, INVALID_METHOD_URL, ControllerDocument

if TYPE_CHECKING:
    from microcred.verification.fetch import FetchSession

__all__ = ["MAX_DOCUMENT_BYTES", "DidWebResolver", "HttpsResolver", "did_web_url", "fetch_document"]

#: The largest controller document that is read: hundreds of keys, or a Profile with a small picture in it.
MAX_DOCUMENT_BYTES: Final = 1_000_000
_MAX_DOCUMENT_DEPTH: Final = 32

_DID_ACCEPT: Final = "application/did+json, application/did+ld+json, application/did, application/json;q=0.9"
_PROFILE_ACCEPT: Final = "application/json, application/ld+json, application/did+json, application/cid"

_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DID_WEB_HOST: Final = re.compile(rf"(?P<host>{_LABEL}(?:\.{_LABEL})*)(?:%3[Aa](?P<port>[1-9][0-9]{{0,4}}))?")
_DID_WEB_SEGMENT: Final = re.compile(r"(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+")
# What a server may take for a separator, a step upwards, or another spelling of the same segment, once it is decoded.
_NEVER_ENCODED: Final = frozenset(
    b"/\\?#%:" + bytes(range(0x21)) + b"\x7f" + b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
)
# A last label that makes the whole host an IPv4 address (URL Standard, "ends in a number").
_NUMBER: Final = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")


@dataclass(frozen=True, slots=True)
class DidWebResolver:
    """did:web: the ``did.json`` at the place that the DID names."""

    def resolve(self, document_url: str, session: FetchSession) -> ControllerDocument:
        """Fetch the DID document (did:web Method Specification, Read)."""
        return fetch_document(did_web_url(document_url), document_url, session, _DID_ACCEPT)


@dataclass(frozen=True, slots=True)
class HttpsResolver:
    """https: the issuer's own URL gives its Profile, or a controller document without one (Open Badges 3.0, 8.5)."""

    def resolve(self, document_url: str, session: FetchSession) -> ControllerDocument:
        """Fetch the document; its media type is not trusted, only its contents."""
        return fetch_document(document_url, document_url, session, _PROFILE_ACCEPT)


def did_web_url(did: str) -> str:
    """The https URL of a did:web's document (did:web Method Specification, Read, steps 1 to 5).

    The host is a DNS name, never an IP address, with ``%3A`` before a port. Raises
    :class:`~microcred.errors.IssuerKeyError` for a DID that another reader might take to another place.
    """
    # Step 1: colons become slashes. Step 2: the port's colon is decoded, and nothing else is.
    host_and_port, *segments = did.removeprefix("did:web:").split(":")
    place = _DID_WEB_HOST.fullmatch(host_and_port)
    if place is None or len(place["host"]) > 253 or int(place["port"] or 1) > 65_535:
        raise _invalid_did_web(did, "its host is not a DNS name with an optional port after %3A")
    if _NUMBER.fullmatch(place["host"].rpartition(".")[2]):
        raise _invalid_did_web(did, "its host is an IP address")
    for segment in segments:
        if not _DID_WEB_SEGMENT.fullmatch(segment) or segment in {".", ".."}:
            raise _invalid_did_web(did, "its path has a segment that is empty, a dot, or not of a DID's characters")
        if not _NEVER_ENCODED.isdisjoint(bytes.fromhex("".join(re.findall("%(..)", segment)))):
            raise _invalid_did_web(
                did, "its path has a percent-encoded separator, or a character that needs no encoding"
            )
    # Steps 3 to 5: https, the well-known path where there is no other, and the name of the document.
    port = f":{place['port']}" if place["port"] else ""
    path = "/".join(segments) if segments else ".well-known"
    return f"https://{place['host']}{port}/{path}/did.json"


def fetch_document(url: str, identifier: str, session: FetchSession, accept: str) -> ControllerDocument:
    """Fetch the JSON at ``url``, which is to be the document of ``identifier``; its media type is not trusted.

    Raises :class:`~microcred.errors.FetchError`, and :class:`~microcred.errors.IssuerKeyError` for anything but a JSON
    object within the bounds.
    """
    answer = session.get(url, accept=accept)
    try:
        document = Document.parse(answer.body, max_bytes=MAX_DOCUMENT_BYTES, max_depth=_MAX_DOCUMENT_DEPTH)
    except DocumentError as error:
        raise IssuerKeyError(
            "key.invalid-controller-document",
            f"what {url!a:.300} gives is not a controller document: {error.message}",
            hint="the URL must give JSON to a client that accepts application/json",
            problem=INVALID_DOCUMENT,
            evidence={"controllerDocument": identifier, "url": url, "sha256": answer.sha256, "cause": error.code},
        ) from error
    return ControllerDocument(document.tree, answer.sha256, answer.url)


def _invalid_did_web(did: str, why: str) -> IssuerKeyError:
    return IssuerKeyError(
        "key.invalid-did",
        f"{did!a:.300} is not a did:web: {why}",
        hint="wanted did:web:example.edu, did:web:example.edu%3A8443 or did:web:example.edu:issuers:1",
        problem=INVALID_METHOD_URL,
    )
