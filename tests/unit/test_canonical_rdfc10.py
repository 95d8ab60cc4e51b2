"""RDFC-1.0 on datasets small enough to see through."""

from __future__ import annotations

import random
from itertools import permutations

import pytest

from microcred.canonical import rdfc10
from microcred.canonical.dataset import Dataset, Statement
from microcred.canonical.literals import literal_text
from microcred.canonical.rdfc10 import _arrangements, _least_labels, _sort_key, canonicalize_dataset, nquads
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


def star(centre: str, leaves: int) -> list[Statement]:
    return [(f"_:{centre}", "<p:>", f"_:{centre}{number}", "") for number in range(leaves)]


def test_orders_are_counted_however_early_they_are_given_up() -> None:
    # What each leaf holds makes it differ from the others in nothing but that.
    legs: list[Statement] = [(leaf, "<q:>", f"{leaf}x", "") for _, _, leaf, _ in (*star("s", 9), *star("t", 9))]
    with pytest.raises(UnsupportedError) as caught:
        canonicalize_dataset([*star("s", 9), *star("t", 9), *legs], max_hashes=1_000)
    assert caught.value.code == "canonical.too-much-work"


def test_neighbours_that_can_change_places_are_tried_in_one_order() -> None:
    stars = [*star("s", 9), *star("t", 9)]
    assert canonicalize_dataset(stars, max_hashes=100).text.count("\n") == len(stars)


def test_neighbours_that_cannot_change_places_are_not_taken_for_one_another() -> None:
    # Each star has a pair of leaves under each of two marks: only within a pair are they alike.
    marks: list[Statement] = [(f"_:{c}m{n // 2}", "<q:>", f"_:{c}{n}", "") for c in "st" for n in range(4)]
    told: list[Statement] = [("_:sm1", "<r:>", '"told apart"', ""), ("_:tm0", "<r:>", '"told apart"', "")]
    statements = [*star("s", 4), *star("t", 4), *marks, *told]
    forms = set()
    for turn in range(20):
        rng = random.Random(turn)
        names = {f"_:{c}{n}": f"_:x{rng.random()}" for c in "st" for n in ("", "0", "1", "2", "3", "m0", "m1")}
        renamed = [(names[s], p, names.get(o, o), g) for s, p, o, g in statements]
        forms.add(canonicalize_dataset(sorted(renamed)).text)
    assert len(forms) == 1


@pytest.mark.parametrize("turn", range(60))
def test_labels_stand_where_they_make_the_path_least(turn: int) -> None:
    rng = random.Random(turn)
    first = rng.choice((0, 8, 9, 98))
    known = rng.sample([*(f"_:c14n{number}" for number in range(12)), *(f"_:b{number}" for number in range(first))], 3)
    known += rng.choices(known, k=rng.randint(0, 1))
    issued = [(f"_:b{first + number}", rng.choice((1, 1, 2))) for number in range(rng.randint(0, 2))]
    new = [label for label, _ in issued]
    every = permutations([*known, *(label for label, times in issued for _ in range(times))])
    possible = ["".join(labels) for labels in every if list(dict.fromkeys(la for la in labels if la in new)) == new]
    assert _least_labels(sorted(known, key=_sort_key), issued) == min(possible)


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\xa0", "\u3000", "\ufeff"])
def test_what_other_scripts_take_for_the_end_of_a_line_is_written_as_it_is(character: str) -> None:
    # RDFC-1.0, 5 escapes the controls of ASCII alone, and a line ends with LF alone.
    text, iri = f"a{character}b", f"<urn:a{character}b>"
    statements = [("<urn:x>", "<urn:p>", literal_text(text), ""), ("<urn:y>", "<urn:p>", iri, "")]
    expected = f'<urn:x> <urn:p> "{text}" .\n<urn:y> <urn:p> {iri} .\n'
    assert canonicalize_dataset(statements).canonical == expected.encode()


# RDFC-1.0, 5: what is no Char of XML 1.1 is written as \u and four digits; the noncharacters of other planes are Chars.
@pytest.mark.parametrize(("character", "written"), [("\ufffe", "\\uFFFE"), ("\uffff", "\\uFFFF")])
def test_a_noncharacter_of_the_first_plane_is_escaped(character: str, written: str) -> None:
    assert literal_text(f"a{character}b") == f'"a{written}b"'


@pytest.mark.parametrize("character", ["\ufffd", "\ufdd0", "\U0001fffe", "\U0001ffff", "\U0010ffff"])
def test_its_neighbours_stand_as_they_are(character: str) -> None:
    assert literal_text(f"a{character}b") == f'"a{character}b"'


