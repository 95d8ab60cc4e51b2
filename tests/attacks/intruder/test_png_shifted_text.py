"""A text chunk of a PNG that has too few fields, or one zero byte too many.

Attack: an iTXt chunk ends before its text begins, so that a language tag or a translated keyword stands where the text
should; or a zero byte in front shifts it.

Naively: the chunk is split at its zero bytes, and the last piece is the text, whichever field that was.

Here: the fields are read in the order of the standard (PNG 3rd edition, 11.3.3.4): a missing one is
`image.png-text-malformed`, and a text that begins with a zero byte is `image.not-a-credential`.
"""

from __future__ import annotations

import pytest

from hostile_pictures import BADGE, CREDENTIAL, KEYWORD, chunk, png, refusal
from microcred.baking import unbake


def naive_last_piece(image: bytes) -> bytes:
    """What stands behind the last zero byte of the chunk."""
    start = image.index(KEYWORD)
    length = int.from_bytes(image[start - 8 : start - 4])
    return image[start : start + length].rpartition(b"\0")[2]


SHIFTED = [b"\0\0\0" + BADGE, b"\0\0\0\0\0\0" + BADGE]


def test_a_naive_reader_takes_another_field_for_the_text() -> None:
    assert {naive_last_piece(png(chunk(b"iTXt", KEYWORD + body))) for body in SHIFTED} == {BADGE}


@pytest.mark.parametrize("body", [b"", b"\0", b"\0\0", b"\0\0\0", b"\0\0\0\0", b"\0\0\0" + BADGE])
def test_a_text_chunk_that_ends_before_its_text_is_refused(body: bytes) -> None:
    assert refusal(png(chunk(b"iTXt", KEYWORD + body))) == "image.png-text-malformed"
    assert unbake(png(CREDENTIAL)) == BADGE


def test_a_zero_byte_behind_the_keyword_does_not_shift_the_text() -> None:
    assert refusal(png(chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0\0" + BADGE))) == "image.not-a-credential"
