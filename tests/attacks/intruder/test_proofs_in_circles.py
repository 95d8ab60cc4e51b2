"""Proofs that build on each other, in circles and on all others.

Attack: each proof of a badge names those before it as its `previousProof`, so that a chain of n proofs has 2ⁿ paths
through it; or the last one names the first.

Naively: to check a proof, those that it builds on are checked first, each time again; in a circle that never ends.

Here: each proof is looked into once, a circle is refused, and all is given up when the work is done (Data Integrity
1.0, 4.6: proof chains).
"""

from __future__ import annotations

import time

import pytest

from badges import AT, SIGNER, sealed, unsigned
from microcred.verification.fetch import Offline
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier


def naive_checks(proofs: dict[str, list[str]], name: str) -> int:
    """How many proofs are checked for one of them."""
    return 1 + sum(naive_checks(proofs, earlier) for earlier in proofs[name])


def test_a_naive_verifier_checks_twice_as_many_for_each_link_and_never_ends_in_a_circle() -> None:
    chain = {str(number): [str(earlier) for earlier in range(number)] for number in range(10)}
    assert [naive_checks(chain, name) for name in ("7", "8", "9")] == [128, 256, 512]
    with pytest.raises(RecursionError):
        naive_checks({"0": ["1"], "1": ["0"]}, "0")


def test_a_chain_in_which_every_proof_builds_on_all_others_is_looked_into_once_each() -> None:
    document = sealed(id="urn:proof:0")
    for number in range(1, 10):
        previous = [f"urn:proof:{earlier}" for earlier in range(number)]
        document = sealed(document.to_dict(), SIGNER, id=f"urn:proof:{number}", previousProof=previous)
    tree = document.to_dict()
    tree["proof"].reverse()
    begun = time.process_time()
    assert Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT).verdict == "accepted"
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("previous", ["the next", "all others"])
def test_proofs_that_build_on_each_other_in_circles_are_given_up_in_time(previous: str) -> None:
    tree = sealed(
        unsigned(evidence=[{"id": f"urn:x:{n}", "type": ["Evidence"], "name": "a"} for n in range(1_000)])
    ).to_dict()
    names = [f"urn:p:{number}" for number in range(16)]
    tree["proof"] = [
        {
            **tree["proof"],
            "id": name,
            "previousProof": names[(number + 1) % 16] if previous == "the next" else [n for n in names if n != name],
        }
        for number, name in enumerate(names)
    ]
    begun = time.process_time()
    assert Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT).verdict != "accepted"
    assert time.process_time() - begun < 5
