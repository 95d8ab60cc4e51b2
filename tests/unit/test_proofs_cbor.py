"""Deterministic CBOR: each value has one form, and nothing else is read."""

from __future__ import annotations

from typing import Any

import pytest

from microcred.proofs.cbor import decode_cbor, encode_cbor

# RFC 8949, appendix A, as much of it as is written here.
APPENDIX = [
    (0, "00"),
    (1, "01"),
    (10, "0a"),
    (23, "17"),
    (24, "1818"),
    (25, "1819"),
    (100, "1864"),
    (1000, "1903e8"),
    (1000000, "1a000f4240"),
    (1000000000000, "1b000000e8d4a51000"),
    (18446744073709551615, "1bffffffffffffffff"),
    (b"", "40"),
    (bytes.fromhex("01020304"), "4401020304"),
    ("", "60"),
    ("a", "6161"),
    ("IETF", "6449455446"),
    ('"\\', "62225c"),
    ("ü", "62c3bc"),
    ("水", "63e6b0b4"),
    ("𐅑", "64f0908591"),
    ([], "80"),
    ([1, 2, 3], "83010203"),
    ([1, [2, 3], [4, 5]], "8301820203820405"),
    (list(range(1, 26)), "98190102030405060708090a0b0c0d0e0f101112131415161718181819"),
    ({}, "a0"),
    ({1: 2, 3: 4}, "a201020304"),
]


@pytest.mark.parametrize(("value", "text"), APPENDIX)
def test_the_examples_of_the_standard_are_written(value: Any, text: str) -> None:
    assert encode_cbor(value).hex() == text


@pytest.mark.parametrize(("value", "text"), APPENDIX)
def test_the_examples_of_the_standard_are_read(value: Any, text: str) -> None:
    assert decode_cbor(bytes.fromhex(text)) == value


def test_the_keys_of_a_map_are_written_in_ascending_order() -> None:
    assert encode_cbor({1000: b"", 24: b"", 3: b""}).hex() == "a303401818401903e840"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no byte"),
        ("18", "a number cut off"),
        ("1817", "23 in two bytes"),
        ("190018", "24 in three bytes"),
        ("1a000003e8", "1000 in five bytes"),
        ("1b00000000000f4240", "a million in nine bytes"),
        ("5801ff", "a length in two bytes that has room in one"),
        ("1c", "a reserved form"),
        ("1f", "a number of indefinite length"),
        ("5f42010243030405ff", "bytes of indefinite length"),
        ("7f657374726561646d696e67ff", "text of indefinite length"),
        ("9fff", "an array of indefinite length"),
        ("bfff", "a map of indefinite length"),
        ("ff", "a break"),
        ("20", "a negative number"),
        ("c074323031332d30332d32315432303a30343a30305a", "a tag"),
        ("d84041ff", "a typed array of bytes"),
        ("f4", "false"),
        ("f6", "null"),
        ("f97e00", "a float"),
        ("61ff", "text that is not UTF-8"),
        ("63eda080", "half of a surrogate pair"),
        ("4403", "bytes cut off"),
        ("8201", "an array cut off"),
        ("a101", "a map cut off"),
        ("0000", "a second value"),
        ("a2010203", "a map with half a member"),
        ("a203040102", "keys that descend"),
        ("a201020103", "a key that stands twice"),
        ("a1616101", "a key of text"),
        ("a1414101", "a key of bytes"),
        ("818181818100", "arrays nested deeper than read"),
        ("9bffffffffffffffff", "more elements than there are bytes"),
        ("5bffffffffffffffff00", "more bytes than there are"),
        ("bb7fffffffffffffff00", "more members than there are bytes"),
    ],
)
def test_nothing_else_is_read(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        decode_cbor(bytes.fromhex(text))


@pytest.mark.parametrize("value", [True, -1, 1 << 64, 1.5, None, {"a": 1}, object()])
def test_nothing_else_is_written(value: Any) -> None:
    with pytest.raises(ValueError, match="there is no CBOR here"):
        encode_cbor(value)


def test_every_byte_string_is_either_refused_or_the_form_of_what_it_says() -> None:
    for number in range(1 << 16):
        data = number.to_bytes(2)
        for candidate in (data, data + b"\0", data[:1]):
            try:
                value = decode_cbor(candidate)
            except ValueError:
                continue
            assert encode_cbor(value) == candidate


@pytest.mark.parametrize(
    ("number", "text"),
    [(255, "18ff"), (256, "190100"), (65535, "19ffff"), (65536, "1a00010000"), (2**32 - 1, "1affffffff")],
)
def test_a_number_takes_the_next_longer_form_where_the_shorter_is_full(number: int, text: str) -> None:
    assert encode_cbor(number).hex() == text
    assert decode_cbor(bytes.fromhex(text)) == number
    assert encode_cbor(2**32).hex() == "1b0000000100000000"


@pytest.mark.parametrize("opening", ["81", "a100"])
def test_arrays_and_maps_are_nested_four_deep_at_most(opening: str) -> None:
    for inside in ("80", "a0"):
        assert decode_cbor(bytes.fromhex(opening * 3 + inside)) is not None
        with pytest.raises(ValueError, match="nested more than 4 deep"):
            decode_cbor(bytes.fromhex(opening * 4 + inside))
    with pytest.raises(ValueError, match="nested more than 4 deep"):
        decode_cbor(bytes.fromhex("81a100" * 2 + "80"))


@pytest.mark.parametrize("text", ["4403", "8201", "18", "9bffffffffffffffff", "5bffffffffffffffff00", ""])
def test_bytes_that_end_too_early_are_told(text: str) -> None:
    with pytest.raises(ValueError, match="the bytes end in the middle of a value"):
        decode_cbor(bytes.fromhex(text))


def test_zero_is_a_key() -> None:
    assert decode_cbor(bytes.fromhex("a2000101" + "02")) == {0: 1, 1: 2}
