"""A derived proof beyond all measure.

Attack: The proof value has thousands of signatures, names and indexes; a document has sixteen such proofs, of which all
but the last signature of each hold; a base proof has pointers to nothing.

Naively: everything is decoded and checked as it comes, at some fifty microseconds a signature, over and over.

Here: each part has a bound (`proof.value-malformed`), and one verification has a budget (`canonical.too-much-work`,
which leaves the proof undetermined).
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from badges import CANONICALIZER
from disclosure import base, derived, draft, issued, value_of, verify, with_value
from doctored_disclosure import SHOWN, components, outcome, written
from microcred.document import Document
from microcred.errors import MicrocredError
from microcred.proofs import derive_proof
from microcred.verification.report import Outcome, Verdict
from naive_disclosure import NaiveDisclosure


def naive_checks(tree: dict[str, Any]) -> int:
    """How many signatures are checked before a badge is refused."""
    checked = 0
    for proof in tree["proof"]:
        shown = NaiveDisclosure({**tree, "proof": proof})
        for signature, line in zip(shown.signatures, shown.chosen, strict=False):
            checked += 1
            if not shown.signs(signature, line):
                break
    return checked


def test_a_naive_verifier_checks_each_signature_of_each_proof() -> None:
    value = value_of(SHOWN)
    spoiled = dataclasses.replace(value, signatures=(*value.signatures[:-1], value.signatures[0]))
    proof = with_value(SHOWN, spoiled)["proof"]
    assert naive_checks({**SHOWN.to_dict(), "proof": [proof] * 3}) == 3 * len(value.signatures)
    assert verify(SHOWN).verdict is Verdict.ACCEPTED


def test_a_proof_value_beyond_all_measure_is_not_read() -> None:
    header, parts = components()
    many = [[bytes(64)] * 2_001, dict.fromkeys(range(2_001), bytes(32)), list(range(10_001))]
    for place, other in zip((2, 3, 4), many, strict=True):
        assert outcome(written([*parts[:place], other, *parts[place + 1 :]], header)) == "proof.value-malformed"
    assert outcome(with_value(SHOWN, "u" + "A" * 500_000)) == "proof.value-malformed"


def test_a_base_proof_with_pointers_to_nothing_is_refused() -> None:
    for pointers in (["/nothing"], ["name"], ["/name"] * 1_001, ["/" + "x" * 3_000]):
        tree = with_value(base(), dataclasses.replace(value_of(base()), mandatory_pointers=tuple(pointers)))
        with pytest.raises(MicrocredError) as caught:
            derive_proof(Document.of(tree), selective_pointers=[""], canonicalizer=CANONICALIZER)
        assert caught.value.code == "proof.value-malformed"


def test_many_proofs_of_many_signatures_are_given_up_in_time() -> None:
    tree = draft()
    tree["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(1_500)]
    document = derived("", document=issued(tree, mandatory_pointers=["/issuer"]))
    value = value_of(document)
    # All signatures hold but the last one, in each of many proofs.
    spoiled = dataclasses.replace(value, signatures=(*value.signatures[:-1], value.signatures[0]))
    proof = with_value(document, spoiled)["proof"]
    found = verify({**document.to_dict(), "proof": [proof] * 16})
    assert found["proof"].outcome is Outcome.UNDETERMINED
    assert found["proof"].code == "canonical.too-much-work"
