"""The envelope that all verifiable credentials share: who says it, since when, and how it can be checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Self

from pydantic import ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, PrivateAttr, model_validator
from pydantic_core import CoreSchema, core_schema

from microcred.document import JsonObject
from microcred.models.context import Contexts
from microcred.models.faults import Flaw, described, refusal, tag
from microcred.models.members import ABSENT, BUILT, NONE_YET, Compact, Default, Maybe, OneOrMany
from microcred.models.model import Extensible
from microcred.models.proof import DataIntegrityProof
from microcred.models.terms import Classes, TypeSet
from microcred.models.values import Text, Uri
from microcred.models.vocabulary import DataModel

__all__ = [
    "Credential",
    "CredentialSchema",
    "CredentialStatus",
    "Now",
    "RefreshService",
    "RelatedResource",
    "TermsOfUse",
    "TypedObject",
    "UriOr",
    "all_distinct",
    "all_named",
    "in_order",
]

Now = Default(lambda: datetime.now(UTC).replace(microsecond=0))
"""Building dates a credential from this second on."""


class TypedObject(Extensible):
    """Something that a credential refers to, whose ``type`` says what its other members mean (VCDM 2.0, 4.5)."""

    id: Maybe[Uri] = ABSENT
    """Its address or name."""
    type: Annotated[Classes, TypeSet(single=True)]
    """What it is."""


class CredentialSchema(Extensible):
    """A schema that the credential claims to follow (VCDM 2.0, 4.11)."""

    id: Uri
    """The address of the schema."""
    type: Annotated[Classes, TypeSet(single=True), Default(lambda: ("1EdTechJsonSchemaValidator2019",))] = BUILT
    """How to check it: ``1EdTechJsonSchemaValidator2019``, ``JsonSchema`` or ``JsonSchemaCredential``."""
    digest_sri: Maybe[Text] = ABSENT
    """The digest of the schema, in the syntax of W3C Subresource Integrity."""


class CredentialStatus(TypedObject):
    """Where to look whether the credential still stands (VCDM 2.0, 4.10).

    Its type is ``BitstringStatusListEntry``, ``1EdTechRevocationList`` or ``StatusList2021Entry``.
    """


class RefreshService(Extensible):
    """Where to get a newer version of the credential (VCDM 2.0, 5.4)."""

    id: Uri
    """The address of the newer version."""
    type: Annotated[Classes, TypeSet(single=True), Default(lambda: ("1EdTechCredentialRefresh",))] = BUILT
    """How to get it: ``1EdTechCredentialRefresh``."""


class TermsOfUse(TypedObject):
    """Conditions under which the credential was issued (VCDM 2.0, 5.5)."""


class RelatedResource(Extensible):
    """A resource that the credential names together with its digest (VCDM 2.0, 5.3)."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["digestSRI"]}, {"required": ["digestMultibase"]}]}
    )

    id: Uri
    """The address of the resource."""
    media_type: Maybe[Text] = ABSENT
    """Its media type."""
    digest_sri: Maybe[Text] = ABSENT
    """Its digest, in the syntax of W3C Subresource Integrity."""
    digest_multibase: Maybe[Text] = ABSENT
    """Its digest in multibase."""

    @model_validator(mode="after")
    def _has_a_digest(self) -> Self:
        if self.digest_sri is None and self.digest_multibase is None:
            message = "the related resource has neither digestSRI nor digestMultibase, one of which is required"
            raise refusal(Flaw("model.missing", message, 'add "digestSRI": "sha384-…"'))
        return self


class Credential(Extensible):
    """What the credentials of every class and version have in common."""

    data_model: ClassVar[DataModel]
    """The version of the W3C Verifiable Credentials Data Model that the class belongs to."""

    context: Contexts
    """``@context``: where the words of this document are defined, in an order that matters."""
    id: Maybe[Uri] = ABSENT
    """The name of the credential."""
    type: Classes
    """What kinds of credential this is."""
    proof: Compact[DataIntegrityProof] = NONE_YET
    """The proofs inside the document; none if it is secured as a whole, as VC-JWT."""
    credential_schema: Compact[CredentialSchema] = NONE_YET
    """The schemas that the credential claims to follow."""
    credential_status: OneOrMany[CredentialStatus] = NONE_YET
    """Where to look whether the credential still stands."""

    _source: JsonObject | None = PrivateAttr(default=None)

    def _json_value(self) -> Any:
        """Inside another object a finished credential stands as it was given, or its own proof would not hold."""
        return self.to_dict() if self._source is None else self._source


@dataclass(frozen=True, slots=True)
class UriOr:
    """A member that is the URI of an object, or the object itself; one form is chosen before either is checked."""

    model: type[Extensible]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        choices = {tag("uri"): handler.generate_schema(Uri), tag("object"): handler.generate_schema(self.model)}
        return core_schema.tagged_union_schema(choices, discriminator=_form)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        uri, model = handler(schema)["oneOf"]
        return {"if": {"type": "string"}, "then": uri, "else": model}


def _form(value: object) -> str:
    return tag("uri" if isinstance(value, str) else "object")


def all_named(statuses: tuple[CredentialStatus, ...]) -> tuple[CredentialStatus, ...]:
    """Refuse a status without id, which Open Badges 3.0 and VCDM 1.1 demand and VCDM 2.0 does not."""
    if any(status.id is None for status in statuses):
        raise refusal(Flaw("model.missing", "the credentialStatus has no id, which is required", 'add "id"'))
    return statuses


def all_distinct(resources: tuple[RelatedResource, ...]) -> tuple[RelatedResource, ...]:
    """Refuse a resource that is related twice (VCDM 2.0, 5.3)."""
    seen: set[str] = set()
    flaws: list[Flaw] = []
    for number, resource in enumerate(resources):
        if resource.id in seen:
            message = f"found {described(resource.id)} a second time, wanted each resource once"
            flaws.append(Flaw("model.duplicate-id", message, at=(number, "id")))
        seen.add(resource.id)
    if flaws:
        raise refusal(*flaws)
    return resources


def in_order(end: datetime | None, start: datetime | None, begins: str) -> datetime | None:
    """Refuse an end that lies before the start; both are instants (Open Badges 3.0, B.1.2)."""
    if end is not None and start is not None and end < start:
        message = f"found {described(str(end))}, wanted an instant not before {begins} {start}"
        raise refusal(Flaw("model.period-reversed", message))
    return end
