"""The Comprehensive Learner Record 2.0: several credentials of one learner in one, and how they belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Self, TypeAlias

from pydantic import ConfigDict, ValidationInfo, model_validator

from microcred.models.achievement import Achievement
from microcred.models.context import ContextList, Contexts
from microcred.models.credential import OpenBadgesCredential, V1Period, V2Period
from microcred.models.embedded import EmbeddedCredential
from microcred.models.endorsement import Endorsement
from microcred.models.faults import Flaw, refusal
from microcred.models.image import Picture
from microcred.models.language import Name
from microcred.models.members import ABSENT, BUILT, NONE_YET, Given, Many, Maybe, One, Reading, Repeated
from microcred.models.model import Extensible, Model
from microcred.models.profile import IdentityObject
from microcred.models.terms import AssociationTypeTerm, Classes, TypeSet
from microcred.models.values import CompactJws, Flag, Uri
from microcred.models.vocabulary import CLR, OPEN_BADGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from microcred.document import Document
    from microcred.models.reading import AnyCredential

__all__ = ["Association", "ClrCredential", "ClrCredentialV1", "ClrSubject"]

_CLR = TypeSet.of("VerifiableCredential", "ClrCredential")

if TYPE_CHECKING:
    Embedded: TypeAlias = Given[
        tuple[AnyCredential, ...],
        Document | AnyCredential | Mapping[str, Any] | Iterable[Document | AnyCredential | Mapping[str, Any]],
    ]
else:
    Embedded = Annotated[tuple[Annotated[Any, EmbeddedCredential()], ...], Repeated(at_least=1)]


class Association(Model):
    """How two achievements of a record relate; closed (CLR 2.0, Association)."""

    type: Annotated[Classes, TypeSet.exactly("Association")] = BUILT
    """Always ``Association``."""
    association_type: AssociationTypeTerm
    """What the source is to the target, such as ``isChildOf``."""
    source_id: Uri
    """The id of the source achievement."""
    target_id: Uri
    """The id of the target achievement."""


class ClrSubject(Extensible):
    """Whose record it is, and what is in it (CLR 2.0, ClrSubject)."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["id"]}, {"required": ["identifier"]}]})

    id: Maybe[Uri] = ABSENT
    """The learner, best by a DID; without it there is at least one ``identifier``."""
    type: Annotated[Classes, TypeSet.of("ClrSubject")] = BUILT
    """Contains ``ClrSubject``."""
    identifier: Many[IdentityObject] = NONE_YET
    """By what else the learner can be recognised, usually a hashed e-mail address."""
    verifiable_credential: Embedded
    """The credentials of the learner, of any class, each with the proof that it came with.

    Building takes documents and ``dict`` as they are, and changes nothing in them.
    """
    achievement: Many[Achievement] = NONE_YET
    """Achievements that associations speak of, or that were not awarded to the learner."""
    association: Many[Association] = NONE_YET
    """How the achievements of the record relate."""

    @model_validator(mode="after")
    def _is_somebody(self, info: ValidationInfo) -> Self:
        named = Reading.lenient(info) and bool((self.model_extra or {}).get("name"))
        if self.id is None and not self.identifier and not named:
            message = "the ClrSubject has neither id nor identifier, one of which is required"
            raise refusal(Flaw("model.missing", message, "say who the learner is, by a DID or a hashed e-mail address"))
        return self


class _Record(OpenBadgesCredential):
    """What a ClrCredential says, in either version."""

    name: Name
    """The name of the record, for wallets to show."""
    partial: Maybe[Flag] = ABSENT
    """True if the issuer knows more credentials of the learner than the record holds."""
    credential_subject: One[ClrSubject]
    """Whose record it is, and what is in it."""
    endorsement: Many[Endorsement] = NONE_YET
    """What others say about this record, each a credential of its own."""
    endorsement_jwt: Many[CompactJws] = NONE_YET
    """Endorsements that are secured as VC-JWT."""


class ClrCredential(V2Period, _Record):
    """A Comprehensive Learner Record: one credential that holds those of a learner (CLR 2.0, ClrCredential)."""

    context: Annotated[Contexts, ContextList("2.0", (CLR, OPEN_BADGES))] = BUILT
    """``@context``: VCDM 2.0 first, then CLR 2.0, then Open Badges 3.0, then those of extensions."""
    type: Annotated[Classes, _CLR] = BUILT
    """Contains ``VerifiableCredential`` and ``ClrCredential``."""
    image: Picture = ABSENT
    """A picture of the record for wallets to show; not the baked one."""


class ClrCredentialV1(V1Period, _Record):
    """A Comprehensive Learner Record in the form of VCDM 1.1, which is read and no longer issued."""

    context: Annotated[Contexts, ContextList("1.1", (CLR, OPEN_BADGES))] = BUILT
    """``@context``: VCDM 1.1 first, then CLR 2.0, then Open Badges 3.0, then those of extensions."""
    type: Annotated[Classes, _CLR] = BUILT
    """Contains ``VerifiableCredential`` and ``ClrCredential``."""
    image: Picture = ABSENT
    """A picture of the record for wallets to show; not the baked one."""
