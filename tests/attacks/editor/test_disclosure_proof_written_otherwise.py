"""The proof value in another spelling.

Attack: The learner writes the same proof value with something behind it, with lengths in more bytes than they need,
with its map in another order, in another base, or cut off.

Naively: a lenient decoder reads what it needs and ignores the rest, so that one proof has any number of spellings, and
what is behind it is on record as part of a proof that holds.

Here: there is one spelling (`proof.value-malformed`): base64url without padding, five parts of their form,
deterministic CBOR (RFC 8949, 4.2.1), and nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from disclosure import verify, with_value
from doctored_disclosure import SHOWN, components, outcome, written
from microcred.multibase import encode_base64url
from microcred.proofs.cbor import encode_cbor
from microcred.verification.report import Verdict


def naive_decode(data: bytes, at: int = 0) -> tuple[Any, int]:
    """A value in CBOR, and where it ends: with lengths in any number of bytes, and whatever may follow."""
    kind, short = data[at] >> 5, data[at] & 31
    more = 0 if short < 24 else 1 << (short - 24)
    length = int.from_bytes(data[at + 1 : at + 1 + more]) if more else short
    at += 1 + more
    if kind in (2, 3):
        return data[at : at + length], at + length
    if kind in (4, 5):
        found = []
        for _ in range(length * (kind - 3)):
            value, at = naive_decode(data, at)
            found.append(value)
        return found if kind == 4 else dict(zip(found[::2], found[1::2], strict=True)), at
    return length, at


def test_a_naive_decoder_reads_one_proof_in_many_spellings() -> None:
    header, parts = components()
    first, *rest = map(encode_cbor, parts)
    longer = b"\x85\x5b" + (64).to_bytes(8) + first[2:] + b"".join(rest)
    for body in (encode_cbor(parts) + b"and more", longer):
        assert naive_decode(body)[0] == parts
        assert outcome(with_value(SHOWN, "u" + encode_base64url(header + body))) == "proof.value-malformed"


def test_the_badge_itself_is_good() -> None:
    assert verify(SHOWN).verdict is Verdict.ACCEPTED


@pytest.mark.parametrize(
    ("place", "other"),
    [
        (0, bytes(63)),
        (0, bytes(65)),
        (0, "text"),
        (0, []),
        (1, b"\x80\x24" + bytes(33)),
        (1, b"\x80\x24\x02" + b"\xff" * 32),
        (1, b"\x80\x24\x04" + bytes(32)),
        (1, b"\x81\x24" + bytes(33)),
        (1, b"\xed\x01" + bytes(32)),
        (1, b"\x80\x24"),
        (1, b""),
        (1, "zDn"),
        (2, {}),
        (2, b""),
        (2, [b""]),
        (2, [bytes(63)]),
        (2, [7]),
        (2, [[bytes(64)]]),
        (3, []),
        (4, {}),
        (4, b"\x00"),
        (4, ["0"]),
        (4, [[0]]),
    ],
)
def test_each_part_has_its_form(place: int, other: Any) -> None:
    header, parts = components()
    parts[place] = other
    assert outcome(written(parts, header)) == "proof.value-malformed"


def test_the_point_at_infinity_is_no_key() -> None:
    header, parts = components()
    parts[1] = b"\x80\x24\x00" + bytes(32)
    assert outcome(written(parts, header)) == "proof.value-malformed"


@pytest.mark.parametrize("change", [lambda p: p[:4], lambda p: [*p, []], lambda p: [], lambda p: {0: 0}, lambda p: 7])
def test_there_are_five_parts(change: Callable[[Any], Any]) -> None:
    header, parts = components()
    assert outcome(written(change(parts), header)) == "proof.value-malformed"


def test_nothing_follows_the_proof_value() -> None:
    header, parts = components()
    for tail in (b"\0", b"\xf6", encode_cbor(parts)):
        assert outcome(written(parts, header, tail)) == "proof.value-malformed"


def test_the_proof_value_is_not_cut_off() -> None:
    text = SHOWN.tree["proof"]["proofValue"]
    for length in (0, 1, 2, 5, 6, len(text) // 2, len(text) - 2, len(text) - 1):
        assert outcome(with_value(SHOWN, text[:length])) == "proof.value-malformed"


def test_a_length_has_one_form() -> None:
    header, parts = components()
    first, *rest = map(encode_cbor, parts)
    assert first[:2] == b"\x58\x40"
    for longer in (b"\x59\x00\x40", b"\x5a\x00\x00\x00\x40", b"\x5b" + bytes(7) + b"\x40"):
        data = header + b"\x85" + longer + first[2:] + b"".join(rest)
        assert outcome(with_value(SHOWN, "u" + encode_base64url(data))) == "proof.value-malformed"
    for array in (b"\x98\x05", b"\x9f"):
        data = header + array + first + b"".join(rest) + (b"\xff" if array == b"\x9f" else b"")
        assert outcome(with_value(SHOWN, "u" + encode_base64url(data))) == "proof.value-malformed"


def test_the_map_of_labels_has_one_order() -> None:
    header, parts = components()
    entries = [encode_cbor(number) + encode_cbor(label) for number, label in parts[3].items()]
    for order in (reversed(entries), [entries[0], *entries[:-1]]):
        label_map = bytes([0xA0 | len(entries)]) if len(entries) < 24 else bytes([0xB8, len(entries)])
        body = b"".join([*map(encode_cbor, parts[:3]), label_map, *order, encode_cbor(parts[4])])
        assert outcome(with_value(SHOWN, "u" + encode_base64url(header + b"\x85" + body))) == "proof.value-malformed"


@pytest.mark.parametrize("mark", ["z", "U", "m", "f", "", "uu", "u="])
def test_the_text_has_one_base(mark: str) -> None:
    assert outcome(with_value(SHOWN, mark + SHOWN.tree["proof"]["proofValue"][1:])) == "proof.value-malformed"


@pytest.mark.parametrize("other", [None, 7, [], {}, "", "u", "z" + "1" * 64, True])
def test_what_is_no_proof_value_is_refused(other: Any) -> None:
    tree = SHOWN.to_dict()
    tree["proof"]["proofValue"] = other
    assert outcome(tree) == "proof.value-malformed"
