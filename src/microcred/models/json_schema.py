"""The JSON Schemas that the project publishes, made from the models so that they cannot say something else.

They are for editors, other languages and pipelines; the catalogue says for which files each one is. Forms that reading
accepts (one value without its array, both data models) are accepted; within them a document is held to what the
standard demands of those who write.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema
from pydantic_core import core_schema

from microcred.models.achievement import Achievement
from microcred.models.clr import ClrCredential, ClrCredentialV1
from microcred.models.credential import (
    EndorsementCredential,
    EndorsementCredentialV1,
    OpenBadgeCredential,
    OpenBadgeCredentialV1,
)
from microcred.models.endorsement import by_data_model
from microcred.models.language import LANGUAGE_STRING
from microcred.models.model import Model, camel
from microcred.models.presentation import VerifiablePresentation, VerifiablePresentationV1
from microcred.models.profile import Profile
from microcred.models.schema_examples import with_examples
from microcred.models.values import URI_SCHEMA

__all__ = ["catalogue", "json_schemas"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_REFERENCE: Final = "#/$defs/{model}"
_SHARED: Final[Mapping[str, dict[str, Any]]] = {
    "LanguageString": {"description": "A text, which may carry its language.", **LANGUAGE_STRING},
    "Uri": {"description": "An absolute URI or IRI.", **URI_SCHEMA},
}


class _Published(NamedTuple):
    """One schema: the name of its file, its title, the files that it is for, its class, and that of data model 1.1."""

    name: str
    title: str
    files: tuple[str, ...]
    model: type[Model]
    old: type[Model] | None = None


_PUBLISHED: Final = (
    _Published(
        "open-badge-credential",
        "Open Badges 3.0 credential",
        ("*.badge.json", "*.openbadge.json", "**/badges/*.json"),
        OpenBadgeCredential,
        OpenBadgeCredentialV1,
    ),
    _Published("clr-credential", "Comprehensive Learner Record 2.0", ("*.clr.json",), ClrCredential, ClrCredentialV1),
    _Published(
        "endorsement-credential",
        "Open Badges 3.0 endorsement",
        ("*.endorsement.json",),
        EndorsementCredential,
        EndorsementCredentialV1,
    ),
    _Published(
        "presentation",
        "Verifiable presentation",
        ("*.presentation.json", "*.vp.json"),
        VerifiablePresentation,
        VerifiablePresentationV1,
    ),
    _Published("profile", "Open Badges 3.0 profile", ("*.profile.json",), Profile),
    _Published("achievement", "Open Badges 3.0 achievement", ("*.achievement.json",), Achievement),
)
_CATALOGUE: Final = "https://json.schemastore.org/schema-catalog.json"


def json_schemas(at: str | None = None) -> dict[str, dict[str, Any]]:
    """Each published schema by the name of its file; JSON Schema 2020-12, complete in itself.

    ``at`` is the URL of the folder in which somebody serves them, for their ``$id``: without it they go by a URN, which
    is a name and no address.
    """
    return {f"{each.name}.schema.json": _schema(each, at) for each in _PUBLISHED}


def catalogue(at: str | None = None, more: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The list of the schemas in the form of SchemaStore, with the names of the files that each one is for.

    Its addresses are relative to its own, unless ``at`` says in which folder somebody serves them. ``more`` are further
    entries, which are not made from models.
    """
    entries = [
        {
            "name": each.title,
            "description": _first_paragraph(each.model.__doc__ or ""),
            "fileMatch": list(each.files),
            "url": f"{each.name}.schema.json",
        }
        for each in _PUBLISHED
    ]
    addressed = [{**entry, "url": f"{at or '.'}/{entry['url']}"} for entry in (*entries, *more)]
    return {"$schema": _CATALOGUE, "version": 1.0, "schemas": addressed}


def _schema(published: _Published, at: str | None) -> dict[str, Any]:
    name, title, _, model, old = published
    root = by_data_model(_reference(old.__name__), _reference(model.__name__)) if old else _reference(model.__name__)
    _, generated = models_json_schema(
        [(each, "validation") for each in (model, old) if each], ref_template=_REFERENCE, schema_generator=_Generator
    )
    definitions = _shared(generated["$defs"])
    referred = {part.get("$ref") for part in _parts(definitions) if isinstance(part, dict)}
    used = {key: schema for key, schema in _SHARED.items() if _reference(key)["$ref"] in referred}
    return {
        "$schema": _DIALECT,
        "$id": f"urn:microcred:schema:{name}" if at is None else f"{at}/{name}.schema.json",
        "title": title,
        "description": definitions[model.__name__]["description"],
        **root,
        "$defs": dict(sorted((definitions | used).items())),
    }


def _reference(name: str) -> dict[str, str]:
    return {"$ref": _REFERENCE.format(model=name)}


def _parts(schema: Any) -> list[Any]:
    """A schema and everything in it."""
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    return [schema, *(part for each in inner for part in _parts(each))]


def _shared(schema: Any) -> Any:
    """The schema with references in place of what recurs in nearly every class."""
    if isinstance(schema, list):
        return [_shared(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    for name, shared in _SHARED.items():
        if {**schema, "description": None} == {**shared, "description": None}:
            own = {"description": schema["description"]} if "description" in schema else {}
            return own | _reference(name)
    return {key: _shared(each) for key, each in schema.items()}


class _Generator(GenerateJsonSchema):
    """Pydantic's generator with the descriptions of our members, and without what only Python needs."""

    def sort(self, value: Any, parent_key: str | None = None) -> Any:  # noqa: ARG002 - the order is the models' own
        return value

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - it never should
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> dict[str, Any]:
        model = schema["cls"]
        generated = super().model_schema(schema)
        properties = {
            camel(name): with_examples(
                model.__name__,
                camel(name),
                {"description": _description(model, name), **generated["properties"][camel(name)]},
            )
            for name in model.model_fields
        }
        head = {"title": model.__name__, "description": _first_paragraph(model.__doc__ or ""), "type": "object"}
        return {**head, **generated, "description": head["description"], "properties": properties}


def _description(model: type[BaseModel], name: str) -> str:
    owners = (owner for owner in model.__mro__ if name in vars(owner).get("__annotations__", {}))
    owner = next(owners)
    return _first_paragraph(_docstrings(owner.__module__)[owner.__name__, name])


@cache
def _docstrings(module: str) -> dict[tuple[str, str], str]:
    """The text under each annotated member of the classes in ``module``."""
    found: dict[tuple[str, str], str] = {}
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    for node in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        for member, text in pairwise(node.body):
            match member, text:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(doc))):
                    found[node.name, name] = doc
    return found


def _first_paragraph(text: str) -> str:
    """Prose without the marks of reStructuredText, and without what follows on building in Python."""
    text = inspect.cleandoc(text).partition("\n\n")[0]
    text = re.sub(r":\w+:`~?(?:[\w.]+\.)?([\w()]+)`", r"\1", text)
    return re.sub(r"\s+", " ", text.replace("``", "").replace("*", "")).strip()
