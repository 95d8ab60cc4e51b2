"""A keyword that only looks like that of badges.

Attack: a second credential stands in a text chunk whose keyword has another case, a space at its end, one letter more,
or ninety-nine letters and a zero byte in front.

Naively: the keyword is trimmed and lowered before it is compared, so two readers take two different chunks.

Here: a keyword is compared byte by byte (PNG 3rd edition, 11.3.3.1: keywords are case-sensitive), and what differs is
another program's text: it is passed over.
"""

from __future__ import annotations

import pytest

from hostile_pictures import BADGE, CREDENTIAL, KEYWORD, OTHER, png, refusal, text_chunk
from microcred.baking import unbake
from naive_pictures import naive_chunks


def naive_trimmed(image: bytes) -> bytes | None:
    """The text whose keyword is right once it has been tidied up."""
    for kind, data in naive_chunks(image):
        if kind == b"iTXt" and data.split(b"\0")[0].strip().lower() == KEYWORD:
            return data.split(b"\0", 5)[-1]
    return None


def test_a_naive_reader_takes_a_keyword_in_another_case() -> None:
    assert naive_trimmed(png(text_chunk(OTHER, KEYWORD.upper()), CREDENTIAL)) == OTHER


@pytest.mark.parametrize(
    "keyword",
    [KEYWORD + b" ", b" " + KEYWORD, KEYWORD.upper(), KEYWORD + b"s", KEYWORD[:-1], b"", b"x" * 100 + b"\0" + KEYWORD],
)
def test_a_keyword_that_only_looks_like_the_right_one_is_ignored(keyword: bytes) -> None:
    lookalike = text_chunk(OTHER, keyword)
    assert refusal(png(lookalike)) == "image.no-credential"
    assert unbake(png(lookalike, CREDENTIAL)) == BADGE
