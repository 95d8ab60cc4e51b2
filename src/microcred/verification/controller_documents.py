"""Where an issuer's keys are published, and how to get there: did:key, did:jwk, did:web and https.

A controller document is read as plain JSON with exactly the member names of the standard. One that spells them
differently (``@id``, a prefix, an alias of its own context) has not said anything here, which is the safe reading
(Controlled Identifiers 1.0, 2 and 3; DID Core 1.0, 5 and 7).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from microcred.errors import FetchError, IssuerKeyError, UnsupportedError
from microcred.rooms import OnDemand

if TYPE_CHECKING:
    from microcred.verification.fetch import FetchSession

__all__ = [
    "INVALID_DOCUMENT",
    "INVALID_METHOD_URL",
    "RESOLVERS",
    "ControllerDocument",
    "KeyResolver",
    "dereference",
    "split_method_url",
    "split_url",
    "web_origin",
]

#: Problem types of Controlled Identifiers 1.0, 3.5.
INVALID_METHOD_URL: Final = "https://w3id.org/security#INVALID_VERIFICATION_METHOD_URL"
INVALID_DOCUMENT: Final = "https://w3id.org/security#INVALID_CONTROLLED_IDENTIFIER_DOCUMENT"

_MAX_URL: Final = 4_096

# RFC 3986: a scheme, then characters that may stand in a URI, and one "#" at the most.
_CHARACTER: Final = r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})"
_URL: Final = re.compile(
    rf"(?P<document>(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):{_CHARACTER}+)(?:#(?P<fragment>{_CHARACTER}*))?"
)
_WEB_URL: Final = r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:[/?].*)?"
# DID Core 1.0, 3.1.
_DID: Final = re.compile(r"did:[a-z0-9]+:(?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})")


class ControllerDocument(NamedTuple):
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


class DerivedDocuments(NamedTuple):
    """did:key and did:jwk: the document follows from the DID, as ``derive`` says, and nothing is fetched."""

    derive: Callable[[str], Mapping[str, Any]]

    def resolve(self, document_url: str, session: FetchSession) -> ControllerDocument:  # noqa: ARG002 - the protocol's
        """Derive the document (The did:key Method, 3.1.1; did:jwk Method Specification, Read)."""
        return ControllerDocument(self.derive(document_url))


def _did_jwk() -> KeyResolver:
    from microcred.keys import did_jwk_document

    return DerivedDocuments(did_jwk_document)


def _did_key() -> KeyResolver:
    from microcred.keys import did_key_document

    return DerivedDocuments(did_key_document)


def _did_web() -> KeyResolver:
    from microcred.verification.published_documents import DidWebResolver

    return DidWebResolver()


def _https() -> KeyResolver:
    from microcred.verification.published_documents import HttpsResolver

    return HttpsResolver()


#: The resolvers that come with microcred, by ``did:<method>`` or URL scheme; pass ``{**RESOLVERS, …}`` for more.
RESOLVERS: Final[Mapping[str, KeyResolver]] = OnDemand(
    {"did:jwk": _did_jwk, "did:key": _did_key, "did:web": _did_web, "https": _https}
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
        case "https" | "http" if not re.fullmatch(_WEB_URL, document):
            raise _invalid_url(url, "wanted a host, and no user name in front of it")
    return document, parts["fragment"]


def web_origin(url: str) -> str | None:
    """Scheme, host and port of a URL of the web, as they are written; None for any other text (RFC 6454, 4)."""
    parts = _URL.fullmatch(url) if len(url) <= _MAX_URL else None
    if parts is None or not re.fullmatch(_WEB_URL, parts["document"]):
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


def _invalid_url(url: object, wanted: str) -> IssuerKeyError:
    return IssuerKeyError(
        "key.invalid-url", f"the verification method is {url!a:.300}: {wanted}", problem=INVALID_METHOD_URL
    )
