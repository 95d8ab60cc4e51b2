"""A proof taken away, on which another one builds.

Attack: A badge has two proofs of which the second names the first in "previousProof": the registrar signs only what the
faculty has signed before. The editor takes the first away, or puts another one with its id in its place.

Naively: the second proof is verified over the document without any proofs, as most are, and holds.

Here: a chained proof covers those that it builds on (Data Integrity 1.0, 4.5, step 1): a missing one is
`proof.previous-missing`, another one breaks the signature (`proof.signature-invalid`).
"""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from badges import AT, CANONICALIZER, SIGNER, sealed, unsigned
from doctored import accepted, verify
from microcred.multibase import encode_base58btc
from microcred.proofs import add_proof
from naive_data_integrity import naive_statements, naive_verify

FIRST = "urn:uuid:1b0e8d60-9a2e-4a6e-8d0c-3f1f1c7c2a11"


def chained() -> dict[str, Any]:
    first = sealed(id=FIRST)
    options = {"previousProof": FIRST}
    return add_proof(first, SIGNER, created=AT, options=options, canonicalizer=CANONICALIZER).to_dict()


def naive_seal() -> dict[str, Any]:
    """A chained proof of somebody who signs the document without the proofs that it builds on."""
    tree = chained()
    options = {name: value for name, value in tree["proof"][1].items() if name != "proofValue"}
    parts = ({**options, "@context": tree["@context"]}, unsigned())
    signed = b"".join(hashlib.sha256(naive_statements(part).encode()).digest() for part in parts)
    tree["proof"][1]["proofValue"] = encode_base58btc(SIGNER.sign(signed))
    return tree


def second_alone(tree: dict[str, Any]) -> dict[str, Any]:
    return {**tree, "proof": tree["proof"][1]}


def test_a_naive_verifier_does_not_miss_the_first() -> None:
    assert naive_verify(second_alone(naive_seal()))
    assert verify(second_alone(naive_seal())).verdict == "rejected"


def test_a_proof_that_builds_on_another_does_not_hold_without_it() -> None:
    found = verify(second_alone(chained()))
    assert (found.verdict, found["proof"].code) == ("rejected", "proof.previous-missing")
    assert accepted(chained())


CHANGES = [{"created": "2020-01-01T00:00:00Z"}, {"nonce": "x"}, {"proofValue": encode_base58btc(bytes([1] * 64))}]


@pytest.mark.parametrize("change", CHANGES)
def test_another_proof_in_its_place_breaks_the_signature(change: dict[str, str]) -> None:
    tree = chained()
    tree["proof"][0].update(change)
    found = verify(tree, all_proofs=True)
    assert (found.verdict, found["proof"].code) == ("rejected", "proof.signature-invalid")
    tree["proof"].reverse()
    assert verify(tree)["proof"].code == "proof.signature-invalid"
