"""A partly disclosed badge to change: what the learner shows, its proof value taken apart, and how verification ends.

The attacker has the base proof, with its HMAC key and all its signatures, and can put together what he likes. He has no
private key: neither the issuer's, nor the one that signed the statements, which is gone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from badges import CANONICALIZER
from disclosure import derived, value_of, verify, with_value
from microcred.canonical import nquads
from microcred.document import Document
from microcred.multibase import decode_multibase, encode_base64url
from microcred.proofs import SecuredDocument
from microcred.proofs.cbor import decode_cbor, encode_cbor
from microcred.proofs.disclosure_values import DerivedProofValue
from microcred.verification.report import Verdict

RESULTS = "/credentialSubject/result"
SHOWN = derived(f"{RESULTS}/0", f"{RESULTS}/1/value")
DERIVED = b"\xd9\x5d\x01"


def outcome(tree: Any) -> str | None:
    """How the proof check of a changed badge ends; the badge is never accepted."""
    found = verify(tree)
    assert found.verdict is Verdict.REJECTED
    return found["proof"].code


def with_parts(**members: Any) -> dict[str, Any]:
    """What is shown, with other parts of the proof value."""
    return with_value(SHOWN, dataclasses.replace(value_of(SHOWN), **members))


def changed(**members: Any) -> str | None:
    """The outcome with other parts of the proof value."""
    return outcome(with_parts(**members))


def components(tree: Document = SHOWN) -> tuple[bytes, list[Any]]:
    """The header of the proof value, and its five parts."""
    data = decode_multibase(tree.tree["proof"]["proofValue"], max_length=10**6)
    found: list[Any] = decode_cbor(data[3:])
    return data[:3], found


def written(parts: Any, header: bytes = DERIVED, tail: bytes = b"") -> dict[str, Any]:
    """What is shown, with a proof value of any parts."""
    return with_value(SHOWN, "u" + encode_base64url(header + encode_cbor(parts) + tail))


def lines(secured: SecuredDocument, value: DerivedProofValue) -> list[str]:
    """The statements of a badge, under the labels of a proof value."""
    dataset = next(secured.readings()).dataset
    return nquads(
        dataset.statements,
        {node: "u" + encode_base64url(value.labels[int(name[4:])]) for node, name in dataset.labels.items()},
    )


def relabelled(tree: dict[str, Any], place: Callable[[str], str]) -> dict[int, bytes]:
    """Labels for a changed badge: each blank node has that of the original which stood at ``place`` of its own."""
    numbers = []
    for document in (SHOWN, Document.of(tree)):
        found = next(SecuredDocument(document, CANONICALIZER).readings()).dataset.labels
        numbers.append({node: int(name[4:]) for node, name in found.items()})
    before, after = numbers
    known = value_of(SHOWN).labels
    return {number: known[before[place(node)]] for node, number in after.items()}
