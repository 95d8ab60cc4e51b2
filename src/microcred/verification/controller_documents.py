"""Where an issuer's keys are published, and how to get there: did:key, did:jwk, did:web and https.

A controller document is read as plain JSON with exactly the member names of the standard. One that spells them
differently (``@id``, a prefix, an alias of its own context) has not said anything here, which is the safe reading
(Controlled Identifiers 1.0, 2 and 3; DID Core 1.0, 5 and 7).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol

from microcred.document import Document
from microcred.errors import DocumentError, FetchError, IssuerKeyError, UnsupportedError
from microcred.keys import did_jwk_document, did_key_document

if TYPE_CHECKING:
    from microcred.verification.fetch import FetchSession

__all__ = [
    "INVALID_DOCUMENT",
    "INVALID_METHOD_URL",
    "MAX_DOCUMENT_BYTES",
    "RESOLVERS",
    "ControllerDocument",
    "KeyResolver",
    "dereference",
    "did_web_url",
    "fetch_document",
    "split_method_url",
    "split_url",
    "web_origin",
]

#: Problem types of Controlled Identifiers 1.0, 3.5.
INVALID_METHOD_URL: Final = "https://w3id.org/security#INVALID_VERIFICATION_METHOD_URL"
INVALID_DOCUMENT: Final = "https://w3id.org/security#INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"

#: The largest controller document that is read: hundreds of keys, or a Profile with a small picture in it.
MAX_DOCUMENT_BYTES: Final = 1_000_000
_MAX_DOCUMENT_DEPTH: Final = 32
_MAX_URL: Final = 4_096

_DID_ACCEPT: Final = "application/did+json, application/did+ld+json, application/did, application/json;q=0.9"
_PROFILE_ACCEPT: Final = "application/json, application/ld+json, application/did+json, application/cid"

# RFC 3986: a scheme, then characters that may stand in a URI, and one "#" at the most.
_CHARACTER: Final = r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})"
_URL: Final = re.compile(
    rf"(?P<document>(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):{_CHARACTER}+)(?:#(?P<fragment>{_CHARACTER}*))?"
)
_WEB_URL: Final = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:[/?].*)?")
# DID Core 1.0, 3.1.
_DID: Final = re.compile(r"did:[a-z0-9]+:(?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})")

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
class ControllerDocument:
    """A controller document as it was found: ``members`` to be read only, and the SHA-256 of the bytes fetched.

    ``sha256`` is hexadecimal, and ``found_at`` the URL at the end of all redirects; both are None for a document that
    follows from its identifier alone.
    """

    members: Mapping[str, Any]
    sha256: str | None = None
    found_at: str | None = None


class KeyResolver(Protocol):
    """The extension point: how the controller document of one DID method or URL scheme is got."""

    def resolve(self, document_url: str, session: FetchSession) -> ControllerDocument:
        """The document of a DID or URL without fragment; whether it is sound is checked by the caller.

        Raises :class:`~microcred.errors.FetchError` if it cannot be had,
        :class:`~microcred.errors.UnsupportedError` if it uses something unknown, and
        :class:`~microcred.errors.IssuerKeyError` if the identifier or the document is malformed.
        """


@dataclass(frozen=True, slots=True)
class DidKeyResolver:
    """did:key: the document follows from the DID, and nothing is fetched."""

    def resolve(self, document_url: str, session: FetchSession) -> ControllerDocument:  # noqa: ARG002 - the protocol's
        """Derive the document (The did:key Method, 3.1.1)."""
        return ControllerDocument(did_key_document(document_url))


@dataclass(frozen=True, slots=True)
class DidJwkResolver:
    """did:jwk: the document follows from the DID, and nothing is fetched."""

    def resolve(self, document_url: str, session: FetchSession) -> ControllerDocument:  # noqa: ARG002 - the protocol's
        """Derive the document (did:jwk Method Specification, Read)."""
        return ControllerDocument(did_jwk_document(document_url))


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


#: The resolvers that come with microcred, by ``did:<method>`` or URL scheme; pass ``{**RESOLVERS, …}`` for more.
RESOLVERS: Final[Mapping[str, KeyResolver]] = MappingProxyType(
    {
        "did:jwk": DidJwkResolver(),
        "did:key": DidKeyResolver(),
        "did:web": DidWebResolver(),
        "https": HttpsResolver(),
    }
)


def split_method_url(url: str) -> tuple[str, str]:
    """Split the URL of a verification method into its document's URL and its fragment.

    A did:key or did:jwk without a fragment is completed, since its document has one key only; any other URL must have
    one. Raises :class:`~microcred.errors.IssuerKeyError` for what is no such URL (Controlled Identifiers 1.0, 3.3,
    steps 1 to 3).
    """
    document, fragment = split_url(url)
    if fragment is None and document.startswith("did:key:"):
        fragment = document.rpartition(":")[2]
    if fragment is None and document.startswith("did:jwk:"):
        fragment = "0"
    if not fragment:
        raise IssuerKeyError(
            "key.no-fragment",
            f"the verification method {url!a:.300} has no fragment, so it names a document and not a key",
            hint="name the key as the controller document does, for example https://example.edu/issuer#key-1",
            problem=INVALID_METHOD_URL,
        )
    return document, fragment


def split_url(url: str) -> tuple[str, str | None]:
    """Split a DID or URL into what names the document, and the fragment if there is one.

    Raises :class:`~microcred.errors.IssuerKeyError` for what is neither.
    """
    if not isinstance(url, str) or len(url) > _MAX_URL:
        raise _invalid_url(url, f"wanted a URL of at most {_MAX_URL} characters")
    parts = _URL.fullmatch(url)
    if parts is None:
        raise _invalid_url(url, "wanted an absolute URL in ASCII with one fragment")
    document = parts["document"]
    match parts["scheme"]:
        case "did" if not _DID.fullmatch(document):
            raise _invalid_url(url, "wanted a DID and a fragment, without path and query")
        case "https" | "http" if not _WEB_URL.fullmatch(document):
            raise _invalid_url(url, "wanted a host, and no user name in front of it")
    return document, parts["fragment"]


def web_origin(url: str) -> str | None:
    """Scheme, host and port of a URL of the web, as they are written; None for any other text (RFC 6454, 4)."""
    parts = _URL.fullmatch(url) if len(url) <= _MAX_URL else None
    if parts is None or not _WEB_URL.fullmatch(parts["document"]):
        return None
    return "/".join(re.split("[/?]", parts["document"], maxsplit=3)[:3])


def dereference(
    document_url: str, session: FetchSession, resolvers: Mapping[str, KeyResolver], *, allow_http: bool
) -> ControllerDocument:
    """Get the controller document of a DID or URL by the resolver for its DID method or scheme.

    Raises :class:`~microcred.errors.UnsupportedError` where there is none, :class:`~microcred.errors.FetchError` for
    plain http unless it is allowed, and whatever the resolver raises.
    """
    scheme = document_url.partition(":")[0]
    if scheme == "did":
        name = "did:" + document_url.split(":", 2)[1]
        if name not in resolvers:
            raise UnsupportedError(
                "key.unsupported-did-method",
                f"the DID method {name!a:.60} is not known here, known are {', '.join(sorted(resolvers))}",
            )
        return resolvers[name].resolve(document_url, session)
    if scheme == "http" and not allow_http:
        raise FetchError(
            "key.insecure-url",
            f"the controller document {document_url!a:.300} is not fetched over http, where it can be replaced",
            hint="publish the issuer under https; for a test server, allow http aloud",
        )
    name = "https" if scheme == "http" and scheme not in resolvers else scheme
    if name not in resolvers:
        raise UnsupportedError(
            "key.unsupported-scheme",
            f"the URL scheme {scheme!a:.40} is not known here, known are {', '.join(sorted(resolvers))}",
        )
    return resolvers[name].resolve(document_url, session)


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


def _invalid_url(url: object, wanted: str) -> IssuerKeyError:
    return IssuerKeyError(
        "key.invalid-url", f"the verification method is {url!a:.300}: {wanted}", problem=INVALID_METHOD_URL
    )


def _invalid_did_web(did: str, why: str) -> IssuerKeyError:
    return IssuerKeyError(
        "key.invalid-did",
        f"{did!a:.300} is not a did:web: {why}",
        hint="wanted did:web:example.edu, did:web:example.edu%3A8443 or did:web:example.edu:issuers:1",
        problem=INVALID_METHOD_URL,
    )
