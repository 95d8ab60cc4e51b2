"""A badge with hundreds of thousands of values in one list.

Attack: a badge has two hundred thousand tags, or a list of two thousand equal values, each of which becomes a statement
or a node of its own.

Naively: every value becomes an object, a node and a statement, which take a hundred times its size.

Here: the model refuses more values than anybody has (`model.too-many`), and equal values of a list, which nothing tells
apart, are given up with `canonical.too-much-work`; nothing else is raised.
"""

from __future__ import annotations

import time
import tracemalloc

from badges import AT, sealed, unsigned
from microcred.verification.fetch import Offline
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier


def naive_statements(tags: list[str]) -> list[dict[str, dict[str, str]]]:
    """A statement for each tag."""
    return [
        {
            "subject": {"id": "urn:x:1"},
            "predicate": {"id": "urn:x:tag"},
            "object": {"value": tag, "type": "urn:x:string"},
        }
        for tag in tags
    ]


def test_a_naive_reader_takes_fifty_times_the_size() -> None:
    tags = [f"{number}" for number in range(5_000)]
    tracemalloc.start()
    try:
        kept = naive_statements(tags)
        assert tracemalloc.get_traced_memory()[0] > 50 * sum(map(len, tags))
        assert len(kept) == 5_000
    finally:
        tracemalloc.stop()


def test_a_wide_document_is_given_up_before_it_is_expanded() -> None:
    tree = unsigned()
    tree["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(200_000)]
    tree["proof"] = dict(sealed().tree["proof"])
    begun = time.process_time()
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT)
    assert (bool(found), found["model"].code) == (False, "model.too-many")
    assert time.process_time() - begun < 5


def test_a_list_of_equal_values_is_given_up_and_raises_nothing_else() -> None:
    tree = sealed().to_dict()
    tree["credentialSubject"]["achievement"]["resultDescription"][0]["allowedValue"] = ["A"] * 2_000
    begun = time.process_time()
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT)
    assert (found.verdict, found["contexts"].code) == ("undetermined", "canonical.too-much-work")
    assert time.process_time() - begun < 3


def test_a_badge_of_some_tags_is_read() -> None:
    tree = unsigned()
    tree["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(100)]
    assert Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(sealed(tree), at=AT)
