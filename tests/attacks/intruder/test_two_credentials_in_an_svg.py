"""Two credentials stapled into one SVG.

Attack: a second credential is put into somebody's badge, in front of the first one, behind it, or deep in its metadata;
or a learner record is put beside it.

Naively: one reader takes the first element, the next one the last: the picture shows one person here and another there.

Here: neither is believed: `image.two-credentials`, even where both are the same.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from hostile_pictures import BADGE, ELEMENT, OB3, OTHER_ELEMENT, refusal, svg
from microcred.baking import unbake
from naive_pictures import naive_markup


def naive_last(image: bytes) -> str | None:
    """The text of the last element of a badge."""
    found = list(ET.fromstring(image).iter(f"{{{OB3}}}credential"))  # noqa: S314 - that it trusts the file is the point
    return found[-1].text


def test_two_naive_readers_see_two_badges_in_one_picture() -> None:
    image = svg(ELEMENT + OTHER_ELEMENT)
    assert (naive_markup(image), naive_last(image)) == (BADGE, '{"id": "another"}')


@pytest.mark.parametrize("where", ["{}", "<metadata>{}</metadata>", "<defs><svg>{}</svg></defs>"])
@pytest.mark.parametrize("second", [OTHER_ELEMENT, ELEMENT], ids=["another", "the same"])
def test_a_second_credential_stapled_to_an_svg_makes_both_unbelievable(where: str, second: str) -> None:
    assert refusal(svg(ELEMENT + where.format(second))) == "image.two-credentials"
    assert refusal(svg(where.format(second) + ELEMENT)) == "image.two-credentials"
    assert unbake(svg(where.format(ELEMENT))) == BADGE


def test_a_learner_record_stapled_to_a_badge_makes_both_unbelievable() -> None:
    record = '<c:credential xmlns:c="https://purl.imsglobal.org/clr/v2p0">{}</c:credential>'
    assert refusal(svg(ELEMENT + record)) == "image.two-credentials"
