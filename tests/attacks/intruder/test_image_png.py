"""Hostile PNG files: each is one way to crash, stall, flood or fool a reader of baked badges."""

from __future__ import annotations

import struct
import tracemalloc
import zlib

import pytest

from microcred.baking import bake, unbake
from microcred.baking.png import MAX_CHUNKS
from microcred.document import MAX_BYTES
from microcred.errors import ImageError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
BADGE, OTHER = b'{"proof": {}}', b'{"proof": {}, "credentialSubject": {"id": "did:example:somebody-else"}}'


def chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


IHDR = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0))
IDAT = chunk(b"IDAT", zlib.compress(b"\0\1\2\3\4"))
IEND = chunk(b"IEND")
KEYWORD = b"openbadgecredential"
CREDENTIAL = chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0" + BADGE)


def png(*before: bytes, after: bytes = b"") -> bytes:
    return SIGNATURE + IHDR + b"".join(before) + IDAT + after + IEND


def code(image: bytes) -> str:
    with pytest.raises(ImageError) as caught:
        unbake(image)
    return caught.value.code


def test_a_changed_letter_in_the_credential_breaks_its_checksum() -> None:
    assert code(png(CREDENTIAL).replace(b"proof", b"prooF")) == "image.crc-mismatch"


def test_a_wrong_checksum_anywhere_else_is_refused_too() -> None:
    image = bytearray(png(CREDENTIAL))
    image[-len(IEND) - 1] ^= 1
    assert code(bytes(image)) == "image.crc-mismatch"


@pytest.mark.parametrize("length", [len(CREDENTIAL) - 11, 2**31 - 1, 2**31, 2**32 - 1])
def test_a_chunk_cannot_announce_more_bytes_than_there_are(length: int) -> None:
    lying = struct.pack(">I", length) + CREDENTIAL[4:]
    assert code(SIGNATURE + IHDR + lying) == "image.truncated"


@pytest.mark.parametrize("cut", range(8, len(png(CREDENTIAL))))
def test_a_file_that_ends_early_is_refused_wherever_it_ends(cut: int) -> None:
    assert code(png(CREDENTIAL)[:cut]) == "image.truncated"


def test_a_file_without_an_end_is_refused() -> None:
    assert code(SIGNATURE + IHDR + CREDENTIAL + IDAT) == "image.truncated"


def test_a_compressed_text_cannot_inflate_without_bound() -> None:
    deflater, blank = zlib.compressobj(9), b" " * 1_000_000
    bomb = deflater.compress(b"{") + b"".join(deflater.compress(blank) for _ in range(100)) + deflater.flush()
    image = png(chunk(b"iTXt", KEYWORD + b"\0\1\0\0\0" + bomb))
    tracemalloc.start()
    try:
        assert code(image) == "image.too-large"
        assert tracemalloc.get_traced_memory()[1] < 3 * MAX_BYTES
    finally:
        tracemalloc.stop()


def test_many_bombs_are_counted_before_any_is_inflated() -> None:
    bomb = chunk(b"iTXt", KEYWORD + b"\0\1\0\0\0" + zlib.compress(b"{" + b" " * 9_000_000, 9))
    assert code(png(bomb * 500)) == "image.two-credentials"


@pytest.mark.parametrize("stream", [b"", b"not zlib", zlib.compress(BADGE)[:-1], zlib.compress(BADGE) + b"{}"])
def test_compressed_text_is_exactly_one_whole_stream(stream: bytes) -> None:
    assert code(png(chunk(b"iTXt", KEYWORD + b"\0\1\0\0\0" + stream))) == "image.png-text-malformed"


@pytest.mark.parametrize("flags", [b"\2\0", b"\0\1", b"\1\1", b"\xff\xff"])
def test_an_unknown_compression_is_refused(flags: bytes) -> None:
    assert code(png(chunk(b"iTXt", KEYWORD + b"\0" + flags + b"\0\0" + BADGE))) == "image.png-text-malformed"


@pytest.mark.parametrize("body", [b"", b"\0", b"\0\0", b"\0\0\0", b"\0\0\0\0", b"\0\0\0" + BADGE])
def test_a_text_chunk_that_ends_before_its_text_is_refused(body: bytes) -> None:
    assert code(png(chunk(b"iTXt", KEYWORD + body))) == "image.png-text-malformed"


def test_a_chunk_in_front_of_the_header_is_refused() -> None:
    assert code(SIGNATURE + CREDENTIAL + IHDR + IDAT + IEND) == "image.png-order"


def test_a_file_without_a_header_is_refused() -> None:
    assert code(SIGNATURE + CREDENTIAL + IDAT + IEND) == "image.png-order"


def test_a_second_header_is_refused() -> None:
    assert code(png(CREDENTIAL, IHDR)) == "image.png-order"


def test_a_file_of_text_without_a_picture_is_refused() -> None:
    assert code(SIGNATURE + IHDR + CREDENTIAL + IEND) == "image.png-order"


