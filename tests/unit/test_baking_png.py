from __future__ import annotations

import struct
import zlib

import pytest

from microcred.baking import OPEN_BADGES_2, bake, carried, unbake
from microcred.errors import ImageError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
BADGE = '{"proof": {}, "name": "Équipe ✓"}'.encode()


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


IHDR = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0))
IDAT = chunk(b"IDAT", zlib.compress(b"\0\1\2\3\4"))
IEND = chunk(b"IEND")
GAMMA, SOFTWARE = chunk(b"gAMA", b"\0\0\xb1\x8f"), chunk(b"tEXt", b"Software\0by hand")


def png(*before: bytes, after: bytes = b"") -> bytes:
    return SIGNATURE + IHDR + b"".join(before) + IDAT + after + IEND


def itxt(text: bytes, *, keyword: bytes = b"openbadgecredential", fields: bytes = b"\0\0\0\0") -> bytes:
    return chunk(b"iTXt", keyword + b"\0" + fields + text)


def test_the_credential_is_an_uncompressed_chunk_directly_after_the_header() -> None:
    assert bake(png(GAMMA), BADGE) == png(itxt(BADGE), GAMMA)


def test_a_learner_record_has_its_own_keyword() -> None:
    record = b'{"type": ["ClrCredential"], "proof": {}}'
    assert bake(png(), record) == png(itxt(record, keyword=b"clrcredential"))


def test_other_chunks_and_what_follows_the_picture_stay_as_they_are() -> None:
    picture = png(GAMMA, SOFTWARE, after=chunk(b"prVt", b"\0\xff")) + b"left over"
    assert bake(picture, BADGE).replace(itxt(BADGE), b"") == picture


def test_only_the_old_credential_is_taken_away() -> None:
    assert bake(png(GAMMA, itxt(b"{}"), SOFTWARE), BADGE) == png(itxt(BADGE), GAMMA, SOFTWARE)


def test_baking_repairs_a_picture_with_several_credentials() -> None:
    stapled = png(
        itxt(b"{}"), GAMMA, chunk(b"tEXt", b"openbadgecredential\0{}"), after=itxt(b"{}", keyword=b"clrcredential")
    )
    assert bake(stapled, BADGE) == png(itxt(BADGE), GAMMA)


@pytest.mark.parametrize("picture", [png(itxt(BADGE)), png(GAMMA, itxt(BADGE)), png(after=itxt(BADGE))])
def test_the_chunk_is_found_anywhere_between_header_and_end(picture: bytes) -> None:
    assert unbake(picture) == BADGE


def test_language_and_translated_keyword_mean_nothing() -> None:
    assert unbake(png(itxt(BADGE, fields=b"\0\0fr\0" + "insigne numérisé".encode() + b"\0"))) == BADGE


def test_compressed_text_is_read_although_nobody_may_write_it() -> None:
    assert unbake(png(itxt(zlib.compress(BADGE), fields=b"\1\0\0\0"))) == BADGE


def test_an_open_badges_2_picture_is_named_so() -> None:
    with pytest.raises(ImageError) as caught:
        unbake(png(itxt(b'{"type": "Assertion"}', keyword=b"openbadges")))
    assert caught.value.code == "image.open-badges-2"
    assert caught.value.evidence["payload"] == '{"type": "Assertion"}'


def test_the_open_badges_2_payload_can_be_had() -> None:
    found = carried(png(itxt(b'{"type": "Assertion"}', keyword=b"openbadges")))
    assert (found.standard, found.carrier, found.text) == (OPEN_BADGES_2, "iTXt chunk", b'{"type": "Assertion"}')


def test_the_first_bakers_left_a_url_in_a_text_chunk() -> None:
    found = carried(png(chunk(b"tEXt", b"openbadges\0https://example.org/caf\xe9")))
    assert (found.standard, found.carrier, found.text) == (
        OPEN_BADGES_2,
        "tEXt chunk",
        "https://example.org/café".encode(),
    )


def test_an_open_badges_2_assertion_may_stand_beside_a_credential() -> None:
    assertion = itxt(b'{"type": "Assertion"}', keyword=b"openbadges")
    baked = bake(png(assertion), BADGE)
    assert unbake(baked) == BADGE
    assert assertion in baked


def test_a_checksum_error_says_where_and_what() -> None:
    with pytest.raises(
        ImageError, match=r"^the IEND chunk at byte \d+ has the checksum ae426082, it announces 00000000$"
    ):
        unbake(png()[:-4] + bytes(4))
