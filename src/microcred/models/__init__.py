"""What a badge says: the classes of Open Badges 3.0, immutable and typed.

Models are a view. :func:`read_credential` looks at somebody else's JSON with the rules of the class and data model that
it claims; calling a class starts a new document. What is signed and checked is the JSON itself, never a model.

Names are loaded when they are first used: :func:`conformity` holds an ordinary document against the data model without
any of the classes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from microcred.models.achievement import (
        Achievement,
        AchievementSubject,
        Alignment,
        Criteria,
        Evidence,
        Related,
        Result,
        ResultDescription,
        RubricCriterionLevel,
    )
    from microcred.models.clr import Association, ClrCredential, ClrCredentialV1, ClrSubject
    from microcred.models.conformance import Conformity, conformity
    from microcred.models.credential import (
        EndorsementCredential,
        EndorsementCredentialV1,
        EndorsementSubject,
        OpenBadgeCredential,
        OpenBadgeCredentialV1,
    )
    from microcred.models.dates import DateTimeZ
    from microcred.models.envelope import (
        Credential,
        CredentialSchema,
        CredentialStatus,
        RefreshService,
        RelatedResource,
        TermsOfUse,
        TypedObject,
    )
    from microcred.models.enveloped import EnvelopedVerifiableCredential, EnvelopedVerifiablePresentation, is_enveloped
    from microcred.models.image import Image
    from microcred.models.language import LanguageString, LanguageValue
    from microcred.models.model import Extensible, Model
    from microcred.models.presentation import (
        AnyPresentation,
        PresentationHolder,
        PresentedCredential,
        VerifiablePresentation,
        VerifiablePresentationV1,
        read_presentation,
    )
    from microcred.models.profile import Address, GeoCoordinates, IdentifierEntry, IdentityObject, Profile
    from microcred.models.proof import DataIntegrityProof, JsonWebKey, JsonWebKeySet, Multikey
    from microcred.models.reading import AnyCredential, credential_class, deviations, read_credential
    from microcred.models.terms import (
        AchievementType,
        AlignmentTargetType,
        AssociationType,
        IdentifierType,
        ResultStatusType,
        ResultType,
    )
    from microcred.models.values import is_compact_jws
    from microcred.models.verifiable_credential import (
        CredentialIssuer,
        CredentialSubject,
        VerifiableCredential,
        VerifiableCredentialV1,
    )
    from microcred.models.vocabulary import (
        CLR_CONTEXT,
        CREDENTIALS_V1,
        CREDENTIALS_V2,
        OB_CONTEXT,
        OB_EXTENSIONS,
        data_model_of,
    )

__all__ = [
    "CLR_CONTEXT",
    "CREDENTIALS_V1",
    "CREDENTIALS_V2",
    "OB_CONTEXT",
    "OB_EXTENSIONS",
    "Achievement",
    "AchievementSubject",
    "AchievementType",
    "Address",
    "Alignment",
    "AlignmentTargetType",
    "AnyCredential",
    "AnyPresentation",
    "Association",
    "AssociationType",
    "ClrCredential",
    "ClrCredentialV1",
    "ClrSubject",
    "Conformity",
    "Credential",
    "CredentialIssuer",
    "CredentialSchema",
    "CredentialStatus",
    "CredentialSubject",
    "Criteria",
    "DataIntegrityProof",
    "DateTimeZ",
    "EndorsementCredential",
    "EndorsementCredentialV1",
    "EndorsementSubject",
    "EnvelopedVerifiableCredential",
    "EnvelopedVerifiablePresentation",
    "Evidence",
    "Extensible",
    "GeoCoordinates",
    "IdentifierEntry",
    "IdentifierType",
    "IdentityObject",
    "Image",
    "JsonWebKey",
    "JsonWebKeySet",
    "LanguageString",
    "LanguageValue",
    "Model",
    "Multikey",
    "OpenBadgeCredential",
    "OpenBadgeCredentialV1",
    "PresentationHolder",
    "PresentedCredential",
    "Profile",
    "RefreshService",
    "Related",
    "RelatedResource",
    "Result",
    "ResultDescription",
    "ResultStatusType",
    "ResultType",
    "RubricCriterionLevel",
    "TermsOfUse",
    "TypedObject",
    "VerifiableCredential",
    "VerifiableCredentialV1",
    "VerifiablePresentation",
    "VerifiablePresentationV1",
    "conformity",
    "credential_class",
    "data_model_of",
    "deviations",
    "is_compact_jws",
    "is_enveloped",
    "read_credential",
    "read_presentation",
]

_ROOMS = {
    "Achievement": "achievement",
    "AchievementSubject": "achievement",
    "AchievementType": "terms",
    "Address": "profile",
    "Alignment": "achievement",
    "AlignmentTargetType": "terms",
    "AnyCredential": "reading",
    "AnyPresentation": "presentation",
    "Association": "clr",
    "AssociationType": "terms",
    "CLR_CONTEXT": "vocabulary",
    "CREDENTIALS_V1": "vocabulary",
    "CREDENTIALS_V2": "vocabulary",
    "ClrCredential": "clr",
    "ClrCredentialV1": "clr",
    "ClrSubject": "clr",
    "Credential": "envelope",
    "CredentialIssuer": "verifiable_credential",
    "CredentialSchema": "envelope",
    "CredentialStatus": "envelope",
    "CredentialSubject": "verifiable_credential",
    "Criteria": "achievement",
    "DataIntegrityProof": "proof",
    "DateTimeZ": "dates",
    "EndorsementCredential": "credential",
    "EndorsementCredentialV1": "credential",
    "EndorsementSubject": "credential",
    "EnvelopedVerifiableCredential": "enveloped",
    "EnvelopedVerifiablePresentation": "enveloped",
    "Evidence": "achievement",
    "Extensible": "model",
    "GeoCoordinates": "profile",
    "IdentifierEntry": "profile",
    "IdentifierType": "terms",
    "IdentityObject": "profile",
    "Image": "image",
    "JsonWebKey": "proof",
    "JsonWebKeySet": "proof",
    "LanguageString": "language",
    "LanguageValue": "language",
    "Model": "model",
    "Multikey": "proof",
    "OB_CONTEXT": "vocabulary",
    "OB_EXTENSIONS": "vocabulary",
    "OpenBadgeCredential": "credential",
    "OpenBadgeCredentialV1": "credential",
    "PresentationHolder": "presentation",
    "PresentedCredential": "presentation",
    "Profile": "profile",
    "RefreshService": "envelope",
    "Related": "achievement",
    "RelatedResource": "envelope",
    "Result": "achievement",
    "ResultDescription": "achievement",
    "ResultStatusType": "terms",
    "ResultType": "terms",
    "RubricCriterionLevel": "achievement",
    "TermsOfUse": "envelope",
    "TypedObject": "envelope",
    "VerifiableCredential": "verifiable_credential",
    "VerifiableCredentialV1": "verifiable_credential",
    "VerifiablePresentation": "presentation",
    "VerifiablePresentationV1": "presentation",
    "credential_class": "reading",
    "data_model_of": "vocabulary",
    "deviations": "reading",
    "is_compact_jws": "values",
    "is_enveloped": "enveloped",
    "Conformity": "conformance",
    "conformity": "conformance",
    "read_credential": "reading",
    "read_presentation": "presentation",
}


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
