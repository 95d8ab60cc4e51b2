"""A picture that shows one badge to each of two readers.

Attack: The forger bakes an SVG whose element for the badge has both: an address, and a badge as its text. Whoever reads
the one judges another badge than whoever reads the other.

Naively: The program that judges reads the text, as newer pictures have it; the one that shows the badge takes the
address, as older ones have it.

Here: A picture with both is no picture with a badge: ``image.svg-credential-malformed`` (Open Badges 2.0, Baking).
"""

from __future__ import annotations

import json
import re

import pytest

from hosted_badges import EVIL
from microcred.document import Document
from microcred.errors import ImageError
from microcred.verification.open_badges_2 import recognise
from open_badges_2 import (
    ASSERTION,
    assertion,
)

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="http://openbadges.org">'
    f'<o:assertion verify="{EVIL}/1"><![CDATA[{json.dumps(assertion())}]]></o:assertion></svg>'
)


def naive_judged(picture: str) -> str:
    found = re.search(r"<!\[CDATA\[(.*)\]\]>", picture)
    assert found is not None
    return json.loads(found[1])["id"]


def naive_shown(picture: str) -> str:
    found = re.search(r'verify="([^"]*)"', picture)
    assert found is not None
    return found[1]


def test_naive_readers_see_two_badges() -> None:
    assert naive_judged(PICTURE) == ASSERTION
    assert naive_shown(PICTURE) == f"{EVIL}/1"


def test_a_picture_with_one_badge_is_read() -> None:
    assert recognise(PICTURE.replace(f' verify="{EVIL}/1"', "").encode()) == Document.parse(json.dumps(assertion()))


def test_a_svg_does_not_show_one_badge_to_each_of_two_readers() -> None:
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="http://openbadges.org">'
        f'<o:assertion verify="{EVIL}/1"><![CDATA[{json.dumps(assertion())}]]></o:assertion></svg>'
    )
    assert recognise(picture.encode()) is None  # and whoever wants a credential in it hears why
    from microcred.baking import carried

    with pytest.raises(ImageError) as caught:
        carried(picture.encode())
    assert caught.value.code == "image.svg-credential-malformed"
