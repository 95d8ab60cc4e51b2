"""What a badge says: the classes of Open Badges 3.0, immutable and typed.

Models are a view. :func:`read_credential` looks at somebody else's JSON with the rules of the class and data model that
it claims; calling a class starts a new document. What is signed and checked is the JSON itself, never a model.
"""

from __future__ import annotations

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
from microcred.models.context import (
    CLR_CONTEXT,
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    OB_CONTEXT,
    OB_EXTENSIONS,
    data_model_of,
)
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
    "credential_class",
    "data_model_of",
    "deviations",
    "is_compact_jws",
    "is_enveloped",
    "read_credential",
    "read_presentation",
]
