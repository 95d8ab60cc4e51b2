"""An attribute that an SVG gets from its document type.

Attack: the document type gives the element of the badge a default `verify` attribute, so that a token stands there for
readers who honour it, and nothing for those who do not.

Naively: the parser fills in defaults by itself, and the reader cannot tell that nobody wrote the attribute.

Here: a document type with declarations of its own is refused: `image.svg-document-type`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hostile_pictures import refusal, svg
from microcred.baking import unbake

BEFORE = '<!DOCTYPE svg [<!ATTLIST openbadges:credential verify CDATA "a.b.c">]>'


def naive_token(image: bytes) -> str | None:
    """The token in the first element of the picture."""
    return ET.fromstring(image)[0].get("verify")  # noqa: S314 - that it trusts the file is the point


def test_a_naive_reader_gets_a_token_that_nobody_wrote() -> None:
    assert naive_token(svg("<openbadges:credential/>", before=BEFORE)) == "a.b.c"


def test_a_default_attribute_cannot_bring_in_a_credential() -> None:
    assert refusal(svg("<openbadges:credential/>", before=BEFORE)) == "image.svg-document-type"
    assert unbake(svg('<openbadges:credential verify="a.b.c"/>')) == b"a.b.c"
