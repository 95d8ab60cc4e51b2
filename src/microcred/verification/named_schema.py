"""One schema that a credential names: had, read, and held against the credential."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

from microcred.document import Document, JsonObject
from microcred.errors import DocumentError, Rejected, Undetermined, UnsupportedError
from microcred.positions import listed
from microcred.verification.digests import fits
from microcred.verification.fetch import FetchSession
from microcred.verification.json_schema import DIALECTS, Effort, assess, dialect_of

__all__ = ["Later", "Question", "answer_of"]

_MAX_SCHEMA_BYTES: Final = 1_000_000

_ONE_EDTECH_TYPE: Final = "1EdTechJsonSchemaValidator2019"
_ONE_EDTECH: Final = re.compile(
    r"https://purl\.imsglobal\.org/spec/(?:ob/v3p0/schema/json(?:-ld)?/ob_v3p0|clr/v2p0/schema/json(?:-ld)?/clr_v2p0)"
    r"_([a-z_]+)_schema\.json"
)


@dataclass(frozen=True, slots=True)
class _Class:
    """What a schema of 1EdTech is for: credentials of one of these types, read by one of these models."""

    types: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()


_BADGE: Final = _Class(
    frozenset({"OpenBadgeCredential", "AchievementCredential"}),
    frozenset({"OpenBadgeCredential", "OpenBadgeCredentialV1"}),
)
_ENDORSEMENT: Final = _Class(
    frozenset({"EndorsementCredential"}), frozenset({"EndorsementCredential", "EndorsementCredentialV1"})
)
_CLR: Final = _Class(frozenset({"ClrCredential"}), frozenset({"ClrCredential", "ClrCredentialV1"}))
#: By the name in the URL; the last five are schemas of no credential.
_CLASSES: Final[Mapping[str, _Class]] = MappingProxyType(
    {
        "achievementcredential": _BADGE,
        "anyachievementcredential": _BADGE,
        "endorsementcredential": _ENDORSEMENT,
        "anyendorsementcredential": _ENDORSEMENT,
        "clrcredential": _CLR,
        "anyclrcredential": _CLR,
        "profile": _Class(),
        "getopenbadgecredentialsresponse": _Class(),
        "getclrcredentialsresponse": _Class(),
        "imsx_statusinfo": _Class(),
    }
)

#: What a schema credential names as its own schema (Verifiable Credentials JSON Schema, 2.2), now and in drafts.
_SCHEMA_OF_SCHEMAS: Final = (
    "https://www.w3.org/ns/credentials/json-schema/v2.json",
    "https://www.w3.org/2022/credentials/v2/json-schema-credential-schema.json",
)
_DIGESTS_OF_IT: Final = (
    "sha384-S57yQDg1MTzF56Oi9DbSQ14u7jBy0RDdx0YbeV7shwhCS88G8SCXeFq82PafhCrW",
    "sha384-FdPKzKLFNWo+3ZqV9vjuY8aNQk+636lvGRKKNzAfy93Q9jf+lNHD8j91g/KHWCBX",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One entry of ``credentialSchema``, and what is needed to answer it; no ``session`` means *not yet*."""

    entry: Mapping[str, Any]
    pointer: str
    tree: JsonObject
    model: str
    session: FetchSession | None
    verify_credential: Callable[[bytes, str], Document]
    effort: Effort

    @property
    def url(self) -> str:
        """Where the schema is, and what it is called."""
        return str(self.entry.get("id"))

    @property
    def kind(self) -> str:
        """The type of the entry, which says how to read the schema."""
        kind = self.entry.get("type")
        return str(kind[0] if isinstance(kind, list) and len(kind) == 1 else kind)

    def rejected(self, code: str, message: str, hint: str | None = None) -> Rejected:
        """The error for a schema to which the credential, or which itself, does not conform."""
        return Rejected(code, message, pointer=self.pointer, hint=hint, evidence={"schema": self.url})


class Later(Exception):
    """A schema would have to be fetched, and the seal does not hold."""


def _one_edtech(question: Question) -> str:
    """1EdTechJsonSchemaValidator2019: JSON Schema 2019-09, unless the schema says otherwise."""
    return _covered(question) or _conforms(question, _schema_in(_fetched(question), question), default=True)


def _json_schema(question: Question) -> str:
    """JsonSchema: a document that names itself and its dialect (Verifiable Credentials JSON Schema, 3.1)."""
    if covered := _covered(question):
        return covered
    schema = _schema_in(_fetched(question), question)
    named = schema.get("$id")
    if not isinstance(named, str):
        raise question.rejected("schema.incomplete", f"the schema {question.url[:200]} has no $id")
    if named.removesuffix("#") != question.url.removesuffix("#"):
        raise question.rejected(
            "schema.misnamed", f"the schema at {question.url[:200]} says that it is {named[:200]!r}", "tell the issuer"
        )
    return _conforms(question, schema)


