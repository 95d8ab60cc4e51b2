"""The quick yes and the models: whatever is done to a document, they say the same where the quick one says anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import corpus_path, needs_corpus, samples
from departures import departed
from microcred.document import Document, JsonObject
from microcred.errors import DocumentError, ModelError
from microcred.models import (
    Conformity,
    conformity,
    deviations,
    read_credential,
    read_presentation,
)
from microcred.models.coherence import incoherences
from microcred.models.conformance import plainly_conforms, presentation_class
from mutants import mutants
from ordinary import ORDINARY, PRESENTATIONS


def agree(tree: JsonObject) -> bool:
    """Hold both engines against each other; whether the quick one said yes."""
    name = plainly_conforms(tree)
    if name is not None:
        assert type(read_credential(tree, strict=True)).__name__ == name
        assert type(read_credential(tree)).__name__ == name
        assert deviations(tree) == incoherences(tree)
    return name is not None


def parsed(tree: Mapping[str, Any]) -> JsonObject | None:
    """The tree as the gate lets it through."""
    try:
        return Document.of(tree).tree
    except DocumentError:
        return None


@given(st.sampled_from(sorted(ORDINARY)), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_what_departs_from_an_ordinary_document_is_plain_only_if_the_models_read_it(name: str, random: Random) -> None:
    tree = parsed(departed(ORDINARY[name], list(ORDINARY.values()), random))
    if tree is not None:
        agree(tree)


@pytest.mark.parametrize("name", ["usual badge", "endorsement", "any credential", "any credential of data model 1.1"])
def test_every_small_change_is_plain_only_if_the_models_read_it(name: str) -> None:
    said = [agree(Document.of(mutant.tree).tree) for mutant in mutants(ORDINARY[name])]
    assert True in said
    assert False in said


@needs_corpus
@pytest.mark.corpus
@pytest.mark.parametrize("file", [sample["file"] for sample in samples()])
def test_samples_are_plain_only_if_the_models_read_them(file: str) -> None:
    try:
        tree = Document.parse(corpus_path(file).read_bytes()).tree
    except DocumentError:
        return
    agree(tree)


def asked_of_the_models(tree: JsonObject) -> Conformity:
    return Conformity(type(read_credential(tree)).__name__, deviations(tree))


def outcome(ask: Callable[[JsonObject], object], tree: JsonObject) -> object:
    try:
        return ask(tree)
    except ModelError as error:
        return error.faults


@given(st.sampled_from(sorted(ORDINARY)), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_conformity_is_what_the_models_say(name: str, random: Random) -> None:
    tree = parsed(departed(ORDINARY[name], list(ORDINARY.values()), random))
    if tree is None:
        return
    assert outcome(conformity, tree) == outcome(asked_of_the_models, tree)


@given(st.sampled_from(sorted(PRESENTATIONS)), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_class_of_a_presentation_is_what_the_models_say(name: str, random: Random) -> None:
    tree = parsed(departed(PRESENTATIONS[name], list(PRESENTATIONS.values()), random))
    if tree is not None:
        asked = outcome(lambda tree: type(read_presentation(tree)).__name__, tree)
        assert outcome(presentation_class, tree) == asked
