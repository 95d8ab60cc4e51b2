"""The compiled walk and the guarded reader make the same of every document: statements, faults, canonical bytes.

A few hundred documents; ``tests/long_runs/canonical_agreement.py`` looks at as many as it is asked to.
"""

from __future__ import annotations

import copy
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreement import Case, Reference, is_written_alike, outcome
from badges import CREDENTIALS_V2, OPEN_BADGES, unsigned
from generated_documents import Author, Generated, generated
from microcred.canonical import Canonicalizer, Fragment, select
from microcred.canonical.nodes import divided_nodes
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.contexts import BUNDLED, Contexts
from microcred.document import Document, JsonArray, JsonObject, child_pointer
from microcred.errors import ContextError, MicrocredError

pytestmark = pytest.mark.filterwarnings("ignore:terms beginning with:SyntaxWarning")


@cache
def canonicalizer(contexts: Contexts) -> Canonicalizer:
    # One for all documents: what it remembers of one must not be seen in another.
    return Canonicalizer(contexts)


@cache
def reference(contexts: Contexts) -> Reference:
    return Reference(contexts)


def agree(made: Generated) -> None:
    case = Case.of(made)
    seen = outcome(lambda: canonicalizer(made.contexts).statements(case.tree, case.versions))
    expected = reference(made.contexts).statements(case.tree, case.versions)
    if seen.statements is None or expected.statements is None:
        assert seen.agrees_with(expected), (case.text, seen, expected)
    elif is_written_alike(expected.statements):
        text = canonicalize_dataset(seen.statements).text
        assert text == canonicalize_dataset(expected.statements).text, case.text
        assert text == reference(made.contexts).canonical(case), case.text
    else:
        assert seen == expected, case.text


@pytest.mark.parametrize("hundred", range(4))
def test_documents_of_every_kind_are_read_alike(hundred: int) -> None:
    for number in range(60):
        agree(generated(Random(f"short {100 * hundred + number}")))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_whatever_is_written_is_read_alike(rnd: Random) -> None:
    agree(generated(rnd))


def places(value: object, pointer: str = "") -> list[str]:
    parts = value.items() if isinstance(value, JsonObject) else enumerate(value) if isinstance(value, JsonArray) else ()
    inner = [place for key, part in parts if key != "@context" for place in places(part, child_pointer(pointer, key))]
    return [pointer, *inner]


@pytest.mark.parametrize("number", range(40))
def test_parts_of_a_document_are_read_alike_and_call_blank_nodes_as_the_whole_does(number: int) -> None:
    rnd = Random(f"part {number}")
    tree = Document.of(Author(rnd, (CREDENTIALS_V2, OPEN_BADGES)).revised(unsigned())).tree
    pointers = [place for place in places(tree) if place]
    part = select(tree, rnd.sample(pointers, min(4, len(pointers))))
    at = rnd.choice(("", "/endorsement/3"))
    ours = outcome(lambda: canonicalizer(BUNDLED).statements(part, {}, at=at))
    assert ours.agrees_with(reference(BUNDLED).statements(Fragment(part.tree, part.moved), {}, at=at))


@pytest.mark.parametrize("number", range(100))
def test_ids_that_are_described_twice_are_found_wherever_they_stand(number: int) -> None:
    rnd = Random(f"divided {number}")
    tree = unsigned()
    objects = [value for place in places(Document.of(tree).tree) if isinstance(value := _at(tree, place), dict)]
    for _ in range(rnd.randint(2, 4)):
        rnd.choice(objects)["id"] = rnd.choice(("urn:x:1", "urn:x:2", tree["id"]))
    name = rnd.choice(("evidence", "verifiableCredential", "proof", "endorsement"))
    copies = [{**copy.deepcopy(rnd.choice(objects)), "name": "x"} for _ in range(rnd.randint(1, 2))]
    rnd.choice(objects)[name] = copies if rnd.random() < 0.5 else copies[0]
    document = Document.of(tree).tree
    expected = {(fault.code, fault.pointer) for fault in divided_nodes(document)}
    found: set[tuple[str, str | None]] = set()
    try:
        canonicalizer(BUNDLED).canonicalize(document, {}, at=rnd.choice(("", "/endorsement/0")))
    except ContextError as error:
        found = {(fault.code, fault.pointer) for fault in error.faults if fault.code == "contexts.divided-node"}
        if not found:
            return
    except MicrocredError:
        return
    assert found == expected


def _at(tree: object, pointer: str) -> object:
    for token in pointer.split("/")[1:]:
        tree = tree[int(token)] if isinstance(tree, list) else tree[token]  # type: ignore[index]
    return tree
