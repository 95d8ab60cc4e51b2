"""What a document claims to be: the contexts that the standards publish, and the class that context and type name.

``@context`` comes first in everything: it decides between the two versions of the Verifiable Credentials Data Model,
and so which rules a document is held to (Open Badges 3.0, B.1.2 and B.9). Nothing here needs the classes themselves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from microcred.positions import listed

__all__ = [
    "CLR",
    "CLR_CONTEXT",
    "CREDENTIALS_V1",
    "CREDENTIALS_V2",
    "OB_CONTEXT",
    "OB_EXTENSIONS",
    "OPEN_BADGES",
    "DataModel",
    "Vocabulary",
    "claimed_class",
    "data_model_of",
    "names_open_badges",
    "type_names",
]

DataModel: TypeAlias = Literal["1.1", "2.0"]
"""A version of the W3C Verifiable Credentials Data Model."""

CREDENTIALS_V1: Final = "https://www.w3.org/2018/credentials/v1"
"""The base context of VCDM 1.1."""
CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
"""The base context of VCDM 2.0."""
OB_CONTEXT: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
"""The Open Badges 3.0 context that new credentials list."""
OB_EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
"""The context that defines 1EdTechJsonSchemaValidator2019, 1EdTechRevocationList and 1EdTechCredentialRefresh."""

CLR_CONTEXT: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
"""The Comprehensive Learner Record 2.0 context that new credentials list."""


class Vocabulary(NamedTuple):
    """The contexts of one standard of 1EdTech, of which a credential lists one at a fixed place.

    ``pattern`` matches their URLs but for ``aliases``. Those of ``only_with_v1`` redefine terms of VCDM 2.0.
    """

    name: str
    context: str
    pattern: str
    aliases: frozenset[str] = frozenset()
    only_with_v1: frozenset[str] = frozenset()
    old: frozenset[str] = frozenset()

    def has(self, context: object) -> bool:
        """Whether ``context`` is the URL of one of them."""
        return isinstance(context, str) and (context in self.aliases or re.fullmatch(self.pattern, context) is not None)


_OB: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context"
_OB_ALIAS: Final = f"{_OB}/ob_v3p0.jsonld"
_OB_ONLY_WITH_V1: Final = frozenset({f"{_OB}.json", f"{_OB}-3.0.0.json", f"{_OB}-3.0.1.json", _OB_ALIAS})
OPEN_BADGES: Final = Vocabulary(
    "Open Badges 3.0",
    OB_CONTEXT,
    r"^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.\d\.\d)*\.json$",
    aliases=frozenset({_OB_ALIAS}),
    only_with_v1=_OB_ONLY_WITH_V1,
    old=_OB_ONLY_WITH_V1 | {f"{_OB}-3.0.2.json"},
)
"""The contexts of Open Badges 3.0 (B.1.2)."""

_CLR_DRAFT: Final = "https://dc.imsglobal.org/draft/clr/v2p0/context"  # no longer published anywhere
_CLR: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context"
CLR: Final = Vocabulary(
    "Comprehensive Learner Record 2.0",
    CLR_CONTEXT,
    r"^https:\/\/purl\.imsglobal\.org\/spec\/clr\/v2p0\/context(-2\.\d\.\d)*\.json$",
    aliases=frozenset({_CLR_DRAFT}),
    only_with_v1=frozenset({_CLR_DRAFT}),
    old=frozenset({f"{_CLR}.json", f"{_CLR}-2.0.0.json", _CLR_DRAFT}),
)
"""The contexts of the Comprehensive Learner Record 2.0."""


def data_model_of(tree: Mapping[str, Any]) -> DataModel:
    """The data model that a credential is written in: what ``@context`` says, or its dates where that says nothing."""
    contexts = listed(tree.get("@context"))
    if CREDENTIALS_V2 in contexts:
        return "2.0"
    if CREDENTIALS_V1 in contexts or ("issuanceDate" in tree and "validFrom" not in tree):
        return "1.1"
    return "2.0"


def names_open_badges(tree: Mapping[str, Any]) -> bool:
    """Whether a document names a context of Open Badges 3.0."""
    return any(OPEN_BADGES.has(each) for each in listed(tree.get("@context")))


_OTHER_USERS: Final = frozenset({"BitstringStatusListCredential", "StatusList2021Credential"})
"""Credentials that may name the context of Open Badges 3.0 without being a badge."""


def type_names(tree: Mapping[str, Any]) -> list[str]:
    """The names in ``type``, whatever else stands there."""
    return [name for name in listed(tree.get("type")) if isinstance(name, str)]


def claimed_class(tree: Mapping[str, Any]) -> str:
    """The name of the class by whose rules a credential wants to be read, such as ``OpenBadgeCredentialV1``."""
    suffix = "V1" if data_model_of(tree) == "1.1" else ""
    names = type_names(tree)
    if "OpenBadgeCredential" in names or "AchievementCredential" in names:
        return f"OpenBadgeCredential{suffix}"
    if "ClrCredential" in names:
        return f"ClrCredential{suffix}"
    if "EndorsementCredential" in names:
        return f"EndorsementCredential{suffix}"
    if names_open_badges(tree) and _OTHER_USERS.isdisjoint(names):
        # It speaks the language of badges without saying that it is one: that is the fault to report.
        return f"OpenBadgeCredential{suffix}"
    return f"VerifiableCredential{suffix}"
