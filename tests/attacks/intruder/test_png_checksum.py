"""A PNG whose bytes were changed after it was written.

Attack: one letter of the credential, or of anything else in the picture, is changed, and the checksum of its chunk is
left as it was.

Naively: the reader goes by the lengths alone, and hands out a text that nobody baked.

Here: every checksum up to IEND is compared before a chunk is believed (PNG 3rd edition, 5.3 and 13.2), and the error is
`image.crc-mismatch`.
"""

from __future__ import annotations

from hostile_pictures import BADGE, CREDENTIAL, IEND, png, refusal
from microcred.baking import unbake
from naive_pictures import naive_text


def test_a_naive_reader_hands_out_the_changed_text() -> None:
    assert naive_text(png(CREDENTIAL).replace(b"proof", b"prooF")) == b'{"prooF": {}}'


def test_a_changed_letter_in_the_credential_breaks_its_checksum() -> None:
    assert refusal(png(CREDENTIAL).replace(b"proof", b"prooF")) == "image.crc-mismatch"
    assert unbake(png(CREDENTIAL)) == BADGE


def test_a_wrong_checksum_anywhere_else_is_refused_too() -> None:
    image = bytearray(png(CREDENTIAL))
    image[-len(IEND) - 1] ^= 1
    assert refusal(bytes(image)) == "image.crc-mismatch"
