"""The documents that an assertion refers to, each believed only at its own address.

What a URL of somebody else's host redirects to, or what calls itself by another id than its URL, is the word of nobody
in particular: an open redirector on the issuer's host would otherwise let anybody speak for the issuer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from microcred.document import Document, child_pointer
from microcred.errors import DocumentError, FetchError, ModelError, Undetermined
from microcred.open_badges_2 import Assertion, BadgeClass
from microcred.open_badges_2.scope import authority
from microcred.proofs.jws import CompactJws
from microcred.verification.fetch import FetchSession
from microcred.verification.open_badges_2.given import Given, HostedUrl

__all__ = ["LinkedDocuments", "first_difference", "gather", "is_gone", "read_linked"]

_MAX_DOCUMENT_BYTES: Final = 2_000_000
_MAX_DOCUMENT_DEPTH: Final = 32
T = TypeVar("T")

_ACCEPT: Final = "application/ld+json, application/json"


@dataclass(frozen=True, slots=True)
class LinkedDocuments:
    """Fetches the documents of one badge, within the budget of its session."""

    session: FetchSession

    def at(self, url: str, what: str, *, named: bool = True) -> Document:
        """The JSON document at ``url``, which ``what`` names in messages.

        ``named`` wants the document's ``id`` to be that URL; one without an id (version 1.0) is known by it. Raises
        :class:`~microcred.errors.FetchError` if it cannot be had, :class:`~microcred.errors.Undetermined` if another
        host gave it, and :class:`~microcred.errors.ModelError` if it is no JSON, or calls itself by another id.
        """
        answer = self.session.get(url, accept=_ACCEPT)
        if authority(answer.url) != authority(url):
            raise Undetermined(
                "hosted.redirected",
                f"{what} {url!a:.300} is not given by its own host, but by {authority(answer.url)!a:.200}",
                hint="use the URL at which the document is found, without a redirect to another host",
                evidence={"url": url, "finalUrl": answer.url},
            )
        try:
            document = Document.parse(answer.body, max_bytes=_MAX_DOCUMENT_BYTES, max_depth=_MAX_DOCUMENT_DEPTH)
        except DocumentError as error:
            raise ModelError(
                "hosted.not-a-document",
                f"what {url!a:.300} gives is not {what}: {error.message}",
                hint="the URL must give JSON to a client that accepts application/json",
                evidence={"url": url, "sha256": answer.sha256, "cause": error.code},
            ) from error
        if named and document.tree.get("id", url) != url:
            raise ModelError(
                "hosted.wrong-id",
                f"{what} at {url!a:.300} says that its id is {document.tree['id']!a:.300}",
                hint="the id must be the URL at which the document is found",
                evidence={"url": url, "sha256": answer.sha256},
            )
        return document


def is_gone(error: FetchError) -> bool:
    """Whether a server said with HTTP 410 that it took the thing back (Open Badges 2.0, "Revoking")."""
    return error.evidence.get("status") == 410


def read_linked(read: Callable[[Mapping[str, Any]], T], tree: Mapping[str, Any], what: str, url: str) -> T:
    """Read a linked document; raises :class:`~microcred.errors.ModelError` with faults that say whose they are."""
    try:
        return read(tree)
    except ModelError as error:
        named = (replace(fault, message=f"{what} {url!a:.200}: {fault.message}") for fault in error.faults)
        raise ModelError.of(named) from error


def first_difference(given: Any, published: Any, pointer: str = "") -> str | None:
    """The place of the first difference between two JSON values, whatever the order of their members."""
    match given, published:
        case Mapping(), Mapping():
            names = dict.fromkeys((*given, *published))
            pairs = ((child_pointer(pointer, name), name in given and name in published, name) for name in names)
            for place, both, name in pairs:
                found = first_difference(given[name], published[name], place) if both else place
                if found is not None:
                    return found
            return None
        case list(), list() if len(given) == len(published):
            places = (
                first_difference(one, other, child_pointer(pointer, index))
                for index, (one, other) in enumerate(zip(given, published, strict=True))
            )
            return next((place for place in places if place is not None), None)
    alike = isinstance(given, bool) == isinstance(published, bool) and given == published
    return None if alike and not isinstance(given, (Mapping, list)) else pointer


def gather(given: Given, session: FetchSession) -> tuple[Document, Mapping[str, Any], Mapping[str, Any]]:
    """An assertion, its badge class and its issuer, as they are written out or else fetched; nothing is verified.

    Raises what :meth:`LinkedDocuments.at` raises, and :class:`~microcred.errors.ModelError` for an assertion that is
    none.
    """
    linked = LinkedDocuments(session)
    match given:
        case HostedUrl():
            document = linked.at(given.url, "the assertion", named=False)
        case CompactJws():
            document = Document.parse(given.payload)
        case _:
            document = given
    Assertion.read(document.tree)
    badge_class = _written_out(document.tree["badge"], linked, "the badge class")
    if badge_class is not document.tree["badge"]:
        read_linked(BadgeClass.read, badge_class, "the badge class", document.tree["badge"])
    return document, badge_class, _written_out(badge_class["issuer"], linked, "the issuer's profile")


def _written_out(value: Any, linked: LinkedDocuments, what: str) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    tree = linked.at(value, what).tree
    return tree if "id" in tree else {"id": value, **tree}
