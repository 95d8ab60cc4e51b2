from __future__ import annotations

import pytest

from microcred.multibase import (
    decode_base58btc,
    decode_base64url,
    decode_multibase,
    encode_base58btc,
    encode_base64url,
)

# multiformats/multibase, tests: basic.csv, leading_zero.csv and two_leading_zeros.csv.
MULTIBASE_VECTORS = [
    (b"yes mani !", "z7paNL19xttacUY", "ueWVzIG1hbmkgIQ"),
    (b"\0yes mani !", "z17paNL19xttacUY", "uAHllcyBtYW5pICE"),
    (b"\0\0yes mani !", "z117paNL19xttacUY", "uAAB5ZXMgbWFuaSAh"),
]


@pytest.mark.parametrize(("data", "base58", "_base64"), MULTIBASE_VECTORS)
def test_base58btc_is_written_as_in_the_published_vectors(data: bytes, base58: str, _base64: str) -> None:
    assert encode_base58btc(data) == base58


@pytest.mark.parametrize(("data", "base58", "base64"), MULTIBASE_VECTORS)
def test_both_alphabets_are_read_as_in_the_published_vectors(data: bytes, base58: str, base64: str) -> None:
    assert decode_multibase(base58, max_length=20) == decode_multibase(base64, max_length=20) == data


def test_no_bytes_are_the_mark_alone() -> None:
    assert encode_base58btc(b"") == "z"
    assert decode_base58btc("z", max_length=1) == b""


@pytest.mark.parametrize("text", ["z0", "zO", "zI", "zl", "z7paNL19xtta cUY", "z7paNL19xttacUY\n", "zé", "z-"])
def test_characters_outside_the_base58_alphabet_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a character of base58-btc"):
        decode_base58btc(text, max_length=100)


@pytest.mark.parametrize("text", ["", "7paNL19xttacUY", "ueWVzIG1hbmkgIQ", "Z7paNL19xttacUY", "f796573"])
def test_another_base_is_not_base58btc(text: str) -> None:
    with pytest.raises(ValueError, match="does not begin with 'z'"):
        decode_base58btc(text, max_length=100)


@pytest.mark.parametrize("text", ["", "f796573", "MeWVz", "Z7paNL19xttacUY", "UeWVzIG1hbmkgIQ=="])
def test_other_multibase_marks_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a multibase mark known here"):
        decode_multibase(text, max_length=100)


@pytest.mark.parametrize("text", ["z" + "2" * 1_000_000, "u" + "A" * 1_000_000])
def test_a_text_beyond_the_limit_is_refused_before_it_is_decoded(text: str) -> None:
    with pytest.raises(ValueError, match="1000001 characters, at most 90 are read"):
        decode_multibase(text, max_length=90)


@pytest.mark.parametrize("text", ["z" + "1" * 10, "u" + "A" * 10])
def test_one_character_beyond_the_limit_is_too_many(text: str) -> None:
    with pytest.raises(ValueError, match="11 characters, at most 10 are read"):
        decode_multibase(text, max_length=10)


def test_a_text_at_the_limit_is_read() -> None:
    assert decode_multibase("z" + "1" * 9, max_length=10) == bytes(9)
    assert decode_multibase("u" + "A" * 8, max_length=9) == bytes(6)


@pytest.mark.parametrize("data", [b"", b"\0", b"\xff\xfe", b"\xfb\xef\xbe", b"a" * 64])
def test_base64url_without_padding_comes_back_as_it_was(data: bytes) -> None:
    text = encode_base64url(data)
    assert "=" not in text
    assert decode_base64url(text, max_length=100) == data


@pytest.mark.parametrize(
    "text",
    ["AA==", "A", "AAAAA", "AA A", "AA\n", "++//", "A.A.", "AÄAA", "=", "AA=A", "\u0660AAA"],
    ids=ascii,
)
def test_text_that_is_not_unpadded_base64url_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="canonical form"):
        decode_base64url(text, max_length=100)


def test_unused_bits_of_base64url_must_be_zero() -> None:
    assert decode_base64url("_w", max_length=2) == b"\xff"
    with pytest.raises(ValueError, match="canonical form"):
        decode_base64url("_x", max_length=2)
