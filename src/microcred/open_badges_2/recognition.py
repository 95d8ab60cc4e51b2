"""Which documents are Open Badges 2.0 or 1.x, and of which version: told by ``@context`` or its absence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

from microcred.positions import listed

__all__ = ["CLASSES", "CONTEXT", "Version", "is_open_badges_2", "version_of"]

Version: TypeAlias = Literal["1.0", "1.1", "2.0"]

#: The context that a 2.0 document names.
CONTEXT: Final = "https://w3id.org/openbadges/v2"

_CONTEXTS: Final[Mapping[str, Version]] = {
    CONTEXT: "2.0",
    "https://w3id.org/openbadges/v2/context.json": "2.0",
    "https://openbadgespec.org/v2/context.json": "2.0",
    "https://purl.imsglobal.org/spec/ob/v2p0/context/context.json": "2.0",
    "https://w3id.org/openbadges/v1": "1.1",
    "https://openbadgespec.org/v1/context.json": "1.1",
    "https://purl.imsglobal.org/spec/ob/v1p0/context/context.json": "1.1",
}

#: The classes that the contexts define; any other name in a ``type`` has to be an IRI.
CLASSES: Final = frozenset(
    {
        "AlignmentObject",
        "Assertion",
        "BadgeClass",
        "Criteria",
        "CryptographicKey",
        "Endorsement",
        "Evidence",
        "Extension",
        "HostedBadge",
        "IdentityObject",
        "Image",
        "Issuer",
        "IssuerOrg",
        "Profile",
        "RevocationList",
        "SignedBadge",
        "VerificationObject",
        "hosted",
        "signed",
    }
)
_VERIFIABLE: Final = ("https://www.w3.org/2018/credentials/", "https://www.w3.org/ns/credentials/")


def version_of(tree: Mapping[str, Any]) -> Version | None:
    """The version that a document follows; ``None`` for a ``@context`` that is not one of Open Badges 1.1 or 2.0.

    Documents of version 1.0 have no ``@context``. One that brings its definitions along instead of naming them is read
    as 2.0: only the member names count here.
    """
    if "@context" not in tree:
        return "1.0"
    contexts = listed(tree["@context"])
    named = [_CONTEXTS[entry] for entry in contexts if isinstance(entry, str) and entry in _CONTEXTS]
    if named:
        return max(named)
    return "2.0" if contexts and all(isinstance(entry, Mapping) for entry in contexts) else None


def is_open_badges_2(tree: Mapping[str, Any]) -> bool:
    """Whether a document is meant as Open Badges 2.0 or 1.x, so that its faults are to be told in those terms."""
    contexts = [entry for entry in listed(tree.get("@context", [])) if isinstance(entry, str)]
    if any(entry.startswith(_VERIFIABLE) for entry in contexts):
        return False
    if any(entry in _CONTEXTS for entry in contexts) or "Assertion" in listed(tree.get("type")):
        return True
    return "@context" not in tree and "badge" in tree and "recipient" in tree