HASHES_OF_TWO_RINGS = 90


def ring(name: str, size: int) -> list[Statement]:
    return [(f"_:{name}{n}", "<p:>", f"_:{name}{(n + 1) % size}", "") for n in range(size)]


def test_every_hash_that_follows_from_node_to_node_is_counted() -> None:
    # Two rings of three: each of six nodes is followed, and no order of neighbours is tried that costs more than one.
    statements = [*ring("a", 3), *ring("b", 3)]
    assert canonicalize_dataset(statements, max_hashes=HASHES_OF_TWO_RINGS).text.count("\n") == 6
    with pytest.raises(UnsupportedError) as caught:
        canonicalize_dataset(statements, max_hashes=HASHES_OF_TWO_RINGS - 1)
    assert caught.value.code == "canonical.too-much-work"


def test_a_long_text_counts_as_many_hashes() -> None:
    long: list[Statement] = [(s, f"<p:{'x' * 100_000}>", o, g) for s, _, o, g in (*ring("a", 3), *ring("b", 3))]
    with pytest.raises(UnsupportedError) as caught:
        canonicalize_dataset(long, max_hashes=HASHES_OF_TWO_RINGS)
    assert caught.value.code == "canonical.too-much-work"


def test_what_statements_come_to_with_their_subjects_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdfc10, "MAX_CHARACTERS", 40)
    statements: list[Statement] = [("<urn:abcd>", "<p:>", f'"{number}"', "") for number in range(5)]
    canonicalize_dataset(statements[:4])
    with pytest.raises(UnsupportedError) as caught:
        canonicalize_dataset(statements)
    assert caught.value.code == "canonical.too-much-work"


def test_a_node_of_which_nothing_is_said_has_no_label_and_no_line() -> None:
    for others in ([], [("<a:>", "<p:>", "<o:>", "")], [("<a:>", "<p:>", "_:b", "")]):
        dataset, silent = Dataset.of(others), Dataset.of(others)
        silent.graph("").described["_:a"] = []
        silent.graph("").described["<b:>"] = []
        found, expected = canonicalize_dataset(silent), canonicalize_dataset(dataset)
        assert (found.canonical, found.labels) == (expected.canonical, expected.labels)


def test_the_lines_of_the_default_graph_name_none() -> None:
    statements: list[Statement] = [("_:a", "<p:>", '"x"', "_:g"), ("_:a", "<p:>", '"x"', "")]
    assert nquads(statements, {"a": "c14n0", "_:a": "c14n0", "_:g": "c14n1"}) == [
        '_:c14n0 <p:> "x" .\n',
        '_:c14n0 <p:> "x" _:c14n1 .\n',
    ]


def test_a_graph_that_speaks_of_its_own_name_is_told_apart_by_it() -> None:
    forms = []
    for one, two in (("_:a", "_:b"), ("_:b", "_:a")):
        statements: list[Statement] = [(one, "<p:>", '"x"', one), (two, "<p:>", '"x"', one), (two, "<q:>", one, two)]
        forms.append(canonicalize_dataset(statements).text)
    assert forms[0] == forms[1]


@pytest.mark.parametrize("name", ["<g:>", "_:g"])
def test_the_graph_of_a_statement_tells_its_nodes_apart(name: str) -> None:
    forms = set()
    for one, two in (("_:a", "_:b"), ("_:b", "_:a")):
        statements: list[Statement] = [(one, "<p:>", '"x"', ""), (two, "<p:>", '"x"', name)]
        forms.add(canonicalize_dataset(statements).text)
    assert len(forms) == 1


def test_a_node_belongs_to_the_graph_that_speaks_of_it() -> None:
    forms = set()
    for turn in range(20):
        a, b, g, h = (f"_:x{number}" for number in random.Random(turn).sample(range(100), 4))
        statements: list[Statement] = [
            (a, "<p:>", '"x"', g),
            (b, "<p:>", '"x"', h),
            (a, "<q:>", b, ""),
            (b, "<q:>", a, ""),
        ]
        forms.add(canonicalize_dataset(sorted(statements)).text)
    assert len(forms) == 1


def test_kinds_are_arranged_in_every_order_once() -> None:
    assert sorted(_arrangements({"a": 2, "b": 1})) == [("a", "a", "b"), ("a", "b", "a"), ("b", "a", "a")]
    assert len(list(_arrangements({"a": 2, "b": 2, "c": 1}))) == 30
