"""Any verifiable credential: status lists, and whatever else the W3C data model allows (VCDM 2.0 and 1.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeAlias

from pydantic import ValidationInfo, field_validator, model_validator

from microcred.models.context import ContextList, Contexts
from microcred.models.dates import LooseMoment, Moment
from microcred.models.envelope import (
    Credential,
    CredentialStatus,
    Now,
    RelatedResource,
    TypedObject,
    UriOr,
    all_distinct,
    all_named,
    in_order,
)
from microcred.models.faults import Flaw, refusal
from microcred.models.language import MultilingualText
from microcred.models.members import ABSENT, BUILT, NONE_YET, Given, Maybe, OneOrMany, Repeated
from microcred.models.model import Extensible
from microcred.models.terms import Classes, TypeSet
from microcred.models.values import Uri
from microcred.models.vocabulary import DataModel

__all__ = ["CredentialIssuer", "CredentialSubject", "VerifiableCredential", "VerifiableCredentialV1"]


class CredentialSubject(Extensible):
    """Something that a credential makes claims about; the claims are in ``model_extra`` (VCDM 2.0, 4.8)."""

    id: Maybe[Uri] = ABSENT
    """The name of the subject."""

    @model_validator(mode="before")
    @classmethod
    def _says_something(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and not data:
            message = "the subject has no member, at least one claim is required"
            raise refusal(Flaw("model.missing", message, "say something of it, or leave it out"))
        return data


class CredentialIssuer(Extensible):
    """Who issued a credential (VCDM 2.0, 4.7)."""

    id: Uri
    """The name of the issuer."""
    name: Maybe[MultilingualText] = ABSENT
    """The name of the issuer, for people."""
    description: Maybe[MultilingualText] = ABSENT
    """A short description of the issuer."""


if TYPE_CHECKING:
    Issuer: TypeAlias = str | CredentialIssuer
    Subjects: TypeAlias = Given[
        tuple[CredentialSubject, ...],
        CredentialSubject | Mapping[str, Any] | Iterable[CredentialSubject | Mapping[str, Any]],
    ]
else:
    Issuer = Annotated[Any, UriOr(CredentialIssuer)]
    Subjects = Annotated[tuple[CredentialSubject, ...], Repeated(compact=True, single=True, at_least=1)]


class _Generic(Credential):
    """What a credential of any type says, in either version."""

    name: Maybe[MultilingualText] = ABSENT
    """The name of the credential."""
    description: Maybe[MultilingualText] = ABSENT
    """A short description of the credential."""
    issuer: Issuer
    """Who says this: an object with an id, or only the id."""
    evidence: OneOrMany[TypedObject] = NONE_YET
    """What shows that the claims are true."""
    refresh_service: OneOrMany[TypedObject] = NONE_YET
    """Where to get a newer version of the credential."""
    terms_of_use: OneOrMany[TypedObject] = NONE_YET
    """Conditions under which the credential was issued."""

    @property
    def issuer_id(self) -> str:
        """The id of the issuer."""
        return self.issuer if isinstance(self.issuer, str) else self.issuer.id


class VerifiableCredential(_Generic):
    """A credential of any type (VCDM 2.0, 4)."""

    data_model: ClassVar[DataModel] = "2.0"

    context: Annotated[Contexts, ContextList("2.0")] = BUILT
    """``@context``: VCDM 2.0 first, then those of other vocabularies."""
    type: Annotated[Classes, TypeSet.of("VerifiableCredential")] = BUILT
    """Contains ``VerifiableCredential``."""
    credential_subject: Subjects
    """What the credential makes claims about, one or several."""
    valid_from: Annotated[Maybe[Moment], Now] = ABSENT
    """From when on the credential holds.

    Building takes this second.
    """
    valid_until: Maybe[Moment] = ABSENT
    """Until when the credential holds."""
    related_resource: OneOrMany[RelatedResource] = NONE_YET
    """Resources that the credential names together with their digests."""

    @field_validator("valid_until", mode="after")
    @classmethod
    def _ends_after_it_begins(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        return in_order(value, info.data.get("valid_from"), "validFrom")

    @field_validator("related_resource", mode="after")
    @classmethod
    def _is_related_once(cls, value: tuple[RelatedResource, ...]) -> tuple[RelatedResource, ...]:
        return all_distinct(value)


class VerifiableCredentialV1(_Generic):
    """A credential of any type in the form of VCDM 1.1, which is read and no longer issued."""

    data_model: ClassVar[DataModel] = "1.1"

    context: Annotated[Contexts, ContextList("1.1")] = BUILT
    """``@context``: VCDM 1.1 first, then those of other vocabularies."""
    type: Annotated[Classes, TypeSet.of("VerifiableCredential")] = BUILT
    """Contains ``VerifiableCredential``."""
    credential_subject: Subjects
    """What the credential makes claims about, one or several."""
    issuance_date: Annotated[LooseMoment, Now] = BUILT
    """From when on the credential holds."""
    expiration_date: Maybe[LooseMoment] = ABSENT
    """Until when the credential holds."""

    @property
    def valid_from(self) -> datetime:
        """``issuanceDate`` by its name in VCDM 2.0."""
        return self.issuance_date

    @property
    def valid_until(self) -> datetime | None:
        """``expirationDate`` by its name in VCDM 2.0."""
        return self.expiration_date

    @field_validator("expiration_date", mode="after")
    @classmethod
    def _ends_after_it_begins(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        return in_order(value, info.data.get("issuance_date"), "issuanceDate")

    @field_validator("credential_status", mode="after")
    @classmethod
    def _is_named(cls, value: tuple[CredentialStatus, ...]) -> tuple[CredentialStatus, ...]:
        return all_named(value)