def _json_schema_credential(question: Question) -> str:
    """JsonSchemaCredential: a credential whose subject is the schema (Verifiable Credentials JSON Schema, 2.2)."""
    tree = question.verify_credential(_fetched(question), question.url).tree
    if tree.get("id") != question.url:
        raise question.rejected(
            "schema.misnamed", f"the schema credential at {question.url[:200]} says that it is {tree.get('id')!r:.200}"
        )
    types, subject = tree.get("type"), tree.get("credentialSubject")
    subject = subject[0] if isinstance(subject, list) and len(subject) == 1 else subject
    schema = subject.get("jsonSchema") if isinstance(subject, dict) else None
    if "JsonSchemaCredential" not in listed(types):
        raise _malformed(question, "is of another type than JsonSchemaCredential")
    if not isinstance(subject, dict) or subject.get("type") not in ("JsonSchema", ["JsonSchema"]):
        raise _malformed(question, "is not about a JsonSchema")
    if not isinstance(schema, JsonObject):
        raise _malformed(question, "holds no jsonSchema")
    if not _is_schema_of_schemas(tree.get("credentialSchema")):
        raise _malformed(question, f"does not name {_SCHEMA_OF_SCHEMAS[0]} with its digest as its own schema")
    named = schema.get("$id")
    if not isinstance(named, str) or not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", named):
        raise question.rejected("schema.incomplete", f"the schema in {question.url[:200]} has no $id that is a URI")
    return _conforms(question, schema)


_CHECKERS: Final[Mapping[str, Callable[[Question], str]]] = MappingProxyType(
    {_ONE_EDTECH_TYPE: _one_edtech, "JsonSchema": _json_schema, "JsonSchemaCredential": _json_schema_credential}
)


def answer_of(question: Question) -> str | None:
    """What came of it, in words; ``None`` for a type of schema that is not assessed here.

    Raises :class:`Later`, :class:`~microcred.errors.Rejected` with everything that does not conform, and
    :class:`~microcred.errors.Undetermined`.
    """
    return _CHECKERS[question.kind](question) if question.kind in _CHECKERS else None


def _covered(question: Question) -> str | None:
    """Whether the data model, by which the credential was read, says all that the schema says."""
    found = _ONE_EDTECH.fullmatch(question.url)
    wanted = _CLASSES.get(found[1]) if found else None
    if wanted is None:
        return None
    types = question.tree.get("type")
    if wanted.types.isdisjoint(name for name in listed(types) if isinstance(name, str)):
        raise question.rejected(
            "schema.of-another-class",
            f"the credential is of the type {types!r:.120}, and names the schema of another: {question.url}",
            "name the schema of the credential's own class, or none",
        )
    if question.model not in wanted.models or "digestSRI" in question.entry or "digestMultibase" in question.entry:
        return None
    return f"the data model of {question.model} covers {question.url}"


def _fetched(question: Question) -> bytes:
    if question.session is None:
        raise Later
    body = question.session.get(question.url, accept="application/schema+json, application/vc, application/json").body
    try:
        good = fits(body, question.entry)
    except ValueError as error:
        raise Rejected(
            "schema.malformed-digest",
            f"the digest of the schema: {error}",
            pointer=question.pointer,
            problem="https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR",
        ) from error
    if not good:
        raise question.rejected(
            "schema.wrong-digest",
            f"what stands at {question.url[:200]} is not the schema that the issuer meant: its digest is another",
            "the schema has changed since the credential was issued, or somebody changed it; ask the issuer",
        )
    return body


def _schema_in(body: bytes, question: Question) -> JsonObject:
    try:
        return Document.parse(body, max_bytes=_MAX_SCHEMA_BYTES).tree
    except DocumentError as error:
        raise Undetermined(
            "schema.unusable",
            f"the schema {question.url[:200]} cannot be read: {error.message}",
            pointer=question.pointer,
            hint="tell the publisher of the schema",
            evidence={"schema": question.url},
        ) from error


def _conforms(question: Question, schema: JsonObject, *, default: bool = False) -> str:
    named = schema.get("$schema")
    if named is None and default:
        named = "https://json-schema.org/draft/2019-09/schema"
    if not isinstance(named, str):
        raise question.rejected("schema.incomplete", f"the schema {question.url[:200]} has no $schema")
    dialect = dialect_of(named)
    if dialect is None:
        raise UnsupportedError(
            "schema.unsupported-dialect",
            f"the schema {question.url[:200]} is written in {named!r:.120}, which is not known here",
            pointer=question.pointer,
            hint=f"known are {', '.join(DIALECTS)}",
        )
    try:
        faults = assess(schema, question.tree, uri=question.url, dialect=dialect, effort=question.effort)
    except Undetermined as error:
        named_one = {"schema": question.url}
        raise Undetermined.of(
            replace(fault, pointer=question.pointer, evidence=named_one) for fault in error.faults
        ) from error
    if faults:
        raise Rejected.of(replace(fault, evidence={"schema": question.url, **fault.evidence}) for fault in faults)
    return f"conforms to {question.url}"


def _is_schema_of_schemas(declared: Any) -> bool:
    return any(
        isinstance(entry, dict)
        and entry.get("id") in _SCHEMA_OF_SCHEMAS
        and entry.get("type") in ("JsonSchema", ["JsonSchema"])
        and entry.get("digestSRI") in _DIGESTS_OF_IT
        for entry in listed(declared)
    )


def _malformed(question: Question, what: str) -> Rejected:
    return question.rejected("schema.malformed-credential", f"the schema credential {question.url[:200]} {what}")
