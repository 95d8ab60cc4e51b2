"""Two badges of Open Badges 2.0 in one picture.

Attack: a picture has two assertions, an address in its `verify` attribute and another badge as its content, or one in a
tEXt chunk, as the first bakers wrote it, and one in an iTXt chunk.

Naively: one reader fetches the address in the attribute, another one reads the content: they see two badges.

Here: two of them are `image.two-credentials`, and an attribute that is not the address of the content is
`image.svg-credential-malformed`.
"""

from __future__ import annotations

import re

import pytest

from hostile_pictures import chunk, png, text_chunk
from microcred.baking import carried
from microcred.errors import ImageError

ONE, TWO = "https://a.example/1", "https://a.example/2"
BOTH = f'<openbadges:assertion verify="{ONE}">{{"id": "{TWO}"}}</openbadges:assertion>'


def drawing(inside: str) -> bytes:
    root = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">'
    return f"{root}{inside}</svg>".encode()


def naive_address(image: bytes) -> str:
    """The address in the attribute."""
    found = re.search(rb'<openbadges:assertion verify="([^"]+)"', image)
    assert found is not None
    return found[1].decode()


def naive_id(image: bytes) -> str:
    """The id in the content."""
    found = re.search(rb'"id": "([^"]+)"', image)
    assert found is not None
    return found[1].decode()


def test_two_naive_readers_see_two_badges() -> None:
    assert (naive_address(drawing(BOTH)), naive_id(drawing(BOTH))) == (ONE, TWO)


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (drawing(BOTH), "image.svg-credential-malformed"),
        (drawing(f'<openbadges:assertion verify="{ONE}"/>' * 2), "image.two-credentials"),
        (
            png(chunk(b"tEXt", b"openbadges\0" + ONE.encode()), text_chunk(b"{}", b"openbadges")),
            "image.two-credentials",
        ),
        (png(text_chunk(b"{}", b"openbadges") * 2), "image.two-credentials"),
    ],
    ids=["both", "two elements", "two kinds", "two chunks"],
)
def test_two_assertions_make_both_unbelievable(image: bytes, code: str) -> None:
    with pytest.raises(ImageError) as caught:
        carried(image)
    assert caught.value.code == code


def test_one_assertion_is_read() -> None:
    assert carried(drawing(BOTH.replace(TWO, ONE))).text == f'{{"id": "{ONE}"}}'.encode()
    assert carried(png(chunk(b"tEXt", b"openbadges\0" + ONE.encode()))).text == ONE.encode()
