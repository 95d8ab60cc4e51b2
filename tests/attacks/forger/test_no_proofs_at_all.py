"""A badge with an empty list of proofs.

Attack: The forger writes ``"proof": []`` under a badge of their own making, or a proof that is nothing: null, an empty
object, an empty text.

Naively: A verifier checks each proof and finds that all of them hold: there are none that do not.

Here: A badge without a proof is ``proof.missing``, also where every proof has to hold; what is no proof is
``proof.malformed`` (Data Integrity 1.0, 4.4 and 4.5).
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import unsigned
from microcred.document import Document
from naive import proof_holds, proofs_of
from published_keys import ISSUER, SIGNER
from victim import assert_refused, badge, report


def bare(proof: Any) -> Document:
    return Document.of({**unsigned(issuer={"id": ISSUER, "type": ["Profile"]}), "proof": proof})


def naive_verify(document: Document) -> bool:
    tree = document.to_dict()
    return all(proof_holds(tree, SIGNER.public_key.to_multikey(), proof) for proof in proofs_of(tree))


def test_a_naive_verifier_finds_that_all_of_no_proofs_hold() -> None:
    assert naive_verify(bare([]))


@pytest.mark.parametrize("proof", [[], None])
@pytest.mark.parametrize("all_proofs", [False, True])
def test_no_proof_is_missing(proof: Any, all_proofs: bool) -> None:
    assert_refused(report(bare(proof), all_proofs=all_proofs), "proof", "proof.missing", "")


@pytest.mark.parametrize("proof", [{}, "", 0, False, [None], [[]], [{}], [""], "proof"])
@pytest.mark.parametrize("all_proofs", [False, True])
def test_what_is_no_proof_is_malformed(proof: Any, all_proofs: bool) -> None:
    assert_refused(report(bare(proof), all_proofs=all_proofs), "proof", "proof.malformed")


def test_one_proof_in_a_list_is_one() -> None:
    tree = badge().to_dict()
    assert report(Document.of({**tree, "proof": [tree["proof"]]}), all_proofs=True)
