"""From parsed JSON to the class that it claims to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias, get_args

from microcred.errors import Fault, ModelError
from microcred.models.clr import ClrCredential, ClrCredentialV1
from microcred.models.coherence import incoherences
from microcred.models.credential import (
    EndorsementCredential,
    EndorsementCredentialV1,
    OpenBadgeCredential,
    OpenBadgeCredentialV1,
)
from microcred.models.model import json_object
from microcred.models.presentation import read_presentation
from microcred.models.verifiable_credential import VerifiableCredential, VerifiableCredentialV1
from microcred.models.vocabulary import claimed_class, type_names

__all__ = ["AnyCredential", "credential_class", "deviations", "read_credential", "read_with_deviations"]

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

_CLASSES: Final[Mapping[str, type[AnyCredential]]] = MappingProxyType(
    {model.__name__: model for model in get_args(AnyCredential)}
)


def read_credential(tree: Mapping[str, Any], *, strict: bool = False) -> AnyCredential:
    """View parsed JSON as the credential that it claims to be.

    ``@context`` decides the data model and ``type`` the class, before anything else is looked at; what is neither a
    badge, an endorsement nor a learner record is a :class:`VerifiableCredential`. Nothing is filled in. Raises
    :class:`~microcred.errors.ModelError` with every fault of that one class. ``strict`` also refuses the
    forms that the standard does not allow to write.
    """
    document = json_object(tree)
    return credential_class(document).read(document, strict=strict)


def read_with_deviations(tree: Mapping[str, Any]) -> tuple[AnyCredential, tuple[Fault, ...]]:
    """What :func:`read_credential` returns, and what :func:`deviations` finds in it, for the price of one of them."""
    document = json_object(tree)
    if "VerifiablePresentation" in type_names(document):
        return read_credential(document), deviations(document)
    try:
        return read_credential(document, strict=True), incoherences(document)
    except ModelError as error:
        return read_credential(document), error.faults + incoherences(document)


def deviations(tree: Mapping[str, Any]) -> tuple[Fault, ...]:
    """What is wrong with a credential or presentation by the letter of the standard, though it is read.

    Single values without their array, older contexts and data models, foreign terms in enumerations, … and what does
    not fit together: results without their description, ids that name two things. A document that cannot be read at
    all gives all its faults.
    """
    document = json_object(tree)
    presents = "VerifiablePresentation" in type_names(document)
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
    return _CLASSES[claimed_class(tree)]
