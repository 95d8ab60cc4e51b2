"""The document in which an issuer publishes its public keys, so that others can check its seals.

Serve it at the issuer's own URL, or, for a did:web, as that DID's ``did.json``; the members may also be merged into the
issuer's Profile (Controlled Identifiers 1.0, 2; Open Badges 3.0, 8.3).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from microcred.errors import UsageError
from microcred.keys.public_key import PublicKey

__all__ = ["PublishedKey", "controller_document"]

_DID_CONTEXT: Final = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")
_CID_CONTEXT: Final = ("https://www.w3.org/ns/cid/v1",)
# Printable ASCII without "#"; and for a fragment RFC 3986, 3.5, without percent-encoding, so that it has one spelling.
_IDENTIFIER: Final = re.compile(r"(?:https://|did:[a-z0-9]+:)[!\"$-~]+")
_FRAGMENT: Final = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/?-]+")


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A key with what is said about it: its ``fragment`` (by default the Multikey text) and until when it serves.

    Keep an old key published with ``expires`` or ``revoked`` (aware datetimes): taking it away makes every badge that
    it sealed unverifiable.
    """

    key: PublicKey
    fragment: str | None = None
    expires: datetime | None = None
    revoked: datetime | None = None


def controller_document(
    identifier: str,
    public_keys: Sequence[PublicKey | PublishedKey],
    *,
    relationships: Sequence[str] = ("assertionMethod",),
) -> dict[str, Any]:
    """The controller document of ``identifier``, an https URL or a DID, in which each key is a Multikey.

    Every key is listed under each of ``relationships``. Only public keys can get in, so no secret can. Raises
    :class:`~microcred.errors.UsageError` for an identifier, fragment or date that cannot be published.
    """
    if not _IDENTIFIER.fullmatch(identifier):
        raise UsageError(
            "key.unpublishable",
            f"the identifier is {identifier!a:.200}, wanted an https URL or a DID without fragment",
        )
    if not public_keys:
        raise UsageError("key.unpublishable", "a controller document without a key was asked for")
    published = [key if isinstance(key, PublishedKey) else PublishedKey(key) for key in public_keys]
    methods = [_method(identifier, entry) for entry in published]
    names = [method["id"] for method in methods]
    if len(set(names)) != len(names):
        raise UsageError("key.unpublishable", "two of the keys have the same fragment")
    is_did = identifier.startswith("did:")
    return {
        "@context": list(_DID_CONTEXT if is_did else _CID_CONTEXT),
        "id": identifier,
        # Some verifiers look for the controller at the top of a document that is served over https.
        **({} if is_did else {"controller": identifier}),
        "verificationMethod": methods,
        **{relationship: list(names) for relationship in relationships},
    }


def _method(identifier: str, published: PublishedKey) -> dict[str, str]:
    multikey = published.key.to_multikey()
    fragment = multikey if published.fragment is None else published.fragment
    if not _FRAGMENT.fullmatch(fragment):
        raise UsageError(
            "key.unpublishable", f"the fragment is {fragment!a:.80}, wanted letters, digits and URL punctuation"
        )
    method = {
        "id": f"{identifier}#{fragment}",
        "type": "Multikey",
        "controller": identifier,
        "publicKeyMultibase": multikey,
    }
    for name, instant in (("expires", published.expires), ("revoked", published.revoked)):
        if instant is not None:
            method[name] = _date_time_stamp(name, instant)
    return method


def _date_time_stamp(name: str, instant: datetime) -> str:
    if instant.utcoffset() is None:
        raise UsageError("key.unpublishable", f"{name} has no time zone, so it is no instant")
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
