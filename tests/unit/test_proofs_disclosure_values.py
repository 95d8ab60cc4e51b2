"""The proofValue of ecdsa-sd-2023: five components each, of exactly their types, within bounds, in one order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from disclosure import ONE_TIME, base
from microcred.document import Document
from microcred.errors import MicrocredError, ProofError
from microcred.keys import EcdsaSigner, PublicKey
from microcred.multibase import encode_base64url
from microcred.proofs.cbor import encode_cbor
from microcred.proofs.disclosure_values import (
    BaseProofValue,
    DerivedProofValue,
    multikey_bytes,
    read_proof_value,
    write_proof_value,
)
from microcred.proofs.proof import VERIFICATION_ERROR, Proof

SIGNATURE, DIGEST = bytes(64), bytes(32)
KEY = multikey_bytes(ONE_TIME.public_key)
LABELS = {0: bytes(32), 1: bytes(31) + b"\1"}
MEMBERS = base().tree["proof"]
MODULE = "microcred.proofs.disclosure_values"


def read(value: Any) -> Any:
    document = Document.of({"proof": {**MEMBERS, "proofValue": value}})
    return read_proof_value(Proof.read(document.tree["proof"], "/proof"))


def written(mark: str, components: Sequence[Any]) -> str:
    return "u" + encode_base64url(bytes.fromhex(mark) + encode_cbor(components))


def read_base(**changes: Any) -> BaseProofValue:
    parts = {"signature": SIGNATURE, "key": KEY, "hmac": DIGEST, "signatures": [SIGNATURE], "pointers": ["/a"]}
    return read(written("d95d00", list({**parts, **changes}.values())))


def read_derived(**changes: Any) -> DerivedProofValue:
    parts = {"signature": SIGNATURE, "key": KEY, "signatures": [SIGNATURE], "labels": LABELS, "indexes": [0, 2]}
    return read(written("d95d01", list({**parts, **changes}.values())))


def why(call: Any, **changes: Any) -> str:
    with pytest.raises(ProofError) as caught:
        call(**changes)
    fault = caught.value.faults[0]
    assert (fault.code, fault.pointer) == ("proof.value-malformed", "/proof/proofValue")
    assert fault.problem == VERIFICATION_ERROR
    return fault.message.partition(": ")[2]


def test_both_values_are_read_as_they_are_written() -> None:
    first = BaseProofValue(SIGNATURE, ONE_TIME.public_key, DIGEST, (SIGNATURE,), ("/a",))
    assert read_base() == first == read(write_proof_value(first))
    second = DerivedProofValue(SIGNATURE, ONE_TIME.public_key, (SIGNATURE,), LABELS, (0, 2))
    assert read_derived() == second == read(write_proof_value(second))


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"hmac": bytes(31)}, "the HMAC key has to have 32 bytes"),
        ({"hmac": "text"}, "the HMAC key has to have 32 bytes"),
        ({"pointers": "/a"}, "the mandatory pointers have to be an array of text"),
        ({"pointers": {}}, "the mandatory pointers have to be an array of text"),
        ({"pointers": ["/a", 1]}, "the mandatory pointers have to be an array of text"),
        ({"pointers": [b"/a"]}, "the mandatory pointers have to be an array of text"),
        ({"signature": bytes(63)}, "a signature has to have 64 bytes"),
        ({"signatures": [SIGNATURE, bytes(65)]}, "a signature has to have 64 bytes"),
        ({"signatures": SIGNATURE}, "the signatures have to be an array"),
        ({"key": KEY[2:]}, "the key of the statements has to be a Multikey of P-256"),
        ({"key": b"\x81\x24" + KEY[2:]}, "the key of the statements has to be a Multikey of P-256"),
        ({"key": 7}, "the key of the statements has to be a Multikey of P-256"),
    ],
)
def test_each_component_of_a_base_proof_has_its_type(change: dict[str, Any], wanted: str) -> None:
    assert why(read_base, **change) == wanted


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"labels": []}, "the label map has to be one of integers to 32 bytes"),
        ({"labels": {0: bytes(31)}}, "the label map has to be one of integers to 32 bytes"),
        ({"labels": {1: bytes(32)}}, "the label map does not count through the blank nodes"),
        ({"labels": {0: bytes(32), 2: DIGEST}}, "the label map does not count through the blank nodes"),
        ({"labels": {0: DIGEST, 1: DIGEST}}, "two blank nodes have the same label, which would make them one"),
        ({"indexes": {}}, "the mandatory indexes have to be an array of integers"),
        ({"indexes": [0, "1"]}, "the mandatory indexes have to be an array of integers"),
        ({"indexes": [b"", 1]}, "the mandatory indexes have to be an array of integers"),
        ({"indexes": [2, 1]}, "the mandatory indexes do not ascend"),
        ({"indexes": [1, 1]}, "the mandatory indexes do not ascend"),
    ],
)
def test_each_component_of_a_derived_proof_has_its_type(change: dict[str, Any], wanted: str) -> None:
    assert why(read_derived, **change) == wanted


def test_each_list_has_as_many_entries_as_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_MAX_SIGNATURES", "_MAX_LABELS", "_MAX_INDEXES", "_MAX_POINTERS"):
        monkeypatch.setattr(f"{MODULE}.{name}", 2)
    assert read_base(signatures=[SIGNATURE] * 2, pointers=["/a"] * 2)
    assert read_derived(signatures=[SIGNATURE] * 2, labels=LABELS, indexes=[0, 1])
    assert why(read_base, signatures=[SIGNATURE] * 3) == "it has 3 signatures, at most 2 are read"
    assert why(read_base, pointers=["/a"] * 3) == "it has 3 mandatory pointers, at most 2 are read"
    assert why(read_derived, labels={**LABELS, 2: b"\2" * 32}) == "it has 3 labels, at most 2 are read"
    assert why(read_derived, indexes=[0, 1, 2]) == "it has 3 mandatory indexes, at most 2 are read"


@pytest.mark.parametrize("mark", ["d95d02", "d95d", "00d95d", ""])
def test_another_header_is_none_of_the_suite(mark: str) -> None:
    for components in ([SIGNATURE, KEY, DIGEST, [], []], []):
        message = "it has to be a header d95d00 or d95d01 and an array of five"
        assert why(read, value=written(mark, components)) == message


@pytest.mark.parametrize("mark", ["d95d00", "d95d01"])
def test_there_are_five_components(mark: str) -> None:
    for components in ([SIGNATURE, KEY, DIGEST, []], [SIGNATURE, KEY, DIGEST, [], [], []]):
        message = "it has to be a header d95d00 or d95d01 and an array of five"
        assert why(read, value=written(mark, components)) == message


def test_the_value_is_text_in_base64url_alone() -> None:
    message = "it has to be a string in multibase base64url ('u…')"
    good = str(BaseProofValue(SIGNATURE, ONE_TIME.public_key, DIGEST, (), ()))
    assert read(good)
    for value in (7, None, good[1:], f"z{good[1:]}", f"U{good[1:]}"):
        assert why(read, value=value) == message


def test_a_value_that_is_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    good = str(BaseProofValue(SIGNATURE, ONE_TIME.public_key, DIGEST, (), ()))
    monkeypatch.setattr(f"{MODULE}._MAX_PROOF_VALUE", len(good))
    assert read(good)
    monkeypatch.setattr(f"{MODULE}._MAX_PROOF_VALUE", len(good) - 2)
    assert why(read, value=good)


def test_a_point_beside_the_curve_is_no_key() -> None:
    beside = next(raw for raw in (b"\2" + bytes(31) + bytes([last]) for last in range(256)) if not _is_key(raw))
    assert why(read_base, key=b"\x80\x24" + beside)
    assert read_base(key=multikey_bytes(EcdsaSigner("P-256", 3).public_key))


def _is_key(raw: bytes) -> bool:
    try:
        PublicKey("P-256", raw)
    except MicrocredError:
        return False
    return True
