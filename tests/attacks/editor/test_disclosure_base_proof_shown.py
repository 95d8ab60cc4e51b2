"""The base proof shown to everybody.

Attack: What the issuer hands to the learner has a base proof, with a secret key from which all names come. A learner
who does not know better, or a thief of the file, shows that; or the learner puts it on the part that he shows.

Naively: the base proof is verified like any other, statement by statement; it is on record then, and whoever has it can
disclose, in the learner's name, whatever he likes.

Here: a verifier takes derived proofs alone (ECDSA Cryptosuites 1.0, 3.6.7; `proof.base-proof`), and a base proof with
the header of another kind is none (`proof.value-malformed`).
"""

from __future__ import annotations

from typing import Any

from badges import CANONICALIZER
from disclosure import HIDDEN, base, verify, with_value
from doctored_disclosure import RESULTS, SHOWN, components, outcome, written
from microcred.document import Document
from microcred.multibase import decode_multibase, encode_base64url
from microcred.proofs import derive_proof
from microcred.verification.report import Verdict


def naive_disclose(tree: dict[str, Any], pointer: str) -> Document:
    """What somebody who was shown a base proof can show in turn: whatever the learner never did."""
    return derive_proof(Document.of(tree), selective_pointers=[pointer], canonicalizer=CANONICALIZER)


def test_a_naive_verifier_that_keeps_a_base_proof_can_disclose_what_was_hidden() -> None:
    disclosed = naive_disclose(base().to_dict(), f"{RESULTS}/1")
    assert HIDDEN in str(disclosed)
    assert verify(disclosed).verdict is Verdict.ACCEPTED
    assert outcome(base().to_dict()) == "proof.base-proof"


def test_a_base_proof_is_no_derived_proof() -> None:
    assert outcome(base().to_dict()) == "proof.base-proof"
    data = decode_multibase(base().tree["proof"]["proofValue"], max_length=10**6)
    for header in (b"\xd9\x5d\x01", b"\xd9\x5d\x02", b"\xd9\x5e\x00", b"\x00\x00\x00"):
        text = "u" + encode_base64url(header + data[3:])
        assert outcome(with_value(base(), text)) == "proof.value-malformed"
    _, parts = components()
    assert outcome(written(parts, b"\xd9\x5d\x00")) == "proof.value-malformed"


def test_a_base_proof_of_the_derived_badge_shows_nothing_new() -> None:
    # The learner's own base proof, put on the part that he shows.
    assert outcome({**SHOWN.to_dict(), "proof": base().to_dict()["proof"]}) == "proof.base-proof"
