"""From parsed JSON to the class of Open Badges 2.0 that it claims to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from microcred.errors import ModelError
from microcred.open_badges_2.assertion import Assertion
from microcred.open_badges_2.badge_class import AlignmentObject, BadgeClass
from microcred.open_badges_2.profile import CryptographicKey, Endorsement, Profile, RevocationList
from microcred.open_badges_2.recognition import version_of
from microcred.positions import listed

__all__ = ["AnyOpenBadge2", "read_open_badges_2"]

AnyOpenBadge2: TypeAlias = (
    Assertion | BadgeClass | Profile | CryptographicKey | RevocationList | Endorsement | AlignmentObject
)
"""What :func:`read_open_badges_2` returns."""

_CLASSES: Final[Mapping[str, Callable[[Mapping[str, Any]], AnyOpenBadge2]]] = MappingProxyType(
    {
        "Assertion": Assertion.read,
        "BadgeClass": BadgeClass.read,
        "Profile": Profile.read,
        "Issuer": Profile.read,
        "IssuerOrg": Profile.read,
        "CryptographicKey": CryptographicKey.read,
        "RevocationList": RevocationList.read,
        "Endorsement": Endorsement.read,
        "AlignmentObject": AlignmentObject.read,
    }
)


def read_open_badges_2(tree: Mapping[str, Any]) -> AnyOpenBadge2:
    """View parsed JSON as the class that its ``type`` names; a version 1.0 document without one is told by its members.

    Raises :class:`~microcred.errors.ModelError` with every fault, and for a class that is not known.
    """
    named = tree.get("type")
    names = listed(named)
    if "type" not in tree and version_of(tree) == "1.0":
        names = ["Assertion" if "badge" in tree else "BadgeClass" if "criteria" in tree else "Profile"]
    for name in names:
        if isinstance(name, str) and name in _CLASSES:
            return _CLASSES[name](tree)
    raise ModelError(
        "model.wrong-type", f"the type is {named!a:.60}, wanted a class of Open Badges 2.0", pointer="/type"
    )
