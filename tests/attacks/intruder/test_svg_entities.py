"""Entities that multiply in an SVG.

Attack: ten entities, each of which stands for ten of the one before, make a thousand million words of half a kilobyte;
or one huge entity is used a hundred thousand times.

Naively: the document is read by an ordinary XML parser, which replaces each entity by its text.

Here: a document type with declarations of its own is refused before anything in it is read, so there is no entity:
`image.svg-document-type`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hostile_pictures import BADGE, ELEMENT, refusal, svg
from microcred.baking import unbake


def laughing(levels: int) -> bytes:
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(levels))
    return svg(f"<text>&l{levels};</text>{ELEMENT}", before=f'<!DOCTYPE svg [<!ENTITY l0 "lol">{laughs}]>')


def naive_words(image: bytes) -> str:
    """All text of the picture."""
    return "".join(ET.fromstring(image).itertext())  # noqa: S314 - that it trusts the file is the point


def test_a_naive_reader_writes_ten_times_as_much_for_each_line() -> None:
    short, long = naive_words(laughing(3)), naive_words(laughing(4))
    assert len(long) > 9 * len(short)
    assert len(laughing(4)) - len(laughing(3)) < 100


def test_entities_that_multiply_are_never_declared() -> None:
    assert refusal(laughing(9)) == "image.svg-document-type"
    assert unbake(svg(f"<text>lol</text>{ELEMENT}")) == BADGE


def test_one_huge_entity_used_often_is_never_declared() -> None:
    bomb = f'<!DOCTYPE svg [<!ENTITY a "{"a" * 50_000}">]>'
    assert refusal(svg("<text>" + "&a;" * 100_000 + "</text>", before=bomb)) == "image.svg-document-type"
