"""CBOR: what is written is read again, and what is read is written back byte for byte."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from microcred.proofs.cbor import decode_cbor, encode_cbor

NUMBERS = st.integers(0, (1 << 64) - 1)
SCALARS = NUMBERS | st.binary(max_size=300) | st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
VALUES = SCALARS | st.lists(SCALARS | st.dictionaries(NUMBERS, SCALARS, max_size=5), max_size=30)


@given(VALUES)
def test_what_is_written_is_read_again(value: Any) -> None:
    assert decode_cbor(encode_cbor(value)) == value


@given(st.binary(max_size=60))
def test_what_is_read_is_written_back_byte_for_byte(data: bytes) -> None:
    try:
        value = decode_cbor(data)
    except ValueError:
        return
    assert encode_cbor(value) == data


@given(VALUES, st.data())
def test_a_changed_bit_is_seen(value: Any, data: st.DataObject) -> None:
    written = bytearray(encode_cbor(value))
    place = data.draw(st.integers(0, 8 * len(written) - 1))
    written[place // 8] ^= 1 << place % 8
    with suppress(ValueError):
        assert decode_cbor(bytes(written)) != value
