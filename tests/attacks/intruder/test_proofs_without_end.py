"""A badge with a thousand proofs.

Attack: the proof of a good badge is repeated a thousand times, or each of many is to be checked with another key.

Naively: each proof is checked over the whole document, which is canonicalized anew each time.

Here: a credential has at most 16 proofs: `proof.malformed`.
"""

from __future__ import annotations

from typing import Any

from badges import AT, CANONICALIZER, sealed
from microcred.document import Document
from microcred.verification.fetch import Offline
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier


def naive_readings(tree: dict[str, Any]) -> int:
    """How many statements are read, if each proof reads the document anew."""
    proofs = tree["proof"]
    unsecured = {name: value for name, value in tree.items() if name != "proof"}
    return sum(CANONICALIZER.canonicalize(Document.of(unsecured).tree).count(b"\n") for _ in proofs)


def test_a_naive_verifier_reads_the_document_for_each_proof() -> None:
    tree = sealed().to_dict()
    once = naive_readings({**tree, "proof": [tree["proof"]]})
    assert naive_readings({**tree, "proof": [tree["proof"]] * 20}) == 20 * once


def test_many_proofs_are_not_all_looked_at() -> None:
    tree = sealed().to_dict()
    tree["proof"] = [tree["proof"]] * 1_000
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT)
    assert (found.verdict, found["proof"].code) == ("rejected", "proof.malformed")


def test_two_proofs_are_looked_at() -> None:
    tree = sealed().to_dict()
    tree["proof"] = [tree["proof"]] * 2
    assert Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT).verdict == "accepted"
