"""A PNG whose parts are out of order, missing or doubled.

Attack: the credential stands in front of the header, within the end, or in a file that holds no picture at all, so that
picture programs and badge readers see different files.

Naively: the bytes are searched for the keyword, and a credential counts wherever it is found.

Here: IHDR with 13 bytes first and once, at least one IDAT, an empty IEND last (PNG 3rd edition, 5.6); the errors are
`image.png-order` and `image.png-chunk`.
"""

from __future__ import annotations

import pytest

from hostile_pictures import BADGE, CREDENTIAL, IDAT, IEND, IHDR, KEYWORD, SIGNATURE, chunk, png, refusal
from microcred.baking import unbake


def naive_found(image: bytes) -> bytes | None:
    """The text behind the keyword, up to the last brace."""
    start = image.find(KEYWORD)
    return None if start < 0 else image[start + len(KEYWORD) + 5 : image.rindex(b"}") + 1]


IN_FRONT = SIGNATURE + CREDENTIAL + IHDR + IDAT + IEND
WITHIN_THE_END = SIGNATURE + IHDR + IDAT + chunk(b"IEND", CREDENTIAL)
NO_PICTURE = SIGNATURE + IHDR + CREDENTIAL + IEND


def test_a_naive_reader_finds_a_credential_wherever_it_stands() -> None:
    assert {naive_found(image) for image in (IN_FRONT, WITHIN_THE_END, NO_PICTURE)} == {BADGE}


def test_a_chunk_in_front_of_the_header_is_refused() -> None:
    assert refusal(IN_FRONT) == "image.png-order"
    assert unbake(png(CREDENTIAL)) == BADGE


def test_a_file_without_a_header_is_refused() -> None:
    assert refusal(SIGNATURE + CREDENTIAL + IDAT + IEND) == "image.png-order"


def test_a_second_header_is_refused() -> None:
    assert refusal(png(CREDENTIAL, IHDR)) == "image.png-order"


def test_a_file_of_text_without_a_picture_is_refused() -> None:
    assert refusal(NO_PICTURE) == "image.png-order"


@pytest.mark.parametrize("broken", [chunk(b"IHDR", b"\0" * 12), chunk(b"IHDR")])
def test_a_header_of_the_wrong_size_is_refused(broken: bytes) -> None:
    assert refusal(SIGNATURE + broken + CREDENTIAL + IDAT + IEND) == "image.png-chunk"


def test_an_end_that_carries_data_is_refused() -> None:
    assert refusal(WITHIN_THE_END) == "image.png-chunk"
