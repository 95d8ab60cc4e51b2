"""A text in a PNG that is not quite UTF-8.

Attack: the credential holds bytes that no strict decoder takes: an overlong slash, half of a surrogate pair, half of a
letter.

Naively: what cannot be decoded is left out, so the text that is judged is not the text that was stored.

Here: the text is UTF-8 to the letter, or it is `image.text-not-utf-8`.
"""

from __future__ import annotations

import json

import pytest

from hostile_pictures import BADGE, CREDENTIAL, png, refusal, text_chunk
from microcred.baking import unbake
from naive_pictures import naive_text


def naive_read(image: bytes) -> dict[str, str]:
    """The JSON in the picture, without what cannot be decoded."""
    found: dict[str, str] = json.loads((naive_text(image) or b"").decode("utf-8", "ignore"))
    return found


def test_a_naive_reader_leaves_out_what_it_cannot_read() -> None:
    assert naive_read(png(text_chunk(b'{"na\xc0me": "a"}'))) == {"name": "a"}


@pytest.mark.parametrize("broken", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80"])
def test_text_that_is_not_strictly_utf_8_is_refused(broken: bytes) -> None:
    assert refusal(png(text_chunk(b'{"a": "' + broken + b'"}'))) == "image.text-not-utf-8"
    assert unbake(png(CREDENTIAL)) == BADGE
