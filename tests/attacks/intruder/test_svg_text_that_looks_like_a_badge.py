"""Text in an SVG that looks like the element of a badge.

Attack: a comment, a CDATA section, an attribute, a processing instruction or escaped text contains the letters of
`<openbadges:credential>`.

Naively: a regular expression finds the element wherever its letters stand, in front of the real one.

Here: an XML parser says what is an element; the letters of one are text like any other, and stay in the picture as they
are.
"""

from __future__ import annotations

import pytest

from hostile_pictures import BADGE, ELEMENT, OTHER_ELEMENT, refusal, svg
from microcred.baking import bake, unbake
from naive_pictures import naive_markup


def test_a_naive_reader_takes_the_badge_in_a_comment() -> None:
    assert naive_markup(svg(f"<!-- {OTHER_ELEMENT} -->{ELEMENT}")) == b'{"id": "another"}'


@pytest.mark.parametrize(
    "trap",
    [
        f"<!-- {OTHER_ELEMENT} -->",
        f"<metadata><![CDATA[{OTHER_ELEMENT}]]></metadata>",
        "<metadata>bakes into openbadges:credential verify= at issue time</metadata>",
        "<desc>&lt;openbadges:credential&gt;{}&lt;/openbadges:credential&gt;</desc>",
        "<g id='&lt;openbadges:credential verify=\"a.b.c\"/>'/>",
        f"<?trap {OTHER_ELEMENT} ?>",
    ],
    ids=["comment", "cdata", "metadata", "escaped", "attribute", "instruction"],
)
def test_text_that_looks_like_a_credential_is_none(trap: str) -> None:
    assert refusal(svg(trap)) == "image.no-credential"
    assert unbake(svg(trap + ELEMENT)) == BADGE
    assert trap.encode() in bake(svg(trap), BADGE)
