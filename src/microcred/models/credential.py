"""The credentials of Open Badges 3.0, in both versions of the W3C data model (B.1.2, B.1.7 and B.9)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, TypeAlias

from pydantic import ValidationInfo, field_validator, model_validator

from microcred.models.achievement import AchievementSubject, Evidence, NewUrn
from microcred.models.context import ContextList, Contexts
from microcred.models.dates import Moment
from microcred.models.endorsement import Endorsement
from microcred.models.envelope import (
    Credential,
    CredentialStatus,
    Now,
    RefreshService,
    RelatedResource,
    TermsOfUse,
    UriOr,
    all_distinct,
    all_named,
    in_order,
)
from microcred.models.faults import Flaw, described, refusal
from microcred.models.image import Picture
from microcred.models.language import Name
from microcred.models.members import (
    ABSENT,
    BUILT,
    NONE_YET,
    AtMostOne,
    Compact,
    Issued,
    Many,
    Maybe,
    One,
    Reading,
)
from microcred.models.model import Extensible
from microcred.models.profile import Profile
from microcred.models.terms import Classes, TypeSet
from microcred.models.values import CompactJws, Text, Uri
from microcred.models.vocabulary import OB_EXTENSIONS, OPEN_BADGES, DataModel

__all__ = [
    "EndorsementCredential",
    "EndorsementCredentialV1",
    "EndorsementSubject",
    "OpenBadgeCredential",
    "OpenBadgeCredentialV1",
    "OpenBadgesCredential",
    "V1Period",
    "V2Period",
]

_BADGE = TypeSet((("VerifiableCredential",), ("AchievementCredential", "OpenBadgeCredential")))
_ENDORSEMENT = TypeSet.of("VerifiableCredential", "EndorsementCredential")
_1EDTECH = frozenset({"1EdTechJsonSchemaValidator2019", "1EdTechRevocationList", "1EdTechCredentialRefresh"})

if TYPE_CHECKING:
    ProfileRef: TypeAlias = str | Profile
else:
    ProfileRef = Annotated[Any, UriOr(Profile)]


class EndorsementSubject(Extensible):
    """What is endorsed, and what is said about it (Open Badges 3.0, B.1.8)."""

    id: Uri
    """The id of the endorsed achievement, profile or credential."""
    type: Annotated[Classes, TypeSet.of("EndorsementSubject")] = BUILT
    """Contains ``EndorsementSubject``."""
    endorsement_comment: Maybe[Text] = ABSENT
    """What the endorser says, in Markdown."""


class OpenBadgesCredential(Credential):
    """What badges, endorsements and learner records have beyond any credential."""

    id: Annotated[Uri, NewUrn] = BUILT
    """The name of the credential, the same for all its versions.

    Building takes a random ``urn:uuid:``.
    """
    name: Maybe[Name] = ABSENT
    """The name of the credential, for wallets to show."""
    description: Maybe[Name] = ABSENT
    """A short description of the credential, for wallets to show."""
    issuer: Issued[ProfileRef] = BUILT
    """Who says this: a :class:`Profile`, or only its id.

    It may be left out in building: the issuer who seals the credential fills it in.
    """
    awarded_date: Maybe[Moment] = ABSENT
    """When it was awarded; ``validFrom`` also tells versions of the credential apart."""
    evidence: Many[Evidence] = NONE_YET
    """What shows that this is so."""
    credential_status: AtMostOne[CredentialStatus] = NONE_YET
    """Where to look whether the credential still stands.

    Several are read, one is written.
    """
    refresh_service: Maybe[RefreshService] = ABSENT
    """Where to get a newer version of the credential."""
    terms_of_use: Compact[TermsOfUse] = NONE_YET
    """Conditions under which the credential was issued."""

    @property
    def issuer_id(self) -> str | None:
        """The id of the issuer; None as long as nobody has sealed the credential."""
        return self.issuer.id if isinstance(self.issuer, Profile) else self.issuer

    @field_validator("credential_status", mode="after")
    @classmethod
    def _is_named_in_writing(cls, statuses: tuple[CredentialStatus, ...], info: ValidationInfo) -> Any:
        return statuses if Reading.lenient(info) else all_named(statuses)

    @model_validator(mode="after")
    def _defines_1edtech_types(self, info: ValidationInfo) -> Self:
        """Building lists the context that defines 1EdTech's own types where one of them is used."""
        referred = (*self.credential_schema, *self.credential_status, self.refresh_service)
        used = {name for entry in referred if entry is not None for name in entry.type}
        if Reading.of(info) is None and used & _1EDTECH and OB_EXTENSIONS not in self.context:
            # The object is still being made: nobody has seen it without this context.
            self.__dict__["context"] = (*self.context, OB_EXTENSIONS)
        return self


