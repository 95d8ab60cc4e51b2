"""A language with no text in it.

Attack: The issuer signed a motto in German. The editor writes it as a map of languages, as contexts allow it, and adds
languages with null or nothing in them, named "summa cum laude", or the same text in "de" and "DE".

Naively: null makes no statement and the tag of a language has no case, so the signature holds; the page shows a line
for each language, with its name.

Here: a language stands there with a text, each text once (`contexts.dropped-value`, with the place of the language).
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import unsigned
from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

MOTTO = "https://college.example/terms#motto"


def as_map(motto: Any) -> dict[str, Any]:
    own = {"@context": [*unsigned()["@context"], {"motto": MOTTO}]}
    tree = badge(motto={"@value": "Tiefer graben.", "@language": "de"}, **own)
    tree["@context"][2] = {"motto": {"@id": MOTTO, "@container": "@language"}}
    tree["motto"] = motto
    return tree


def naive_lines(tree: dict[str, Any]) -> list[str]:
    """The lines that the page shows of a motto."""
    return [f"{language}: {text or ''}" for language, text in naive_verify(tree)["motto"].items()]


@pytest.mark.parametrize(
    ("motto", "place"),
    [
        ({"de": "Tiefer graben.", "summa cum laude": None}, "/motto/summa cum laude"),
        ({"de": "Tiefer graben.", "summa-cum-laude": []}, "/motto/summa-cum-laude"),
        ({"de": "Tiefer graben.", "DE": "Tiefer graben."}, "/motto/DE"),
        ({"de": "Tiefer graben.", "@none": []}, "/motto/@none"),
    ],
)
def test_a_naive_page_shows_a_language_more_and_here_it_is_refused(motto: Any, place: str) -> None:
    assert len(naive_lines(as_map(motto))) == 2
    assert refusal(as_map(motto)) == ("contexts", "contexts.dropped-value", place)


@pytest.mark.parametrize("texts", [["Tiefer graben.", "Tiefer graben."], ["Tiefer graben.", None]])
def test_each_text_stands_there_once(texts: list[Any]) -> None:
    assert naive_verify(as_map({"de": texts}))
    assert refusal(as_map({"de": texts})) == ("contexts", "contexts.dropped-value", "/motto/de/1")


def test_the_same_text_in_its_language_is_the_same_statement() -> None:
    assert accepted(as_map({"de": "Tiefer graben."}))
    assert accepted(as_map({"de": ["Tiefer graben."]}))
