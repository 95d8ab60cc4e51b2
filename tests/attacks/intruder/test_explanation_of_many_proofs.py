"""A badge with many proofs, none of which holds, and somebody who asks why.

Attack: a large badge has sixteen proofs that do not hold; for each of them every cause that is known is tried.

Naively: each proof is explained as if it were the only one, and each cause canonicalizes the badge anew.

Here: all proofs of a badge share one budget, and the account of a later one says that not every cause could be tried.
"""

from __future__ import annotations

from typing import Any

from badges import CANONICALIZER, sealed, unsigned
from microcred.document import Document
from microcred.explanation import Explainer, Holds

EXPLAINER = Explainer(canonicalizer=CANONICALIZER)


CAUSES = ("as it is", "without white space", "with another context", "with an older canonicalization")


def naive_attempts(tree: dict[str, Any]) -> int:
    """How many statements are read, if each cause is tried for each proof."""
    return sum(
        CANONICALIZER.canonicalize(Document.of(unsigned()).tree).count(b"\n") for _ in tree["proof"] for _ in CAUSES
    )


def test_a_naive_explainer_tries_every_cause_for_every_proof() -> None:
    once = naive_attempts({"proof": [1]})
    assert naive_attempts({"proof": [1] * 16}) == 16 * once


def test_many_proofs_share_one_budget() -> None:
    proof = sealed().to_dict()["proof"]
    badge = unsigned()
    badge["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(5_000)]
    found = EXPLAINER.explain({**badge, "proof": [proof] * 16})
    assert [account.holds for account in found.proofs] == [Holds.NO] * 16
    assert found.proofs[15].notes == ("the document is too large for every cause to be tried",)


def test_one_proof_that_holds_is_explained() -> None:
    found = EXPLAINER.explain(sealed().to_dict())
    assert [account.holds for account in found.proofs] == [Holds.YES]
