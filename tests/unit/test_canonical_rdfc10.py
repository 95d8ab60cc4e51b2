"""RDFC-1.0 on datasets small enough to see through."""

from __future__ import annotations

import random

import pytest

from microcred.canonical.dataset import Statement
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.errors import UnsupportedError


def test_a_dataset_without_blank_nodes_is_sorted() -> None:
    statements: list[Statement] = [("<b:>", "<p:>", "<o:>", ""), ("<a:>", "<p:>", '"x"', "<g:>")]
    assert canonicalize_dataset(statements).text == '<a:> <p:> "x" <g:> .\n<b:> <p:> <o:> .\n'


def test_the_empty_dataset_has_the_empty_form() -> None:
    assert canonicalize_dataset([]).text == ""


def test_a_statement_made_twice_is_one_statement() -> None:
    once: list[Statement] = [("<a:>", "<p:>", "<o:>", "")]
    assert canonicalize_dataset(once * 2) == canonicalize_dataset(once)


def test_the_names_and_the_order_of_blank_nodes_do_not_matter() -> None:
    # A cycle of five, with a tail: the tail's end is told apart at once, the rest by their neighbourhood.
    edges = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (4, 5), (5, 6)]
    forms = set()
    rng = random.Random(7)
    for _ in range(20):
        names = rng.sample([f"_:x{number}" for number in range(100)], 7)
        statements: list[Statement] = [(names[a], "<p:>", names[b], "") for a, b in edges]
        rng.shuffle(statements)
        forms.add(canonicalize_dataset(statements).text)
    assert len(forms) == 1


def test_equal_blank_nodes_keep_their_number() -> None:
    statements: list[Statement] = [("<a:>", "<p:>", f"_:{name}", "") for name in "xyz"]
    assert canonicalize_dataset(statements).text.count("\n") == 3


def test_blank_nodes_name_graphs_too() -> None:
    one: list[Statement] = [("<a:>", "<p:>", "<o:>", "_:g"), ("_:g", "<q:>", '"1"', "")]
    assert canonicalize_dataset(one).text == '<a:> <p:> <o:> _:c14n0 .\n_:c14n0 <q:> "1" .\n'


def clique(size: int) -> list[Statement]:
    return [(f"_:n{a}", "<p:>", f"_:n{b}", "") for a in range(size) for b in range(size) if a != b]


@pytest.mark.parametrize("size", [8, 9, 10, 12, 20, 40])
def test_a_clique_is_refused_by_its_number_of_hashes(size: int) -> None:
    with pytest.raises(UnsupportedError) as caught:
        canonicalize_dataset(clique(size))
    assert caught.value.code == "canonical.too-much-work"


def test_a_small_clique_is_worth_the_time() -> None:
    assert canonicalize_dataset(clique(4)).text.count("\n") == 12


def test_the_budget_is_the_callers() -> None:
    with pytest.raises(UnsupportedError):
        canonicalize_dataset(clique(4), max_hashes=10)


def test_orders_are_counted_however_early_they_are_given_up() -> None:
    # Every order of the many nodes but the first few is worse from its first node on.
    star: list[Statement] = [("_:s", "<p:>", f"_:n{number}", "") for number in range(9)]
    twice = [*star, *(("_:t", "<p:>", f"_:m{number}", "") for number in range(9))]
    with pytest.raises(UnsupportedError) as caught:
        canonicalize_dataset(twice, max_hashes=1_000)
    assert caught.value.code == "canonical.too-much-work"
