"""A proof that is handed on under the name of another suite.

Attack: The forger takes a genuine proof and names another suite in it: the one over JSON in place of the one over
statements, the older ``Ed25519Signature2020`` in place of a ``DataIntegrityProof``, one that nobody knows.

Naively: A verifier knows what was signed by the key alone, as all these suites sign 64 bytes with Ed25519, and passes
over the name of the suite, or takes the signature for good if any of the suites that it knows bears it out.

Here: The name of the suite and the type of the proof are signed (Data Integrity 1.0, 4.2; EdDSA Cryptosuites 1.0,
3.2.5), and a type belongs to its suite: ``proof.signature-invalid``, ``proof.malformed``, or *undetermined* with
``proof.unsupported-suite`` for a suite that is not known here.
"""

from __future__ import annotations

from typing import Any

import pytest

from microcred.document import Document
from microcred.keys import PublicKey
from microcred.multibase import decode_base58btc
from naive import proofs_of, signed_data
from published_keys import SIGNER
from victim import assert_refused, badge, report


def renamed(**changes: Any) -> Document:
    tree = badge().to_dict()
    proof = {**tree["proof"], **changes}
    return Document.of({**tree, "proof": {name: value for name, value in proof.items() if value is not None}})


def naive_verify(document: Document, key: PublicKey) -> bool:
    """What the proof says about itself is replaced by what the verifier knows how to check."""
    tree = document.to_dict()
    proof = {**proofs_of(tree)[0], "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}
    return key.verify(decode_base58btc(proof["proofValue"], max_length=100), signed_data(tree, proof))


SWAPS = [
    ({"cryptosuite": "eddsa-jcs-2022"}, "proof.signature-invalid"),
    ({"cryptosuite": "ecdsa-rdfc-2019"}, "proof.wrong-key-type"),
    ({"cryptosuite": "Ed25519Signature2020"}, "proof.malformed"),
    ({"type": "Ed25519Signature2020"}, "proof.malformed"),
    ({"type": "Ed25519Signature2018"}, "proof.malformed"),
    ({"type": "DataIntegrityProof", "cryptosuite": None}, "proof.malformed"),
    ({"type": ["DataIntegrityProof"]}, "proof.malformed"),
]


@pytest.mark.parametrize("changes", [changes for changes, _ in SWAPS])
def test_a_naive_verifier_does_not_read_the_name_of_the_suite(changes: dict[str, Any]) -> None:
    assert naive_verify(renamed(**changes), SIGNER.public_key)


@pytest.mark.parametrize(("changes", "code"), SWAPS)
def test_a_proof_counts_under_its_own_name_alone(changes: dict[str, Any], code: str) -> None:
    assert_refused(report(renamed(**changes)), "proof", code)


def test_the_older_type_in_place_of_the_newer_does_not_hold() -> None:
    found = report(renamed(type="Ed25519Signature2020", cryptosuite=None))
    assert found.authentic is not True
    assert not found


@pytest.mark.parametrize("name", ["eddsa-2022", "EdDSA-rdfc-2022", "eddsa-rdfc-2022 ", "bbs-2023"])
def test_a_suite_that_nobody_knows_decides_nothing(name: str) -> None:
    found = report(renamed(cryptosuite=name))
    assert (found.verdict, found["proof"].code) == ("undetermined", "proof.unsupported-suite")


def test_the_genuine_proof_is_accepted() -> None:
    assert report(renamed())
