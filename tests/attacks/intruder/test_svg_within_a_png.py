"""An SVG with a badge inside a PNG, and one behind it.

Attack: a comment of a PNG holds a whole SVG with a credential, and the same SVG stands behind the end of the file.

Naively: the bytes are searched for the element of a badge before anybody asks what kind of file this is.

Here: the first bytes decide that this is a PNG, and then only its own chunks count: `image.no-credential`.
"""

from __future__ import annotations

from hostile_pictures import BADGE, CREDENTIAL, OTHER, chunk, png, refusal
from microcred.baking import unbake
from naive_pictures import naive_markup

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
    b"<openbadges:credential>" + OTHER + b"</openbadges:credential></svg>"
)
COMMENT = chunk(b"tEXt", b"Comment\0" + DRAWING)


def test_a_naive_reader_finds_the_element_in_the_comment() -> None:
    assert naive_markup(png(COMMENT, CREDENTIAL)) == OTHER


def test_an_svg_inside_a_png_is_not_read_as_one() -> None:
    assert refusal(png(COMMENT) + DRAWING) == "image.no-credential"
    assert unbake(DRAWING) == OTHER
    assert unbake(png(COMMENT, CREDENTIAL) + DRAWING) == BADGE
