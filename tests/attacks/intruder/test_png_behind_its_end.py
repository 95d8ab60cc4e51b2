"""A credential behind the end of a PNG.

Attack: another credential is appended to a badge, behind IEND, where no picture program looks.

Naively: the chunks are read until the file ends, and the last one wins.

Here: a PNG ends with IEND, "the rest of the stream can be safely discarded": what stands behind it is neither read nor
changed.
"""

from __future__ import annotations

from hostile_pictures import BADGE, CREDENTIAL, IEND, KEYWORD, OTHER, png, refusal, text_chunk
from microcred.baking import bake, unbake
from naive_pictures import naive_chunks


def naive_last_text(image: bytes) -> bytes:
    """The last text with the right keyword, up to the end of the file."""
    texts = [data.split(b"\0", 5)[-1] for _, data in naive_chunks(image) if data.startswith(KEYWORD)]
    return texts[-1]


def test_a_naive_reader_goes_on_behind_the_end() -> None:
    assert naive_last_text(png(CREDENTIAL) + text_chunk(OTHER)) == OTHER


def test_a_credential_behind_the_end_of_the_picture_is_not_seen() -> None:
    assert refusal(png() + CREDENTIAL + IEND) == "image.no-credential"
    assert unbake(png(CREDENTIAL) + text_chunk(OTHER)) == BADGE


def test_baking_leaves_what_stands_behind_the_end_as_it_is() -> None:
    baked = bake(png() + text_chunk(OTHER), BADGE)
    assert unbake(baked) == BADGE
    assert baked.endswith(IEND + text_chunk(OTHER))
