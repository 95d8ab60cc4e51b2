"""Texts with their language and direction, in the forms that stand in documents (JSON-LD 1.1, 4.2.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from microcred.canonical.active_context import HandOver
from microcred.canonical.faults import language_map_faults
from microcred.canonical.literals import LANGUAGE, literal_term, literal_text
from microcred.canonical.tables import Term

__all__ = ["language_map", "tagged"]


def tagged(element: Mapping[str, Any]) -> str:
    """A value object with a language, a direction, or neither (JSON-LD 1.1, 9.5)."""
    language, direction = element.get("@language", "en"), element.get("@direction", "ltr")
    if not isinstance(language, str) or not LANGUAGE.fullmatch(language) or direction not in ("ltr", "rtl"):
        raise HandOver("a value object has no such language or direction")
    if not isinstance(element["@value"], str):
        raise HandOver("a value object tags what is no string")
    given = {"@language": language.lower()} if "@language" in element else {}
    return literal_term({**element, **given})


def language_map(value: Mapping[str, Any], term: Term) -> Iterator[str]:
    """A language map (JSON-LD 1.1, 4.6.2): one literal for each text."""
    if term.ordered or term.graphed or term.datatype is not None or not value or any(language_map_faults(value, "")):
        raise HandOver("a language map in a form that is not plain")
    known = term.scalars.context.definitions
    definition = known.get(term.key)
    direction = definition.direction if definition is not None and isinstance(definition.direction, str) else None
    for language, texts in value.items():
        if not LANGUAGE.fullmatch(language) or direction is not None or language in known:
            raise HandOver("a language map in a form that is not plain")
        for text in texts if isinstance(texts, list) else [texts]:
            if not isinstance(text, str):
                raise HandOver("a language map holds what is no string")
            yield literal_text(text, language=language.lower())
