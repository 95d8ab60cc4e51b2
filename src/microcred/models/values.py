"""The primitive and derived types of Open Badges 3.0 (Appendix B): what a single JSON value must look like.

Values stay what the JSON says: ``3`` is not ``3.0``, and ``"3"`` is not ``3``.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, TypeAlias

from pydantic import ValidationInfo
from pydantic_core import core_schema

from microcred.models.faults import Flaw, described, refusal
from microcred.models.members import Formed, Lexical

__all__ = [
    "IDENTITY_HASH",
    "URI_SCHEMA",
    "CompactJws",
    "CountryCode",
    "Flag",
    "LanguageCode",
    "MultibaseKey",
    "Number",
    "Text",
    "Uri",
    "is_compact_jws",
    "is_identity_hash",
    "is_uri",
]

_URI: Final = r'^[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>"{}|\\^`]+$'
URI_SCHEMA: Final = {"type": "string", "format": "iri", "pattern": _URI}
"""The JSON Schema of an absolute URI or IRI."""
_IS_URI: Final = re.compile(_URI[:-1] + r"\Z")
IDENTITY_HASH: Final = r"^(md5\$[0-9a-fA-F]{32}|sha256\$[0-9a-fA-F]{64})$"
"""The form of an IdentityHash: the name of the algorithm, and the digest in hexadecimal."""
_IS_IDENTITY_HASH: Final = re.compile(IDENTITY_HASH[:-1] + r"\Z")
_COMPACT_JWS: Final = r"^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$"
_IS_COMPACT_JWS: Final = re.compile(_COMPACT_JWS[:-1] + r"\Z")
_UNQUOTED: Final = "write it without quotes"


def is_uri(text: str) -> bool:
    """Whether ``text`` is an absolute URI or IRI (RFC 3986, RFC 3987)."""
    return _IS_URI.match(text) is not None


def is_identity_hash(text: str) -> bool:
    """Whether ``text`` is an IdentityHash: ``md5$`` or ``sha256$`` and the digest in hexadecimal."""
    return _IS_IDENTITY_HASH.match(text) is not None


def is_compact_jws(text: str) -> bool:
    """Whether ``text`` has the form of a signed token in the compact serialisation (RFC 7515, 3.1)."""
    return _IS_COMPACT_JWS.match(text) is not None


def _formed(pattern: str, wanted: str, code: str = "model.wrong-form", hint: str | None = None, **more: str) -> Formed:
    """The rule for strings of one pattern, which JSON Schema, Python and Rust read alike."""
    json_schema = {"type": "string", **more, "pattern": pattern}
    return Formed(core_schema.str_schema(strict=True, pattern=pattern), code, wanted, json_schema, hint)


def _number(value: Any, _: ValidationInfo) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    hint = _UNQUOTED if isinstance(value, str) else None
    raise refusal(Flaw("model.wrong-type", f"found {described(value)}, wanted a number", hint))


Text: TypeAlias = Annotated[
    str, Formed(core_schema.str_schema(strict=True), "model.wrong-type", "a string", {"type": "string"})
]
"""A String, NormalizedString, Markdown, PhoneNumber or EmailAddress."""

Number: TypeAlias = Annotated[float, Lexical(_number, {"type": "number"})]
"""A Float: a JSON number, kept as it was written."""

Flag: TypeAlias = Annotated[
    bool,
    Formed(core_schema.bool_schema(strict=True), "model.wrong-type", "true or false", {"type": "boolean"}, _UNQUOTED),
]
"""A Boolean."""

Uri: TypeAlias = Annotated[
    str,
    _formed(
        _URI,
        "an absolute URI",
        "model.not-a-uri",
        "begin with a scheme, as in https://example.edu/x, urn:uuid:... or did:key:...",
        format="iri",
    ),
]
"""A URI, URL or IRI: absolute, so that it means the same everywhere."""

CompactJws: TypeAlias = Annotated[str, _formed(_COMPACT_JWS, "a compact JWS: three base64url parts and two dots")]
"""A signed token in the compact serialisation of RFC 7515."""

LanguageCode: TypeAlias = Annotated[
    str, _formed(r"^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$", "a language code such as en or pt-BR")
]
"""The subset of BCP 47 that Open Badges 3.0 allows."""

CountryCode: TypeAlias = Annotated[str, _formed(r"^[A-Z]{2}$", "a country code of two capital letters such as NL")]
"""An ISO 3166-1 alpha-2 code."""

MultibaseKey: TypeAlias = Annotated[
    str, _formed(r"^z[1-9A-HJ-NP-Za-km-z]+$", "a key in base58-btc, which begins with z")
]
"""A key in multibase; of its bases, Controlled Identifiers 1.0 allows base58-btc."""
