"""Not a number, infinity, and numbers beyond all doubles.

Attack: A badge with "creditsEarned": NaN, or 1e400, which its issuer's software signed as it came.

Naively: the standard library reads NaN, and takes 1e400 for infinity: no limit is ever reached by the one and every one
by the other, and the signature holds.

Here: JSON has neither (RFC 8259, 6): `document.not-a-number`; and a number that no double holds is read differently by
different readers (RFC 7493, 2.2): `document.number-out-of-range`, each with its place.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from badges import SIGNER, unsigned
from doctored import AT, accepted, badge, refusal
from microcred.instants import format_instant
from microcred.multibase import encode_base58btc
from naive_data_integrity import naive_json, naive_verify

PLACE = "/credentialSubject/creditsEarned"


def naive_sign(number: str) -> str:
    """A badge that software without a gate signed, with any text in the place of a number (eddsa-jcs-2022)."""
    import hashlib

    tree = unsigned()
    tree["credentialSubject"]["creditsEarned"] = 1234567
    text = json.dumps(tree).replace("1234567", number)
    options = {
        "@context": tree["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": format_instant(AT),
        "verificationMethod": SIGNER.verification_method,
        "proofPurpose": "assertionMethod",
    }
    parts = (options, json.loads(text))
    signed = b"".join(hashlib.sha256(naive_json(part).encode()).digest() for part in parts)
    proof = {**options, "proofValue": encode_base58btc(SIGNER.sign(signed))}
    return f'{text[:-1]}, "proof": {json.dumps(proof)}}}'


def naive_enough(text: str, wanted: float) -> bool:
    """Whether a badge is refused for want of credits: it is, if it has fewer than are wanted."""
    earned: Any = naive_verify(text)["credentialSubject"]["creditsEarned"]
    return not earned < wanted


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("NaN", "document.not-a-number"),
        ("Infinity", "document.not-a-number"),
        ("1e400", "document.number-out-of-range"),
        ("9" * 309 + ".0", "document.number-out-of-range"),
    ],
)
def test_a_naive_reader_finds_that_it_is_enough_and_here_it_is_no_number(number: str, code: str) -> None:
    text = naive_sign(number)
    assert naive_enough(text, 1e300)
    assert refusal(text) == ("document", code, PLACE)


@pytest.mark.parametrize(
    "number", ["-Infinity", "-1e400", "1e-400", "-1e-400", "9" * 309, "1" * 5_000, f"1e{'9' * 500}"]
)
def test_other_numbers_about_which_readers_disagree_are_refused(number: str) -> None:
    text = json.dumps(badge()).replace('"creditsEarned": 1.5', f'"creditsEarned": {number}')
    assert refusal(text)[0] == "document"
    assert refusal(text)[2] == PLACE


def test_a_number_that_is_one_is_fine() -> None:
    for number in ("3", "1.5", "0.0", "1e2"):
        assert accepted(naive_sign(number))
