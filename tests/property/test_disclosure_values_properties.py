"""Proof values of ecdsa-sd-2023: whatever stands there, the answer is a verdict and never a fault of the program."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure import base, derived, value_of, verify, with_value
from microcred.multibase import encode_base64url
from microcred.proofs.cbor import encode_cbor
from microcred.verification.report import Verdict

HEADERS = st.sampled_from([b"\xd9\x5d\x00", b"\xd9\x5d\x01", b"\xd9\x5d\x02", b""])
PARTS = st.one_of(
    st.integers(0, 2**64 - 1),
    st.binary(max_size=70),
    st.binary(min_size=64, max_size=64),
    st.binary(min_size=35, max_size=35).map(lambda raw: b"\x80\x24\x02" + raw[3:]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.lists(st.binary(min_size=64, max_size=64) | st.integers(0, 100), max_size=20),
    st.dictionaries(st.integers(0, 12), st.binary(min_size=32, max_size=32), max_size=12),
)
ORIGINAL = derived()


@settings(deadline=None, max_examples=150)
@given(HEADERS, st.lists(PARTS, min_size=4, max_size=6))
def test_no_made_up_value_is_accepted(header: bytes, parts: list[Any]) -> None:
    text = "u" + encode_base64url(header + encode_cbor(parts))
    assert verify(with_value(ORIGINAL, text)).verdict is Verdict.REJECTED


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_no_value_with_a_changed_bit_is_accepted(data: st.DataObject) -> None:
    written = bytearray(str(value_of(ORIGINAL)).encode())
    place = data.draw(st.integers(0, len(written) - 1))
    written[place] ^= 1 << data.draw(st.integers(0, 6))
    text = written.decode("ascii")
    assert verify(with_value(ORIGINAL, text)).verdict is Verdict.REJECTED


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_no_text_is_accepted(text: str) -> None:
    assert verify(with_value(base(), text)).verdict is Verdict.REJECTED
