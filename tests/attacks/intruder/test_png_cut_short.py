"""A PNG that ends too early.

Attack: the file breaks off somewhere: in the middle of the credential, of a length, or just before its end.

Naively: a slice beyond the end of the bytes is simply shorter, so half a credential is handed out as a whole one.

Here: every chunk has to be there with all its bytes, and IEND at the end; the error is `image.truncated`, wherever the
file was cut.
"""

from __future__ import annotations

import pytest

from hostile_pictures import BADGE, CREDENTIAL, IDAT, IHDR, SIGNATURE, png, refusal
from microcred.baking import unbake
from naive_pictures import naive_text


def test_a_naive_reader_hands_out_half_a_credential() -> None:
    assert naive_text(SIGNATURE + IHDR + CREDENTIAL[:-8]) == BADGE[:-4]


@pytest.mark.parametrize("cut", range(8, len(png(CREDENTIAL))))
def test_a_file_that_ends_early_is_refused_wherever_it_ends(cut: int) -> None:
    assert refusal(png(CREDENTIAL)[:cut]) == "image.truncated"


def test_a_file_without_an_end_is_refused() -> None:
    assert refusal(SIGNATURE + IHDR + CREDENTIAL + IDAT) == "image.truncated"
    assert unbake(png(CREDENTIAL)) == BADGE
