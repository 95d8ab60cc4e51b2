"""A token and a badge in one element of an SVG.

Attack: the element has a `verify` attribute with somebody's token, and JSON with another badge as its content; or each
form stands where the other one belongs.

Naively: one reader looks at the attribute first, another one at the content.

Here: the standard lets each form exclude the other (Open Badges 3.0, 5.3.2.1): both together, or neither, are
`image.svg-credential-malformed`, and a form in the wrong place is `image.not-a-credential`.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from hostile_pictures import BADGE, ELEMENT, refusal, svg
from microcred.baking import unbake
from naive_pictures import naive_markup

BOTH = ELEMENT.replace("credential>", 'credential verify="a.b.c">', 1)


def naive_attribute_first(image: bytes) -> str | None:
    """The token, or the content where there is none."""
    element = ET.fromstring(image)[0]  # noqa: S314 - that it trusts the file is the point
    return element.get("verify") or element.text


def test_two_naive_readers_see_two_badges_in_one_element() -> None:
    assert naive_attribute_first(svg(BOTH)) == "a.b.c"
    assert naive_markup(svg(BOTH)) == BADGE


def test_a_token_and_json_in_one_element_make_both_unbelievable() -> None:
    assert refusal(svg(BOTH)) == "image.svg-credential-malformed"
    assert unbake(svg('<openbadges:credential verify="a.b.c"/>')) == b"a.b.c"
    assert unbake(svg(ELEMENT)) == BADGE


@pytest.mark.parametrize(
    "element", ["<openbadges:credential/>", "<openbadges:credential> </openbadges:credential>",
                '<openbadges:credential openbadges:verify="a.b.c"/>']
)  # fmt: skip
def test_an_empty_element_is_refused(element: str) -> None:
    assert refusal(svg(element)) == "image.svg-credential-malformed"


@pytest.mark.parametrize(
    "element",
    [
        '<openbadges:credential verify=""/>',
        '<openbadges:credential verify="https://example.org/badge.json"/>',
        "<openbadges:credential verify='{\"proof\": {}}'/>",
        "<openbadges:credential>a.b.c</openbadges:credential>",
        "<openbadges:credential>&#160;{}</openbadges:credential>",
        "<openbadges:credential>[]</openbadges:credential>",
    ],
)
def test_each_form_of_a_credential_has_its_own_place(element: str) -> None:
    assert refusal(svg(element)) == "image.not-a-credential"
