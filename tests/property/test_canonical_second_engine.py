"""RDFC-1.0 beside an engine that is written in another language, and beside the words of the standard.

The engine, pyoxigraph, differs from the standard in one thing, which is pinned down here: where 4.8 keeps the related
nodes of one hash in a list, it keeps them in a set. A node that stands twice in one relation to another, in two graphs
or in a graph with a blank name, then counts once, and some datasets have more than one text.
:func:`plain_rdfc10.plainly_canonical` says both.
"""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from agreement import Case
from generated_datasets import dataset, renamed
from generated_documents import generated
from microcred.canonical import Canonicalizer
from microcred.canonical.dataset import Statement
from microcred.canonical.literals import literal_text
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.contexts import Contexts
from microcred.errors import MicrocredError
from oxigraph import by_oxigraph
from plain_rdfc10 import is_related_twice, plainly_canonical

pytestmark = pytest.mark.filterwarnings("ignore:terms beginning with:SyntaxWarning")

LEAST: list[Statement] = [
    ("_:g", "<urn:p>", "_:a", "_:g"),
    ("_:a", "<urn:p>", "_:b", "_:g"),
    ("_:b", "<urn:p>", "_:g", "_:g"),
]
"""A triangle in a graph with the name of one of its corners, to which each of the others is related twice."""


def small_datasets(count: int) -> list[list[Statement]]:
    found = [dataset(Random(f"second engine {number}")) for number in range(count)]
    return [statements for statements in found if len(statements) <= 12]


def test_the_generator_makes_datasets_with_and_without_a_node_that_is_related_twice() -> None:
    kinds = [(len({graph for *_, graph in found}) > 1, is_related_twice(found)) for found in small_datasets(250)]
    assert min(kinds.count(kind) for kind in ((False, False), (True, False), (True, True))) > 10


def test_the_library_says_what_the_words_of_the_standard_say() -> None:
    for statements in small_datasets(250):
        assert canonicalize_dataset(statements).text == plainly_canonical(statements), statements


def test_where_no_node_is_related_twice_all_engines_agree() -> None:
    for statements in small_datasets(250):
        if not is_related_twice(statements):
            assert canonicalize_dataset(statements).text == by_oxigraph(statements), statements


def test_the_other_engine_differs_in_counting_such_nodes_once_and_in_nothing_else() -> None:
    for statements in small_datasets(250):
        found = by_oxigraph(statements)
        # Counted once, some datasets have several texts, whichever order a set has.
        orders = (statements, *(renamed(Random(turn), statements) for turn in range(40)))
        assert any(found == plainly_canonical(order, once=True) for order in orders), statements


def test_the_least_dataset_on_which_they_differ_has_three_statements() -> None:
    assert is_related_twice(LEAST)
    # No order of the statements makes up for it.
    assert {canonicalize_dataset(order).text for order in permutations(LEAST)} == {plainly_canonical(LEAST)}
    assert {by_oxigraph(order) for order in permutations(LEAST)} == {plainly_canonical(LEAST, once=True)}
    assert canonicalize_dataset(LEAST).text == (
        "_:c14n0 <urn:p> _:c14n1 _:c14n0 .\n_:c14n1 <urn:p> _:c14n2 _:c14n0 .\n_:c14n2 <urn:p> _:c14n0 _:c14n0 .\n"
    )
    assert by_oxigraph(LEAST) == (
        "_:c14n0 <urn:p> _:c14n2 _:c14n0 .\n_:c14n1 <urn:p> _:c14n0 _:c14n0 .\n_:c14n2 <urn:p> _:c14n1 _:c14n0 .\n"
    )


@pytest.mark.parametrize("graph", ["", "<urn:g>"])
def test_in_one_graph_that_has_no_blank_name_nothing_is_related_twice(graph: str) -> None:
    for statements in small_datasets(100):
        assert not is_related_twice([(s, p, o, graph) for s, p, o, _ in statements])


def test_every_text_is_written_alike() -> None:
    # The engine takes any character but a surrogate; RDFC-1.0, 5 says which of them are escaped, and how.
    every = [*range(0x300), *range(0x2000, 0x2070), *range(0xFDD0, 0xFDF0), *range(0xFFF0, 0x10010), 0x1FFFE, 0x10FFFF]
    texts = [f"a{chr(code)}b" for code in every]
    statements: list[Statement] = [("<urn:a>", "<urn:p>", literal_text(text), "") for text in texts]
    assert canonicalize_dataset(statements).text == by_oxigraph(statements)


def test_generated_documents_have_the_same_canonical_form() -> None:
    canonicalizers: dict[Contexts, Canonicalizer] = {}
    compared = 0
    for number in range(120):
        made = generated(Random(f"second engine {number}"))
        case = Case.of(made)
        ours = canonicalizers.setdefault(made.contexts, Canonicalizer(made.contexts))
        try:
            # The names that blank nodes have before are places in the document, which N-Quads has no spelling for.
            statements = renamed(Random(number), sorted(ours.statements(case.tree, case.versions)))
            text = canonicalize_dataset(statements).text
        except MicrocredError:
            continue
        if not is_related_twice(statements):
            assert text == by_oxigraph(statements), case.text
            compared += 1
    assert compared > 40
