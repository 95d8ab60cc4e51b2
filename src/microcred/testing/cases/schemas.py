"""Badges that name a schema of their issuer's, and what is wrong with one of the two."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final

from microcred.testing.badge_case import BadgeCase
from microcred.testing.parties import COLLEGE, did_of
from microcred.testing.published_web import Page
from microcred.testing.workbench import CREDENTIALS, Recipe, Workbench

__all__ = ["CASES"]

_URL: Final = "https://college.example/schema.json"
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_META: Final = "https://www.w3.org/ns/credentials/json-schema/v2.json"
_META_DIGEST: Final = "sha384-S57yQDg1MTzF56Oi9DbSQ14u7jBy0RDdx0YbeV7shwhCS88G8SCXeFq82PafhCrW"
_ENDORSEMENTS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json"


def _named(bench: Workbench, published: Page, **entry: Any) -> BadgeCase:
    """A badge that names a schema, and what stands at the schema's address."""
    return bench.signed({"/credentialSchema": [{"id": _URL, "type": "JsonSchema", **entry}]}, pages={_URL: published})


def _with(**keywords: Any) -> Recipe:
    """A badge whose schema has these keywords."""
    schema = {"$schema": _DIALECT, "$id": _URL, **keywords}
    return lambda bench: _named(bench, {name: value for name, value in schema.items() if value is not None})


def _in_credential(bench: Workbench, subject: dict[str, Any], *, tampered: bool = False) -> BadgeCase:
    """A badge whose schema is a credential, with this subject."""
    tree = {
        "@context": [CREDENTIALS],
        "id": _URL,
        "type": ["VerifiableCredential", "JsonSchemaCredential"],
        "issuer": did_of(COLLEGE),
        "validFrom": bench.day(-30),
        "credentialSchema": {"id": _META, "type": "JsonSchema", "digestSRI": _META_DIGEST},
        "credentialSubject": subject,
    }
    sealed = bench.seal(tree).to_dict()
    return _named(bench, {**sealed, "validFrom": bench.day(-31)} if tampered else sealed, type="JsonSchemaCredential")


CASES: Final = MappingProxyType[str, Recipe](
    {
        "schema.incomplete": _with(**{"$schema": None}),
        "schema.malformed-credential": lambda bench: _in_credential(bench, {"type": "JsonSchema"}),
        "schema.malformed-digest": lambda bench: _named(bench, {}, digestSRI="sha384:abc"),
        "schema.misnamed": _with(**{"$id": "https://college.example/other.json"}),
        "schema.not-assessed": lambda bench: bench.signed(
            {
                "/@context/-": {"ShexValidator": "https://college.example/terms#ShexValidator"},
                "/credentialSchema": [{"id": _URL, "type": "ShexValidator"}],
            }
        ),
        "schema.not-conforming": _with(required=["ECTS"]),
        "schema.not-verified": lambda bench: _in_credential(bench, {"type": "JsonSchema"}, tampered=True),
        "schema.of-another-class": lambda bench: _named(bench, {}, id=_ENDORSEMENTS),
        "schema.too-much-work": _with(**{"$ref": "#"}),
        "schema.unresolved-reference": _with(**{"$ref": "https://college.example/part.json"}),
        "schema.unsupported-dialect": _with(**{"$schema": "http://json-schema.org/draft-04/schema#"}),
        "schema.unsupported-pattern": _with(properties={"name": {"pattern": "^(a)\\1$"}}),
        "schema.unusable": _with(type="text"),
        "schema.wrong-digest": lambda bench: _named(bench, {}, digestSRI="sha384-" + "A" * 64),
    }
)
