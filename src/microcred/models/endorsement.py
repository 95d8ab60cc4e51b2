"""An endorsement inside another object: a credential of its own, held to the data model of its own ``@context``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from microcred.models.faults import tag
from microcred.models.vocabulary import CREDENTIALS_V1, CREDENTIALS_V2, data_model_of

if TYPE_CHECKING:
    from microcred.models.credential import EndorsementCredential, EndorsementCredentialV1

__all__ = ["Embedded", "Endorsement", "by_data_model"]


class Embedded:
    """Profiles hold endorsements, whose issuers are profiles: the classes meet when the first document is read."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from microcred.models.credential import EndorsementCredential, EndorsementCredentialV1

        choices = {
            "2.0": handler.generate_schema(EndorsementCredential),
            "1.1": handler.generate_schema(EndorsementCredentialV1),
        }
        return core_schema.tagged_union_schema(
            {tag(version): schema for version, schema in choices.items()}, discriminator=_branch
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        two, one = handler(schema)["oneOf"]
        return by_data_model(one, two)


def _branch(value: object) -> str:
    if isinstance(value, Mapping):
        return tag(data_model_of(value))
    return tag(getattr(value, "data_model", "2.0"))


def by_data_model(one: dict[str, Any], two: dict[str, Any]) -> dict[str, Any]:
    """A JSON Schema that holds a credential to the rules of the data model that its ``@context`` names."""
    listed = {
        version: {"type": "array", "contains": {"const": url}}
        for version, url in (("1.1", CREDENTIALS_V1), ("2.0", CREDENTIALS_V2))
    }
    old = {"required": ["@context"], "properties": {"@context": {"allOf": [listed["1.1"], {"not": listed["2.0"]}]}}}
    return {"if": old, "then": one, "else": two}


if TYPE_CHECKING:
    Endorsement: TypeAlias = EndorsementCredential | EndorsementCredentialV1
else:
    Endorsement = Annotated[Any, Embedded()]
