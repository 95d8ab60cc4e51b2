"""The tables of the walk: what they take for granted of the standards' contexts, and that nothing fills them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice, permutations
from random import Random
from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, unsigned
from microcred.canonical import Canonicalizer
from microcred.canonical import tables as tables_module
from microcred.canonical.active_context import ActiveContext, HandOver, TermDefinition
from microcred.canonical.spellings import CORE, core_spellings
from microcred.canonical.tables import Budget, Vocabulary
from microcred.contexts import BUNDLED
from microcred.document import Document
from microcred.errors import ContextError, UnsupportedError

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
SPELLINGS = core_spellings(BUNDLED)
VERSIONS = [(url, version) for url in CORE for version in BUNDLED.versions(url)]


def vocabulary() -> Vocabulary:
    return Vocabulary(BUNDLED, {}, lambda: SPELLINGS)


def scopes(context: Any) -> Iterator[Any]:
    for entry in context if isinstance(context, list) else [context]:
        for definition in entry.values() if isinstance(entry, dict) else ():
            if isinstance(definition, dict) and "@context" in definition:
                yield definition["@context"]


def above(base: list[str], url: str, words: Vocabulary) -> ActiveContext | None:
    try:
        return words.extended(words.root.context, [*base, url], "")
    except HandOver:
        return None


@pytest.mark.parametrize(("url", "version"), VERSIONS, ids=[f"{url}@{version.label}" for url, version in VERSIONS])
def test_every_scope_of_the_standards_contexts_is_right_where_it_is_defined(url: str, version: Any) -> None:
    words = Vocabulary(BUNDLED, {url: version}, lambda: SPELLINGS)
    # Each belongs on top of one data model, or of none.
    context = next(filter(None, (above(base, url, words) for base in ([], [CREDENTIALS_V1], [CREDENTIALS_V2]))))
    pending = list(scopes(version.load()["@context"]))
    while pending:
        scope = pending.pop()
        words.extended(context, scope, url, override=True)
        pending.extend(scopes(scope))


def test_the_words_of_the_standards_that_need_no_look_are_spelled_as_they_should_be() -> None:
    words = vocabulary()
    for url in CORE:
        known = words.extended(words.root.context, [url], "").definitions
        for term, definition in known.items():
            iri = definition.iri
            if iri is None or iri.startswith("@") or definition.origin not in CORE:
                continue
            stranger = TermDefinition(iri, "")
            assert words.is_word(iri, term, definition) == words.is_word(iri, term, stranger), term
            assert words.is_member(iri, term, definition) == words.is_member(iri, term, stranger), term


def test_a_thousand_contexts_of_their_own_leave_no_more_tables_than_are_kept() -> None:
    canonicalizer = Canonicalizer()
    for number in range(1_000):
        tree = unsigned()
        tree["@context"] = [*tree["@context"], {f"plot{number}": f"https://college.example/terms#plot{number}"}]
        canonicalizer.dataset(Document.of(tree).tree)
    assert len(canonicalizer._newest._made) <= tables_module._MAX_CONTEXTS + 10


def test_types_in_every_order_leave_no_more_than_are_kept() -> None:
    classes, url = [f"Class{number}" for number in range(40)], "https://college.example/classes/v1"
    own = {"@context": {name: f"https://college.example/terms#{name}" for name in classes}}
    canonicalizer = Canonicalizer(BUNDLED.with_context(url, own))
    for number in range(1_000):
        tree = unsigned()
        tree["@context"].append(url)
        order = Random(number).sample(classes, len(classes))
        tree["type"] = ["VerifiableCredential", "OpenBadgeCredential", *order[: number % 40]]
        tree["issuer"]["type"] = ["Profile", *order[number % 40 :]]
        canonicalizer.dataset(Document.of(tree).tree)
    kept = [tables.typings for tables in canonicalizer._newest._made.values()]
    assert (
        max(len(types) for typings in kept for types in typings if isinstance(types, tuple)) <= tables_module._MAX_TYPES
    )
    assert max(map(len, kept)) <= tables_module._MAX_TYPINGS < 1_000


def test_words_of_a_document_alone_are_not_kept() -> None:
    canonicalizer = Canonicalizer()
    for number in range(300):
        tree = unsigned(**{f"word{number}": "x"})
        with pytest.raises(ContextError):
            canonicalizer.dataset(Document.of(tree).tree)
    tables = canonicalizer._newest._made.values()
    kept = {term for each in tables for term in (*each.terms, *chain(*each.shapes))}
    assert not any(term.startswith("word") for term in kept)


def test_members_in_every_order_leave_no_more_shapes_than_are_kept() -> None:
    canonicalizer = Canonicalizer()
    for members in islice(permutations(unsigned().items()), 1_000):
        canonicalizer.dataset(Document.of(dict(members)).tree)
    assert max(len(tables.shapes) for tables in canonicalizer._newest._made.values()) <= tables_module._MAX_SHAPES


def test_an_object_of_a_shape_that_is_known_is_read_as_the_first_of_them_was() -> None:
    canonicalizer = Canonicalizer()
    first = canonicalizer.canonicalize(Document.of(unsigned()).tree)
    for _ in range(3):
        assert canonicalizer.canonicalize(Document.of(unsigned()).tree) == first
        with pytest.raises(ContextError, match="nonsense"):
            canonicalizer.canonicalize(Document.of(unsigned(nonsense="x")).tree)


def test_a_text_that_looks_like_a_context_is_not_taken_for_one_that_was_there_before() -> None:
    canonicalizer = Canonicalizer()
    plot = {"plot": "https://college.example/terms#plot"}
    tree = unsigned(plot="north field")
    tree["@context"] = [CREDENTIALS_V2, OPEN_BADGES, plot]
    canonicalizer.dataset(Document.of(tree).tree)
    tree["@context"] = [CREDENTIALS_V2, OPEN_BADGES, '{"plot": "https://college.example/terms#plot"}']
    with pytest.raises(UnsupportedError) as caught:
        canonicalizer.dataset(Document.of(tree).tree)
    assert caught.value.code == "contexts.unknown"


def test_what_one_document_may_ask_to_be_worked_out_is_bounded() -> None:
    budget = Budget(1)
    budget.spend()
    with pytest.raises(UnsupportedError) as caught:
        budget.spend()
    assert caught.value.code == "canonical.too-much-work"


def test_each_context_that_is_worked_out_is_taken_from_the_budget_once() -> None:
    root, budget = vocabulary().root, Budget(1)
    for _ in range(3):
        assert root.derived("one", ActiveContext, budget) is root.derived("one", ActiveContext, budget)
    assert budget.left == 0
    with pytest.raises(UnsupportedError) as caught:
        root.derived("two", ActiveContext, budget)
    assert caught.value.code == "canonical.too-much-work"
