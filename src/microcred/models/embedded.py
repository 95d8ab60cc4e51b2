"""Credentials of any class inside another object, each held to the class and data model that it claims itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from microcred.document import Document
from microcred.models.endorsement import by_data_model
from microcred.models.faults import Flaw, described, flaws_of, refusal
from microcred.models.members import Reading
from microcred.models.model import json_object

if TYPE_CHECKING:
    from microcred.models.reading import AnyCredential

__all__ = ["EmbeddedCredential"]

_MAX_FLAWS: Final = 500


class EmbeddedCredential:
    """The rule for a credential inside another object: it is read as what it claims to be, with its faults in place.

    It is finished, and usually has a proof of its own: in building, too, it is read and never completed, and it is
    written exactly as it was given.
    """

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        choices = {model.__name__: handler.generate_schema(model) for pair in _classes() for model in pair[1:]}
        described_by = core_schema.tagged_union_schema(choices, discriminator="type")
        return core_schema.with_info_plain_validator_function(_read, json_schema_input_schema=described_by)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        branches = iter(handler(schema)["oneOf"])
        *claims, other = [(names, by_data_model(next(branches), next(branches))) for names, _, _ in _classes()]
        chosen = other[1]
        for names, described_by in reversed(claims):
            chosen = {"if": _claims(names), "then": described_by, "else": chosen}
        return chosen


def _classes() -> tuple[tuple[tuple[str, ...], type[AnyCredential], type[AnyCredential]], ...]:
    """The classes with the names by which a credential claims them, for data model 1.1 and 2.0; any other comes last.

    A record holds credentials, which may be records: the classes meet when the first document is read.
    """
    from microcred.models import clr, credential, verifiable_credential

    return (
        (
            ("OpenBadgeCredential", "AchievementCredential"),
            credential.OpenBadgeCredentialV1,
            credential.OpenBadgeCredential,
        ),
        (("ClrCredential",), clr.ClrCredentialV1, clr.ClrCredential),
        (("EndorsementCredential",), credential.EndorsementCredentialV1, credential.EndorsementCredential),
        ((), verifiable_credential.VerifiableCredentialV1, verifiable_credential.VerifiableCredential),
    )


def _claims(names: tuple[str, ...]) -> dict[str, Any]:
    one = {"enum": list(names)}
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"if": {"type": "array"}, "then": {"contains": one}, "else": one}},
    }


def _read(value: Any, info: ValidationInfo) -> AnyCredential:
    from microcred.models.reading import credential_class

    reading = Reading.of(info)
    if isinstance(value, Document) and reading is None:
        value = value.tree
    if not isinstance(value, Mapping):
        if reading is None and hasattr(value, "to_dict"):
            value = value.to_dict()
        else:
            message = f"found {described(value)}, wanted a verifiable credential in an object"
            raise refusal(Flaw("model.wrong-type", message))
    tree = json_object(value)
    model = credential_class(tree)
    situation = replace(reading or Reading(), data_model=model.data_model)
    try:
        view = model.model_validate(tree, context=situation, by_alias=True, by_name=False)
    except ValidationError as error:
        raise refusal(*islice(flaws_of(error, tree), _MAX_FLAWS)) from None
    view._source = tree
    return view
