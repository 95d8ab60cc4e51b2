"""Texts that carry their language (VCDM 2.0, 11.1): read wherever a name stands, written only outside Open Badges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, core_schema

from microcred.models.faults import Flaw, described, refusal, tag
from microcred.models.members import Reading
from microcred.positions import listed

__all__ = [
    "DIRECTIONS",
    "KEYS",
    "LANGUAGE_STRING",
    "LANGUAGE_TAG",
    "MAX_LANGUAGES",
    "LanguageString",
    "LanguageValue",
    "MultilingualText",
    "Name",
    "StringOr",
    "multilingual",
]

LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
KEYS: Final = frozenset({"@value", "@language", "@direction"})
DIRECTIONS: Final = ("ltr", "rtl", "auto", None)
MAX_LANGUAGES: Final = 200
_NO_MAPS: Final = 'write one language here; the standard has no {"en": ...} maps'


@dataclass(frozen=True, slots=True)
class LanguageValue:
    """One text of a :class:`LanguageString`, with its BCP 47 language and its direction (``ltr`` or ``rtl``)."""

    text: str
    language: str | None = None
    direction: str | None = None


class LanguageString(str):
    """A text that carries its language: a language value object, or several of them.

    As a ``str`` it is the first text; :attr:`values` holds every one, :attr:`json` how they were written.
    """

    __slots__ = ("json", "values")
    json: Any
    values: tuple[LanguageValue, ...]

    def __new__(cls, json: Any) -> LanguageString:
        """Keep ``json``, one language value object or a non-empty array of them."""
        values = tuple(LanguageValue(v["@value"], v.get("@language"), v.get("@direction")) for v in listed(json))
        text = super().__new__(cls, values[0].text)
        text.json = json
        text.values = values
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return LanguageString, (self.json,)


def _language_string(value: Any) -> LanguageString:
    if isinstance(value, LanguageString):
        return value
    if not isinstance(value, (Mapping, list)) or not value:
        raise refusal(Flaw("model.wrong-type", f"found {described(value)}, wanted a string"))
    if len(value) > MAX_LANGUAGES:
        raise refusal(Flaw("model.too-many", f"found {len(value)} texts, wanted at most {MAX_LANGUAGES}"))
    entries: list[tuple[tuple[int, ...], Any]] = (
        [((number,), entry) for number, entry in enumerate(value)] if isinstance(value, list) else [((), value)]
    )
    flaws = [flaw for at, entry in entries for flaw in _flaws_of(entry, at)]
    if flaws:
        raise refusal(*flaws)
    return LanguageString(value)


def _flaws_of(entry: Any, at: tuple[int, ...]) -> Iterator[Flaw]:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("@value"), str) or entry.keys() - KEYS:
        message = f"found {described(entry)}, wanted a string or an object of @value, @language and @direction"
        yield Flaw("model.wrong-type", message, _NO_MAPS, at)
        return
    language, direction = entry.get("@language"), entry.get("@direction")
    if language is not None and not (isinstance(language, str) and LANGUAGE_TAG.fullmatch(language)):
        message = f"found {described(language)}, wanted a language tag such as en or pt-BR"
        yield Flaw("model.wrong-form", message, None, (*at, "@language"))
    if direction not in DIRECTIONS:
        message = f"found {described(direction)}, wanted ltr or rtl"
        yield Flaw("model.wrong-form", message, None, (*at, "@direction"))


def multilingual(value: Any, _: ValidationInfo) -> str:
    """What is not a string, as texts that carry their language."""
    return _language_string(value)


def _name(value: Any, info: ValidationInfo) -> str:
    if Reading.lenient(info):
        return _language_string(value)
    hint = _NO_MAPS if isinstance(value, Mapping) else None
    raise refusal(Flaw("model.wrong-type", f"found {described(value)}, wanted a string", hint))


@dataclass(frozen=True, slots=True)
class StringOr:
    """A string, looked at without calling Python, or else what ``read`` makes of the value."""

    read: Callable[[Any, ValidationInfo], str]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        string = core_schema.str_schema(strict=True)
        other = core_schema.with_info_plain_validator_function(self.read)
        return core_schema.union_schema([(string, tag("string")), (other, tag("other"))], mode="left_to_right")

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(LANGUAGE_STRING)


_LANGUAGE_OBJECT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["@value"],
    "properties": {
        "@value": {"type": "string"},
        "@language": {"type": ["string", "null"]},
        "@direction": {"enum": list(DIRECTIONS)},
    },
    "additionalProperties": False,
}
LANGUAGE_STRING: Final[dict[str, Any]] = {
    "if": {"type": "string"},
    "then": True,
    "else": {
        "if": {"type": "array"},
        "then": {"type": "array", "items": _LANGUAGE_OBJECT, "minItems": 1},
        "else": _LANGUAGE_OBJECT,
    },
}
"""The JSON Schema of a text that may carry its language."""

Name: TypeAlias = Annotated[str, StringOr(_name)]
"""A String for display; in reading it may be a :class:`LanguageString`, which Open Badges 3.0 does not write."""

MultilingualText: TypeAlias = Annotated[str, StringOr(multilingual)]
"""A name or description of VCDM 2.0: a string or a :class:`LanguageString`."""
