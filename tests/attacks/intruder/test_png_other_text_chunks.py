"""The right keyword in another kind of text chunk.

Attack: a second credential is put into a tEXt or zTXt chunk under the keyword of badges, beside the iTXt chunk or
instead of it.

Naively: all three kinds of text are read alike, as image libraries do, and the one that comes first is shown.

Here: only iTXt carries a badge of 3.0 (Open Badges 3.0, 5.3.1.1): alone, another kind is `image.wrong-chunk-type`;
beside a real one, it makes both unbelievable; and baking takes it out.
"""

from __future__ import annotations

import zlib

import pytest

from hostile_pictures import BADGE, CREDENTIAL, KEYWORD, OTHER, chunk, png, refusal
from microcred.baking import bake, unbake
from naive_pictures import naive_chunks

TEXT = chunk(b"tEXt", KEYWORD + b"\0" + OTHER)
COMPRESSED = chunk(b"zTXt", KEYWORD + b"\0\0" + zlib.compress(OTHER))


def naive_any_text(image: bytes) -> bytes | None:
    """The first text with the right keyword, of whatever kind."""
    for kind, data in naive_chunks(image):
        keyword, _, rest = data.partition(b"\0")
        if keyword == KEYWORD:
            return {b"tEXt": rest, b"zTXt": zlib.decompressobj().decompress(rest[1:]), b"iTXt": rest[4:]}.get(kind)
    return None


def test_a_naive_reader_takes_the_text_of_any_chunk() -> None:
    assert naive_any_text(png(COMPRESSED, CREDENTIAL)) == OTHER


@pytest.mark.parametrize("lookalike", [TEXT, COMPRESSED], ids=["tEXt", "zTXt"])
def test_the_keyword_in_another_kind_of_text_chunk_is_not_a_credential(lookalike: bytes) -> None:
    assert refusal(png(lookalike)) == "image.wrong-chunk-type"
    assert refusal(png(lookalike, CREDENTIAL)) == "image.two-credentials"
    assert unbake(bake(png(lookalike), BADGE)) == BADGE
    assert unbake(png(CREDENTIAL)) == BADGE
