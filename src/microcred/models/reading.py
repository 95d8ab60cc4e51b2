"""From parsed JSON to the class that it claims to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from microcred.errors import Fault, ModelError
from microcred.models.clr import ClrCredential, ClrCredentialV1
from microcred.models.coherence import incoherences
from microcred.models.context import data_model_of, names_open_badges
from microcred.models.credential import (
    EndorsementCredential,
    EndorsementCredentialV1,
    OpenBadgeCredential,
    OpenBadgeCredentialV1,
)
from microcred.models.members import DataModel
from microcred.models.model import json_object
from microcred.models.presentation import read_presentation
from microcred.models.verifiable_credential import VerifiableCredential, VerifiableCredentialV1
from microcred.positions import listed

__all__ = ["AnyCredential", "credential_class", "deviations", "read_credential"]

AnyCredential: TypeAlias = (
    OpenBadgeCredential
    | OpenBadgeCredentialV1
    | EndorsementCredential
    | EndorsementCredentialV1
    | ClrCredential
    | ClrCredentialV1
    | VerifiableCredential
    | VerifiableCredentialV1
)
"""What :func:`read_credential` returns."""

_BADGES: Final[Mapping[DataModel, type[OpenBadgeCredential | OpenBadgeCredentialV1]]] = {
    "1.1": OpenBadgeCredentialV1,
    "2.0": OpenBadgeCredential,
}
_ENDORSEMENTS: Final[Mapping[DataModel, type[EndorsementCredential | EndorsementCredentialV1]]] = {
    "1.1": EndorsementCredentialV1,
    "2.0": EndorsementCredential,
}
_RECORDS: Final[Mapping[DataModel, type[ClrCredential | ClrCredentialV1]]] = {
    "1.1": ClrCredentialV1,
    "2.0": ClrCredential,
}
_OTHERS: Final[Mapping[DataModel, type[VerifiableCredential | VerifiableCredentialV1]]] = {
    "1.1": VerifiableCredentialV1,
    "2.0": VerifiableCredential,
}


_OTHER_USERS: Final = frozenset({"BitstringStatusListCredential", "StatusList2021Credential"})
"""Credentials that may name the context of Open Badges 3.0 without being a badge."""


def read_credential(tree: Mapping[str, Any], *, strict: bool = False) -> AnyCredential:
    """View parsed JSON as the credential that it claims to be.

    ``@context`` decides the data model and ``type`` the class, before anything else is looked at; what is neither a
    badge, an endorsement nor a learner record is a :class:`VerifiableCredential`. Nothing is filled in. Raises
    :class:`~microcred.errors.ModelError` with every fault of that one class. ``strict`` also refuses the
    forms that the standard does not allow to write.
    """
    document = json_object(tree)
    return credential_class(document).read(document, strict=strict)


def deviations(tree: Mapping[str, Any]) -> tuple[Fault, ...]:
    """What is wrong with a credential or presentation by the letter of the standard, though it is read.

    Single values without their array, older contexts and data models, foreign terms in enumerations, … and what does
    not fit together: results without their description, ids that name two things. A document that cannot be read at
    all gives all its faults.
    """
    document = json_object(tree)
    presents = "VerifiablePresentation" in _names(document)
    read: Callable[..., object] = read_presentation if presents else read_credential
    wrong: tuple[Fault, ...] = ()
    try:
        read(document, strict=True)
    except ModelError as error:
        wrong = error.faults
        try:
            read(document)
        except ModelError:
            return wrong
    return wrong if presents else wrong + incoherences(document)


def credential_class(tree: Mapping[str, Any]) -> type[AnyCredential]:
    """The class that a credential claims to be of."""
    names = _names(tree)
    version = data_model_of(tree)
    if "OpenBadgeCredential" in names or "AchievementCredential" in names:
        return _BADGES[version]
    if "ClrCredential" in names:
        return _RECORDS[version]
    if "EndorsementCredential" in names:
        return _ENDORSEMENTS[version]
    if names_open_badges(tree) and _OTHER_USERS.isdisjoint(names):
        # It speaks the language of badges without saying that it is one: that is the fault to report.
        return _BADGES[version]
    return _OTHERS[version]


def _names(tree: Mapping[str, Any]) -> list[str]:
    return [name for name in listed(tree.get("type")) if isinstance(name, str)]