@pytest.mark.parametrize("broken", [chunk(b"IHDR", b"\0" * 12), chunk(b"IHDR")])
def test_a_header_of_the_wrong_size_is_refused(broken: bytes) -> None:
    assert code(SIGNATURE + broken + CREDENTIAL + IDAT + IEND) == "image.png-chunk"


def test_an_end_that_carries_data_is_refused() -> None:
    assert code(SIGNATURE + IHDR + IDAT + chunk(b"IEND", CREDENTIAL)) == "image.png-chunk"


@pytest.mark.parametrize("kind", [b"iTX\0", b"1TXt", b"iTX ", b"\xe9TXt"])
def test_a_chunk_type_is_four_letters(kind: bytes) -> None:
    assert code(png(chunk(kind, b"x"), CREDENTIAL)) == "image.png-chunk"


@pytest.mark.parametrize("second", [BADGE, OTHER], ids=["the same", "another"])
@pytest.mark.parametrize("keyword", [KEYWORD, b"clrcredential"])
def test_a_second_credential_stapled_to_a_badge_makes_both_unbelievable(keyword: bytes, second: bytes) -> None:
    stapled = chunk(b"iTXt", keyword + b"\0\0\0\0\0" + second)
    assert code(png(CREDENTIAL, stapled)) == "image.two-credentials"
    assert code(png(stapled, after=CREDENTIAL)) == "image.two-credentials"


@pytest.mark.parametrize(
    "lookalike",
    [chunk(b"tEXt", KEYWORD + b"\0" + OTHER), chunk(b"zTXt", KEYWORD + b"\0\0" + zlib.compress(OTHER))],
    ids=["tEXt", "zTXt"],
)
def test_the_keyword_in_another_kind_of_text_chunk_is_not_a_credential(lookalike: bytes) -> None:
    assert code(png(lookalike)) == "image.wrong-chunk-type"
    assert code(png(lookalike, CREDENTIAL)) == "image.two-credentials"
    assert unbake(bake(png(lookalike), BADGE)) == BADGE


@pytest.mark.parametrize(
    "keyword",
    [KEYWORD + b" ", b" " + KEYWORD, KEYWORD.upper(), KEYWORD + b"s", KEYWORD[:-1], b"", b"x" * 100 + b"\0" + KEYWORD],
)
def test_a_keyword_that_only_looks_like_the_right_one_is_ignored(keyword: bytes) -> None:
    lookalike = chunk(b"iTXt", keyword + b"\0\0\0\0\0" + OTHER)
    assert code(png(lookalike)) == "image.no-credential"
    assert unbake(png(lookalike, CREDENTIAL)) == BADGE


def test_a_zero_byte_behind_the_keyword_does_not_shift_the_text() -> None:
    assert code(png(chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0\0" + BADGE))) == "image.not-a-credential"


@pytest.mark.parametrize("text", [b"", b"null", b"[{}]", b"https://example.org/badge.json", b"a.b", b"a.b.", b"a..c"])
def test_text_that_is_no_credential_is_not_handed_out(text: bytes) -> None:
    assert code(png(chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0" + text))) == "image.not-a-credential"


@pytest.mark.parametrize("broken", [b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80"])
def test_text_that_is_not_strictly_utf_8_is_refused(broken: bytes) -> None:
    assert code(png(chunk(b"iTXt", KEYWORD + b'\0\0\0\0\0{"a": "' + broken + b'"}'))) == "image.text-not-utf-8"


def test_a_credential_behind_the_end_of_the_picture_is_not_seen() -> None:
    assert code(png() + CREDENTIAL + IEND) == "image.no-credential"
    assert unbake(png(CREDENTIAL) + chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0" + OTHER)) == BADGE


def test_an_svg_inside_a_png_is_not_read_as_one() -> None:
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><credential xmlns="https://purl.imsglobal.org/ob/v3p0">'
        + OTHER
        + b"</credential></svg>"
    )
    assert code(png(chunk(b"tEXt", b"Comment\0" + drawing)) + drawing) == "image.no-credential"


def test_a_million_empty_chunks_are_not_walked_through() -> None:
    assert code(SIGNATURE + IHDR + chunk(b"IDAT") * (MAX_CHUNKS * 10) + IEND) == "image.too-complex"


def test_the_largest_picture_with_the_most_chunks_is_read() -> None:
    filling = chunk(b"teSt", b"x" * 100) * (MAX_CHUNKS - 4)
    assert unbake(png(filling, CREDENTIAL)) == BADGE


@pytest.mark.parametrize("damage", [(b"\r\n\x1a\n", b"\n\x1a\n"), (b"\n\x1a\n", b"\r\n\x1a\r\n"), (b"\x1a", b"")])
def test_a_picture_sent_in_text_mode_is_told_by_its_signature(damage: tuple[bytes, bytes]) -> None:
    assert code(png(CREDENTIAL).replace(*damage)) == "image.png-signature"
