"""Kinds of difference between two values that were meant to be the same, told by the values alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from microcred.canonical.literals import LANGUAGE
from microcred.document import JsonArray, JsonObject
from microcred.instants import parse_instant

__all__ = ["Kind", "kind_of_texts", "kind_of_values", "names_languages"]


class Kind(StrEnum):
    """What sort of difference it is; ``sentence`` says it to a person."""

    MEMBER_REMOVED = "member-removed"
    MEMBER_ADDED = "member-added"
    MEMBER_RENAMED = "member-renamed"
    VALUE_REMOVED = "value-removed"
    VALUE_ADDED = "value-added"
    VALUE_CHANGED = "value-changed"
    DUPLICATE_VALUE = "duplicate-value"
    ORDER = "order"
    ONE_OR_ARRAY = "one-or-array"
    NULL_OR_ABSENT = "null-or-absent"
    NUMBER_FORM = "number-form"
    NUMBER_OR_TEXT = "number-or-text"
    DATE_FORM = "date-form"
    WHITE_SPACE = "white-space"
    LINE_ENDINGS = "line-endings"
    UNICODE_FORM = "unicode-form"
    IRI_CASE = "iri-case"
    TEXT_CASE = "text-case"
    TEXT_ENCODING = "text-encoding"
    LANGUAGE = "language"
    DIRECTION = "direction"
    DATATYPE = "datatype"
    TYPE_REMOVED = "type-removed"
    TYPE_ADDED = "type-added"
    TYPE_CHANGED = "type-changed"
    ID_REMOVED = "id-removed"
    ID_ADDED = "id-added"
    ID_CHANGED = "id-changed"
    REFERENCE_FORM = "reference-form"
    CONTEXT_MISSING = "context-missing"
    CONTEXT_ADDED = "context-added"
    CONTEXT_VERSION = "context-version"
    CONTEXT_CHANGED = "context-changed"
    PROOF_VALUE = "proof-value"
    SIGNED_BYTES = "signed-bytes"
    SERIALIZATION = "serialization"
    STRUCTURE = "structure"

    @property
    def sentence(self) -> str:
        """What is the matter, on one line; ``here`` is the badge that is explained, ``there`` the other one."""
        return _SENTENCES[self]


_SENTENCES: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.MEMBER_REMOVED: "the member is here, and not there",
        Kind.MEMBER_ADDED: "the member is there, and not here",
        Kind.MEMBER_RENAMED: "the member has another name there",
        Kind.VALUE_REMOVED: "the array has an element here that it has not there",
        Kind.VALUE_ADDED: "the array has an element there that it has not here",
        Kind.VALUE_CHANGED: "the value is another one",
        Kind.DUPLICATE_VALUE: "the same value stands in the array once more on one side",
        Kind.ORDER: "the same values stand in another order",
        Kind.ONE_OR_ARRAY: "one value stands by itself on one side, and in an array on the other",
        Kind.NULL_OR_ABSENT: "null is written on one side, and nothing or another value on the other",
        Kind.NUMBER_FORM: "the same number is written in another form",
        Kind.NUMBER_OR_TEXT: "a number or truth value on one side is a text on the other",
        Kind.DATE_FORM: "the same moment is written in another form",
        Kind.WHITE_SPACE: "the texts differ in white space alone",
        Kind.LINE_ENDINGS: "the texts differ in their line endings alone",
        Kind.UNICODE_FORM: "the texts look the same, and are in another Unicode normalisation form",
        Kind.IRI_CASE: "the IRIs differ in upper and lower case alone, and IRIs are compared character by character",
        Kind.TEXT_CASE: "the texts differ in upper and lower case alone",
        Kind.TEXT_ENCODING: "the text was read in another encoding on one side",
        Kind.LANGUAGE: "the language of the text is another one, or is not said",
        Kind.DIRECTION: "the direction of the text is another one, or is not said",
        Kind.DATATYPE: "the datatype of the value is another one, or is not said",
        Kind.TYPE_REMOVED: "a type is named here, and not there",
        Kind.TYPE_ADDED: "a type is named there, and not here",
        Kind.TYPE_CHANGED: "the type is another one",
        Kind.ID_REMOVED: "the object has an id here, and is a blank node there",
        Kind.ID_ADDED: "the object is a blank node here, and has an id there",
        Kind.ID_CHANGED: "the id is another one, which every statement about the object names",
        Kind.REFERENCE_FORM: "a reference is written as an id on one side, and as an object on the other",
        Kind.CONTEXT_MISSING: "the context is named here, and not there",
        Kind.CONTEXT_ADDED: "the context is named there, and not here",
        Kind.CONTEXT_VERSION: "another version of the same context is named",
        Kind.CONTEXT_CHANGED: "another context is named",
        Kind.PROOF_VALUE: "the signature is another one; it is no part of what is signed",
        Kind.SIGNED_BYTES: "the same JSON is written in other bytes, and a token signs the bytes",
        Kind.SERIALIZATION: "the statements are the same, and are written in other bytes",
        Kind.STRUCTURE: "the same values hang together in another way",
    }
)

_VERSION: Final = re.compile(r"[0-9]+(?:[.-][0-9]+)*")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]*")
_MAX_COMPARED: Final = 100_000


def kind_of_values(name: str, here: Any, there: Any) -> Kind:
    """The kind of difference between two JSON values that are not the same, under a member of this name."""
    match here, there:
        case (None, _) | (_, None):
            return Kind.NULL_OR_ABSENT
        case str(), str():
            return _of_named_texts(name, here, there)
        case (bool(), bool()):
            return Kind.VALUE_CHANGED
        case (bool() | int() | float(), str()) | (str(), bool() | int() | float()):
            return Kind.NUMBER_OR_TEXT
        case (bool(), _) | (_, bool()):
            return Kind.VALUE_CHANGED
        case (int() | float(), int() | float()):
            return Kind.NUMBER_FORM if here == there else Kind.VALUE_CHANGED
    return _of_shapes(here, there)


def _of_named_texts(name: str, here: str, there: str) -> Kind:
    match name:
        case "id" | "@id":
            return Kind.IRI_CASE if here.casefold() == there.casefold() else Kind.ID_CHANGED
        case "type":
            return Kind.TYPE_CHANGED
        case "@type":
            return Kind.DATATYPE
        case "@language":
            return Kind.LANGUAGE
        case "@direction":
            return Kind.DIRECTION
        case "@context":
            return Kind.CONTEXT_VERSION if _VERSION.sub("", here) == _VERSION.sub("", there) else Kind.CONTEXT_CHANGED
        case "proofValue":
            return Kind.PROOF_VALUE
    return kind_of_texts(here, there)


def _of_shapes(here: Any, there: Any) -> Kind:
    for one, other in ((here, there), (there, here)):
        if isinstance(one, JsonArray) and list(one) == [other]:
            return Kind.ONE_OR_ARRAY
        if isinstance(one, JsonObject) and not isinstance(other, JsonObject):
            if "@value" in one:
                return _of_value_object(one, other)
            if isinstance(other, str) and one.get("id") == other:
                return Kind.REFERENCE_FORM
            if isinstance(other, str) and names_languages(one):
                return Kind.LANGUAGE
    return Kind.VALUE_CHANGED


def _of_value_object(value: JsonObject, other: Any) -> Kind:
    if value["@value"] != other:
        return Kind.VALUE_CHANGED
    named = {"@language": Kind.LANGUAGE, "@direction": Kind.DIRECTION, "@type": Kind.DATATYPE}
    return next((kind for name, kind in named.items() if name in value), Kind.REFERENCE_FORM)


def names_languages(value: Mapping[str, Any]) -> bool:
    """Whether an object has the form of a language map: a text, or several, for each language (JSON-LD 1.1, 4.6.2)."""
    return bool(value) and all(
        (name == "@none" or (LANGUAGE.fullmatch(name) is not None and len(name.partition("-")[0]) in (2, 3)))
        and isinstance(text, str | list)
        for name, text in value.items()
    )


def kind_of_texts(here: str, there: str) -> Kind:
    """The kind of difference between two texts that are not the same."""
    if max(len(here), len(there)) > _MAX_COMPARED:
        return Kind.VALUE_CHANGED
    if _unix(here) == _unix(there):
        return Kind.LINE_ENDINGS
    if "".join(here.split()) == "".join(there.split()):
        return Kind.WHITE_SPACE
    moments = parse_instant(here, zone_required=False), parse_instant(there, zone_required=False)
    if moments[0] is not None and moments[0] == moments[1]:
        return Kind.DATE_FORM
    if unicodedata.normalize("NFKC", here) == unicodedata.normalize("NFKC", there):
        return Kind.UNICODE_FORM
    if here.casefold() == there.casefold():
        return Kind.IRI_CASE if _IRI.fullmatch(here) else Kind.TEXT_CASE
    if _misread(here) == there or _misread(there) == here:
        return Kind.TEXT_ENCODING
    return Kind.VALUE_CHANGED


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _misread(text: str) -> str | None:
    """UTF-8 that was taken for Latin-1 or Windows-1252, where it can have been."""
    data = text.encode("utf-8", "surrogatepass")
    for encoding in ("cp1252", "latin-1"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
