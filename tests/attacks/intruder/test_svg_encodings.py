"""An SVG in another encoding than it seems.

Attack: the file is UTF-16, declares UTF-7 or Latin-1, or holds bytes that are no UTF-8, so that a scanner for bytes and
a parser of XML read different markup: `+ADw-script+AD4-` is nothing for one and a tag for the other.

Naively: whoever shows the picture follows the encoding that it declares; whoever checked it looked at the bytes.

Here: a picture is UTF-8, by its bytes and by what it declares; anything else is `image.svg-encoding`.
"""

from __future__ import annotations

import re

import pytest

from hostile_pictures import BADGE, ELEMENT, refusal, svg
from microcred.baking import unbake


def naive_markup_of(image: bytes) -> str:
    """The picture as text, in the encoding that it declares."""
    declared = re.search(rb'encoding="([^"]+)"', image)
    return image.decode(declared[1].decode() if declared else "utf-8")


def test_a_naive_reader_decodes_a_script_that_no_filter_saw() -> None:
    image = svg("+ADw-script+AD4-alert(1)+ADw-/script+AD4-", before='<?xml version="1.0" encoding="UTF-7"?>')
    assert b"<script>" not in image
    assert "<script>" in naive_markup_of(image)
    assert refusal(image) == "image.svg-encoding"


def test_utf_16_is_refused_and_named() -> None:
    text = svg(before='<?xml version="1.0" encoding="UTF-16"?>').decode()
    assert {refusal(text.encode(name)) for name in ("utf-16", "utf-16-le", "utf-16-be")} == {"image.svg-encoding"}


@pytest.mark.parametrize("name", ["ISO-8859-1", "UTF-16", "UTF-7", "utf-32", "x" * 1000])
def test_a_declared_encoding_other_than_utf_8_is_refused(name: str) -> None:
    assert refusal(svg(before=f'<?xml version="1.0" encoding="{name}"?>')) == "image.svg-encoding"
    assert unbake(svg(before='<?xml version="1.0" encoding="utf-8"?>')) == BADGE


@pytest.mark.parametrize("broken", [b"\xe9", b"\xc0\xbc", b"\xed\xa0\x80", b"\0"])
def test_bytes_that_are_not_utf_8_are_refused(broken: bytes) -> None:
    assert refusal(svg("<text>X</text>" + ELEMENT).replace(b"X", broken)) == "image.svg-encoding"
