"""Megabytes of the same few characters in an SVG.

Attack: four megabytes of `<`, of quotation marks, of beginnings of a tag: whatever a scanner looks at twice.

Naively: at each `<` the end of the tag is searched for, up to the end of the file, so that the work grows with the
square of its size.

Here: the parser looks at each byte once, the patterns give nothing back, and the picture is read or refused in the time
of its length.
"""

from __future__ import annotations

import pytest

from hostile_pictures import BADGE, svg
from microcred.baking import unbake
from microcred.errors import ImageError


def naive_steps(image: bytes) -> int:
    """How many bytes are looked at in search of the ends of all tags."""
    steps, at = 0, image.find(b"<")
    while at >= 0:
        end = image.find(b">", at)
        steps += (end if end >= 0 else len(image)) - at
        at = image.find(b"<", at + 1)
    return steps


def test_a_naive_scanner_takes_four_times_as_long_for_twice_as_much() -> None:
    short, long = naive_steps(b"<" * 1_000), naive_steps(b"<" * 2_000)
    assert long > 3.9 * short


def test_a_huge_attribute_is_read_in_linear_time() -> None:
    assert unbake(svg(attributes=f' d="{"M 0 0 " * 1_500_000}"')) == BADGE


@pytest.mark.parametrize(
    "filling",
    [
        "<",
        "<!--",
        "<a ",
        "'\"",
        "<svg ",
        "]]>",
        "&amp;",
        "<a:",
        "<openbadges:credential",
        "<![CDATA[",
        "\n",
        "<?x ",
        "=",
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_megabytes_of_one_pattern_are_read_in_linear_time(filling: str, inside: bool) -> None:
    flood = filling * (4_000_000 // len(filling))
    image = svg(flood) if inside else f"<svg{flood}".encode()
    with pytest.raises(ImageError):
        unbake(image)
