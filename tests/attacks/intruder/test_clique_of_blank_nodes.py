"""A dozen nodes without names, each connected with all others.

Attack: a document has objects without ids that all refer to each other, so that nothing tells them apart; to give them
names in an order, every order has to be tried.

Naively: all orders are tried: twelve nodes have 479 001 600 of them.

Here: the orders that are tried are counted, and the document is given up with `canonical.too-much-work`, whatever the
order in which it was written (RDF Dataset Canonicalization 1.0, 7.1, "dataset poisoning").
"""

from __future__ import annotations

import time
from itertools import permutations
from random import Random

import pytest

from generated_datasets import clique, renamed
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.errors import UnsupportedError


def naive_orders(count: int) -> int:
    """How many ways of naming the nodes of a clique are tried until the smallest is known."""
    edges = clique(count)
    tried, best = 0, None
    for names in permutations(range(count)):
        tried += 1
        text = sorted((names[a], names[b]) for a, b in edges)
        best = text if best is None or text < best else best
    return tried


def test_a_naive_canonicalizer_tries_every_order() -> None:
    assert [naive_orders(count) for count in (3, 4, 5, 6)] == [6, 24, 120, 720]


@pytest.mark.parametrize("size", [8, 9, 10, 11, 12])
def test_a_clique_is_refused_within_the_budget_whatever_its_order(size: int) -> None:
    statements = [(f"_:n{a}", "<urn:p>", f"_:n{b}", "") for a, b in clique(size)]
    for turn in range(2):
        begun = time.process_time()
        with pytest.raises(UnsupportedError) as caught:
            canonicalize_dataset(renamed(Random(turn), statements))
        assert caught.value.code == "canonical.too-much-work"
        assert time.process_time() - begun < 1


def test_a_chain_of_blank_nodes_is_named() -> None:
    chain = [("_:a", "<urn:p>", "_:b", ""), ("_:b", "<urn:p>", "<urn:x>", "")]
    assert canonicalize_dataset(chain)
