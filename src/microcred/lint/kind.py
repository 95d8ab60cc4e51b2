"""What a JSON document is to a linter: a credential, a presentation, a template of a part, or none of its business."""

from __future__ import annotations

import re
from typing import Final, Literal

from microcred.document import Document
from microcred.models.vocabulary import type_names
from microcred.positions import listed

__all__ = ["Kind", "kind_of", "may_be_credential"]

Kind = Literal["credential", "presentation", "achievement", "profile", "older", "other"]

_CREDENTIALS: Final = frozenset(
    {
        *("VerifiableCredential", "OpenBadgeCredential", "AchievementCredential", "EndorsementCredential"),
        *("ClrCredential", "BitstringStatusListCredential", "StatusList2021Credential"),
    }
)
_VERIFIABLE: Final = ("https://www.w3.org/2018/credentials/", "https://www.w3.org/ns/credentials/")
_MARKS: Final = re.compile(
    rb"credentialSubject|Verifiable(?:Credential|Presentation)|OpenBadge|openbadge|AchievementCredential|clrcredential"
    rb"|w3\.org/(?:ns|2018)/credentials|purl\.imsglobal\.org/spec/(?:ob|clr)|w3id\.org/openbadges"
)
_SEARCHED: Final = 10_000_000


def kind_of(document: Document) -> Kind:
    """Tell by ``type`` and ``@context``; a credential without its types is one by what it is about."""
    tree = document.tree
    names = frozenset(type_names(tree))
    if "VerifiablePresentation" in names:
        return "presentation"
    if names & _CREDENTIALS or "credentialSubject" in tree:
        return "credential"
    contexts = [name for name in listed(tree.get("@context")) if isinstance(name, str)]
    if not any(name.startswith(_VERIFIABLE) for name in contexts) and _is_older(document):
        return "older"
    if "Achievement" in names:
        return "achievement"
    if "Profile" in names:
        return "profile"
    return "credential" if any(name.startswith(_VERIFIABLE) for name in contexts) else "other"


def may_be_credential(content: bytes) -> bool:
    """Whether bytes that cannot be read have anything in them that speaks of credentials."""
    return _MARKS.search(content, 0, _SEARCHED) is not None


def _is_older(document: Document) -> bool:
    from microcred.open_badges_2 import is_open_badges_2

    return is_open_badges_2(document.tree)
