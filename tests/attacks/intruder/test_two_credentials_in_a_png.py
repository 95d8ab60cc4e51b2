"""Two credentials stapled into one PNG.

Attack: a second credential is put into somebody's badge, in front of the first one or behind it, with the same keyword
or with that of learner records.

Naively: one reader stops at the first chunk, the next one lets the last chunk win: the picture shows one person here
and another one there.

Here: the standards let a reader stop at the first one, and so neither is believed: `image.two-credentials`, even where
both are the same.
"""

from __future__ import annotations

import pytest

from hostile_pictures import BADGE, CREDENTIAL, KEYWORD, OTHER, png, refusal, text_chunk
from microcred.baking import unbake
from naive_pictures import naive_chunks, naive_text


def naive_last_text(image: bytes) -> bytes | None:
    """The texts in a dictionary by keyword, as image libraries keep them."""
    texts = {data.split(b"\0")[0]: data.split(b"\0", 5)[-1] for kind, data in naive_chunks(image) if kind == b"iTXt"}
    return texts.get(KEYWORD)


def test_two_naive_readers_see_two_badges_in_one_picture() -> None:
    image = png(CREDENTIAL, text_chunk(OTHER))
    assert (naive_text(image), naive_last_text(image)) == (BADGE, OTHER)


@pytest.mark.parametrize("second", [BADGE, OTHER], ids=["the same", "another"])
@pytest.mark.parametrize("keyword", [KEYWORD, b"clrcredential"])
def test_a_second_credential_stapled_to_a_badge_makes_both_unbelievable(keyword: bytes, second: bytes) -> None:
    stapled = text_chunk(second, keyword)
    assert refusal(png(CREDENTIAL, stapled)) == "image.two-credentials"
    assert refusal(png(stapled, after=CREDENTIAL)) == "image.two-credentials"
    assert unbake(png(CREDENTIAL)) == BADGE
