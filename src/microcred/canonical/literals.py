"""Literals and IRIs as N-Quads terms: what a value of a document is called in a statement (JSON-LD 1.1 API, 8.2.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from microcred.errors import ContextError

__all__ = [
    "IRI",
    "LANGUAGE",
    "NOT_IN_IRIS",
    "PROPERTY_IRI",
    "RDF",
    "XSD",
    "double_text",
    "escaped",
    "iri_term",
    "literal_term",
    "literal_text",
]

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
# An absolute IRI that can be written in N-Quads as it is (RFC 3987, N-Quads IRIREF).
IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\x7f-\x9f]*")
# The same as a property: PyLD leaves a member out whose IRI holds what any script calls a space.
PROPERTY_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20<>\"{}|^`\\\x7f-\x9f]*")
NOT_IN_IRIS: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\\x7f-\x9f]")
# From this magnitude on, JSON-LD writes whole numbers as doubles (JSON-LD 1.1 API, 8.2.2).
_LARGE: Final = 10**21
# A language tag as N-Quads can write it; anything else could break out of its statement (N-Quads, LANGTAG).
LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,16}")
_ESCAPES: Final = {
    # The last two are no characters of XML 1.1, which is what the standard goes by.
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF)},
    ord("\b"): "\\b",
    ord("\t"): "\\t",
    ord("\n"): "\\n",
    ord("\f"): "\\f",
    ord("\r"): "\\r",
    ord('"'): '\\"',
    ord("\\"): "\\\\",
}


def iri_term(text: Any) -> str:
    """An IRI in angle brackets; raises ContextError for what is no absolute IRI."""
    if not isinstance(text, str) or not IRI.fullmatch(text):
        raise ContextError("contexts.invalid-iri", f"{text!r:.80} is not an absolute IRI")
    return f"<{text}>"


def literal_term(value: Mapping[str, Any]) -> str:
    """Object to RDF conversion (JSON-LD 1.1 API, 8.2.2) of a value object."""
    content, datatype = value["@value"], value.get("@type")
    if datatype == "@json":
        from microcred.canonical.jcs import canonicalize_json

        return literal_text(canonicalize_json(content).decode(), f"{RDF}JSON")
    match content:
        case True | False:
            return literal_text(str(content).lower(), datatype or f"{XSD}boolean")
        case int() | float() if not _is_whole(content) or abs(content) >= _LARGE or datatype == f"{XSD}double":
            return literal_text(double_text(float(content)), datatype or f"{XSD}double")
        case int() | float():
            return literal_text(str(int(content)), datatype or f"{XSD}integer")
    language = value.get("@language")
    if language is not None and not LANGUAGE.fullmatch(language):
        raise ContextError("contexts.invalid-language", f"{language!r:.60} is not a language tag such as en or pt-BR")
    if "@direction" in value:
        # The i18n-datatype form of base directions (JSON-LD 1.1 API, 8.2.2, step 13).
        datatype = f"https://www.w3.org/ns/i18n#{language or ''}_{value['@direction']}"
    return literal_text(content, datatype, None if datatype else language)


def _is_whole(number: float) -> bool:
    return float(number).is_integer() if isinstance(number, float) else True


def double_text(number: float) -> str:
    """The canonical lexical form of an ``xsd:double`` with fifteen digits after the point, zeros stripped."""
    mantissa, _, exponent = f"{number:.15E}".partition("E")
    whole, _, fraction = mantissa.partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}E{int(exponent)}"


def escaped(text: str) -> str:
    """What stands between the quotes of a literal, with the least escapes (RDFC-1.0, 5)."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return text.translate(_ESCAPES)


def literal_text(text: str, datatype: str | None = None, language: str | None = None) -> str:
    """A literal in canonical N-Quads (RDFC-1.0, 5), with no datatype where it is a string."""
    if language is not None:
        return f'"{escaped(text)}"@{language}'
    if datatype is None or datatype == f"{XSD}string":
        return f'"{escaped(text)}"'
    return f'"{escaped(text)}"^^{iri_term(datatype)}'
