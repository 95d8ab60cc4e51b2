"""A credential in an SVG that is cut in two by a comment.

Attack: a comment, an instruction or another element stands in the middle of the JSON.

Naively: the text of an element ends at the first thing that is no text for one reader, and goes on behind it for the
next one: the same picture holds two credentials.

Here: within the element there is text alone, in one piece or in CDATA sections; anything else is
`image.svg-credential-malformed`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from hostile_pictures import BADGE, ELEMENT, OTHER_ELEMENT, refusal, svg
from microcred.baking import unbake


def naive_text_in_front(image: bytes) -> str:
    """The text of the badge's element, as tree libraries give it: up to the first child."""
    return ET.fromstring(image)[0].text or ""  # noqa: S314 - that it trusts the file is the point


def naive_all_text(image: bytes) -> str:
    """All text within the badge's element."""
    return "".join(ET.fromstring(image)[0].itertext())  # noqa: S314 - that it trusts the file is the point


def test_two_naive_readers_read_two_credentials_in_one_element() -> None:
    image = svg('<openbadges:credential>{"id": "one"}<g> </g></openbadges:credential>')
    doubled = image.replace(b"<g> </g>", b'<g/>{"id": "two"}')
    assert naive_text_in_front(doubled) == '{"id": "one"}'
    assert naive_all_text(doubled) == '{"id": "one"}{"id": "two"}'


@pytest.mark.parametrize("part", ["<!-- -->", "<?stop here?>", "<g/>", OTHER_ELEMENT])
def test_what_could_hide_a_part_of_the_credential_is_refused(part: str) -> None:
    element = ELEMENT.replace("}}", "}" + part + "}")
    assert refusal(svg(element)) == "image.svg-credential-malformed"


def test_text_in_several_cdata_sections_is_one_text() -> None:
    assert unbake(svg(ELEMENT.replace("{}", "<![CDATA[{]]><![CDATA[}]]>"))) == BADGE