class V2Period(Extensible):
    """What VCDM 2.0 says about time."""

    data_model: ClassVar[DataModel] = "2.0"

    valid_from: Annotated[Moment, Now] = BUILT
    """From when on the credential holds; of two versions, the newer one counts.

    Building takes this second.
    """
    valid_until: Maybe[Moment] = ABSENT
    """Until when the credential holds."""
    related_resource: Many[RelatedResource] = NONE_YET
    """Resources that the credential names together with their digests."""

    @field_validator("valid_until", mode="after")
    @classmethod
    def _ends_after_it_begins(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        return in_order(value, info.data.get("valid_from"), "validFrom")

    @field_validator("related_resource", mode="after")
    @classmethod
    def _is_related_once(cls, value: tuple[RelatedResource, ...]) -> tuple[RelatedResource, ...]:
        return all_distinct(value)


class V1Period(Extensible):
    """What VCDM 1.1 says about time and issuers."""

    data_model: ClassVar[DataModel] = "1.1"

    name: Name
    """The name of the credential, for wallets to show."""
    issuance_date: Annotated[Moment, Now] = BUILT
    """From when on the credential holds; of two versions, the newer one counts.

    Building takes this second.
    """
    expiration_date: Maybe[Moment] = ABSENT
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

    @field_validator("credential_status", mode="after", check_fields=False)
    @classmethod
    def _is_named(cls, value: tuple[CredentialStatus, ...]) -> tuple[CredentialStatus, ...]:
        return all_named(value)

    @field_validator("issuer", mode="after", check_fields=False)
    @classmethod
    def _is_described(cls, value: str | Profile, info: ValidationInfo) -> str | Profile:
        if isinstance(value, str) and not Reading.lenient(info):
            raise refusal(Flaw("model.wrong-type", f"found {described(value)}, wanted a Profile object"))
        return value


class _Badge(OpenBadgesCredential):
    """What an OpenBadgeCredential says, in either version."""

    credential_subject: One[AchievementSubject]
    """Who achieved what."""
    endorsement: Many[Endorsement] = NONE_YET
    """What others say about this credential, each a credential of its own."""
    endorsement_jwt: Many[CompactJws] = NONE_YET
    """Endorsements that are secured as VC-JWT."""


class _Endorses(OpenBadgesCredential):
    """What an EndorsementCredential says, in either version."""

    name: Name
    """The name of the endorsement, for wallets to show."""
    credential_subject: One[EndorsementSubject]
    """What is endorsed, and what is said about it."""


class OpenBadgeCredential(V2Period, _Badge):
    """A badge: an achievement awarded to somebody (Open Badges 3.0, B.1.2, AchievementCredential)."""

    context: Annotated[Contexts, ContextList("2.0", (OPEN_BADGES,))] = BUILT
    """``@context``: VCDM 2.0 first, then Open Badges 3.0, then those of extensions."""
    type: Annotated[Classes, _BADGE] = BUILT
    """Contains ``VerifiableCredential`` and ``OpenBadgeCredential`` or its alias ``AchievementCredential``."""
    image: Picture = ABSENT
    """A picture of the credential for wallets to show; not the baked one."""


class OpenBadgeCredentialV1(V1Period, _Badge):
    """A badge in the form of VCDM 1.1, which is read and no longer issued (Open Badges 3.0, B.9)."""

    context: Annotated[Contexts, ContextList("1.1", (OPEN_BADGES,))] = BUILT
    """``@context``: VCDM 1.1 first, then Open Badges 3.0, then those of extensions."""
    type: Annotated[Classes, _BADGE] = BUILT
    """Contains ``VerifiableCredential`` and ``OpenBadgeCredential`` or its alias ``AchievementCredential``."""
    image: Picture = ABSENT
    """A picture of the credential for wallets to show; not the baked one."""


class EndorsementCredential(V2Period, _Endorses):
    """What somebody says in favour of an achievement, a profile or a credential (Open Badges 3.0, B.1.7)."""

    context: Annotated[Contexts, ContextList("2.0", (OPEN_BADGES,))] = BUILT
    """``@context``: VCDM 2.0 first, then Open Badges 3.0, then those of extensions."""
    type: Annotated[Classes, _ENDORSEMENT] = BUILT
    """Contains ``VerifiableCredential`` and ``EndorsementCredential``."""


class EndorsementCredentialV1(V1Period, _Endorses):
    """An endorsement in the form of VCDM 1.1, which is read and no longer issued (Open Badges 3.0, B.9)."""

    context: Annotated[Contexts, ContextList("1.1", (OPEN_BADGES,))] = BUILT
    """``@context``: VCDM 1.1 first, then Open Badges 3.0, then those of extensions."""
    type: Annotated[Classes, _ENDORSEMENT] = BUILT
    """Contains ``VerifiableCredential`` and ``EndorsementCredential``."""
