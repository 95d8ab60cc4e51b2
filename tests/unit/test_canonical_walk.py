"""The walk from JSON to statements: what it reads, and what it hands over, always the whole document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, unsigned
from microcred.canonical import Canonicalizer
from microcred.canonical.active_context import HandOver
from microcred.canonical.expansion import Expander
from microcred.canonical.spellings import core_spellings
from microcred.canonical.statements import statements
from microcred.canonical.tables import Vocabulary
from microcred.canonical.walk import Walk
from microcred.contexts import BUNDLED, Contexts
from microcred.document import Document
from microcred.errors import ContextError, MicrocredError, UnsupportedError

SPELLINGS = core_spellings(BUNDLED)
MINE = "https://college.example/context.json"
TERMS = "https://college.example/terms#"


def walked(tree: Mapping[str, Any], contexts: Contexts = BUNDLED) -> Walk:
    walk = Walk(Vocabulary(contexts, {}, lambda: SPELLINGS), {})
    walk.read(Document.of(tree).tree, "")
    return walk


def guarded(tree: Mapping[str, Any], contexts: Contexts = BUNDLED) -> object:
    """What the guarded reading makes of a document: its statements, or the codes of its faults."""
    try:
        return frozenset(statements(Expander(contexts).expand(Document.of(tree).tree, {})))
    except MicrocredError as error:
        return [fault.code for fault in error.faults]


def mine(context: Any) -> Contexts:
    return BUNDLED.with_context(MINE, {"@context": context})


def under(*contexts: Any, **members: Any) -> dict[str, Any]:
    return {**unsigned(**members), "@context": [CREDENTIALS_V2, OPEN_BADGES, *contexts]}


def subject(**members: Any) -> dict[str, Any]:
    tree = unsigned()
    tree["credentialSubject"].update(members)
    return tree


def plot(**definition: Any) -> dict[str, Any]:
    return {"plot": {"@id": f"{TERMS}plot", **definition}}


HANDED_OVER: dict[str, tuple[dict[str, Any], Contexts]] = {
    # Contexts that say what no context of a credential needs
    "a context that imports another": (under(MINE), mine({"@version": 1.1, "@import": OPEN_BADGES})),
    "a context that does not propagate": (under(MINE), mine({"@propagate": False, **plot()})),
    "a context with a base": (under(MINE), mine({"@base": "https://college.example/", **plot()})),
    "a context with a default direction": (under(MINE), mine({"@direction": "rtl", **plot()})),
    "a context that takes back a vocabulary": (under(MINE), mine({"@vocab": None, **plot()})),
    "a term that nests": (under(MINE), mine(plot(**{"@nest": "@nest"}))),
    "a term with an index of its own": (under(MINE), mine(plot(**{"@container": "@index", "@index": f"{TERMS}i"}))),
    "a map of types": (under(MINE), mine(plot(**{"@container": "@type"}))),
    "graphs by their id": (under(MINE), mine(plot(**{"@container": ["@graph", "@id"]}))),
    "an IRI of many characters": (under({"plot": f"{TERMS}{'x' * 500}"}, plot="north"), BUNDLED),
    "a long context inside the document": (under({f"plot{n}": f"{TERMS}{n:0100}" for n in range(300)}), BUNDLED),
    # Contexts that the standard calls an error
    "a protected term that is defined again": (under({"name": f"{TERMS}name"}), BUNDLED),
    "protected terms that are taken back": (under(MINE), mine([{"@protected": True, **plot()}, None])),
    "terms that use each other": (under({"plot": "field:x", "field": "plot:x"}), BUNDLED),
    "a term without an IRI": (under({"plot": {"@type": "@id"}}), BUNDLED),
    "a datatype that is no IRI": (under(plot(**{"@type": "number"})), BUNDLED),
    "a scope that is wrong": (under(MINE), mine(plot(**{"@context": {"row": {"@type": "@id"}}}))),
    # Documents that are no JSON-LD, and the corners of those that are
    "an id that is no string": (subject(id=5), BUNDLED),
    "a type that is an object": (subject(type={"Achievement": 1}), BUNDLED),
    "a type that is no string": (subject(type=["AchievementSubject", 5]), BUNDLED),
    "a value object with a foreign member": (unsigned(name={"@value": "Soil", "narrative": "x"}), BUNDLED),
    "a value object of nothing": (unsigned(name={"@value": None}), BUNDLED),
    "a value object with two tags": (unsigned(name={"@value": "Soil", "@type": "xsd:x", "@language": "en"}), BUNDLED),
    "a value object in no language": (unsigned(name={"@value": "Soil", "@language": "not a language"}), BUNDLED),
    "a list of lists": (under(plot(**{"@container": "@list"}), plot=[["a"], ["b"]]), BUNDLED),
    "a language map with nothing in it": (under(plot(**{"@container": "@language"}), plot={"en": None}), BUNDLED),
    "a text where a graph is meant": (under(plot(**{"@container": "@graph"}), plot="north"), BUNDLED),
    "a type whose own context has another meaning for its member": (
        {
            "@context": {"type": "@type", "Plot": {"@id": f"{TERMS}Plot", "@context": {"type": f"{TERMS}kind"}}},
            "type": ["Plot"],
        },
        BUNDLED,
    ),
    "a type under another name": (under({"kind": "@type"}, kind="VerifiableCredential"), BUNDLED),
    "a value object under another name": (
        under({"worth": "@value"}, evidence=[{"type": ["Evidence"], "name": {"worth": "x"}}]),
        BUNDLED,
    ),
    "a language map with texts in no language": (
        under({"none": "@none", **plot(**{"@container": "@language"})}, plot={"none": "c"}),
        BUNDLED,
    ),
    "an id under a term whose own context has prefixes": (
        under(MINE, plot="row:3"),
        mine(plot(**{"@type": "@id", "@context": {"row": {"@id": f"{TERMS}row/", "@prefix": True}}})),
    ),
    "a text under a term that its own context changes": (
        under(MINE, plot="north"),
        mine(plot(**{"@context": {"plot": {"@id": f"{TERMS}plot", "@type": f"{TERMS}area"}}})),
    ),
}


@pytest.mark.parametrize("case", HANDED_OVER)
def test_what_the_walk_does_not_read_is_handed_over_as_a_whole(case: str) -> None:
    tree, contexts = HANDED_OVER[case]
    with pytest.raises(HandOver):
        walked(tree, contexts)
    try:
        found: object = frozenset(Canonicalizer(contexts).statements(Document.of(tree).tree, {}))
    except MicrocredError as error:
        found = [fault.code for fault in error.faults]
    assert found == guarded(tree, contexts)


READ: dict[str, tuple[dict[str, Any], Contexts]] = {
    "the badge with all its members": (unsigned(), BUNDLED),
    "JSON as it stands": (under(plot(**{"@type": "@json"}), plot={"b": [1, {"id": "x"}], "a": None}), BUNDLED),
    "JSON below an array of no contexts": (
        under(plot(), evidence=[{"@context": [], "type": ["Evidence"], "plot": {"@value": [7, []], "@type": "@json"}}]),
        BUNDLED,
    ),
    "a text in a language, with its direction": (
        unsigned(name={"@value": "שלום", "@language": "HE", "@direction": "rtl"}),
        BUNDLED,
    ),
    "a value with its datatype": (under(plot(), plot={"@value": "3", "@type": f"{TERMS}rows"}), BUNDLED),
    "texts by their language": (
        under(plot(**{"@container": "@language"}), plot={"de": ["a", "b"], "en": "c"}),
        BUNDLED,
    ),
    "a default language": (under({"@language": "DE", **plot()}, plot="Nord"), BUNDLED),
    "a term with a direction": (under(plot(**{"@language": "he", "@direction": "rtl"}), plot="שלום"), BUNDLED),
    "a vocabulary for all words": (under({"@vocab": TERMS}, plot="north", type=["VerifiableCredential", "X"]), BUNDLED),
    "a word that stands for an IRI": (under(plot(**{"@type": "@vocab"}), plot="Achievement"), BUNDLED),
    "a list": (under(plot(**{"@container": "@list"}), plot=["a", 1, True, {"type": "Address"}]), BUNDLED),
    "an empty list": (under(plot(**{"@container": "@list"}), plot=[]), BUNDLED),
    "one value for a list": (under(plot(**{"@container": "@list"}), plot="a"), BUNDLED),
    "graphs without a name": (under(plot(**{"@container": ["@graph", "@set"]}), plot=[{"type": "Address"}]), BUNDLED),
    "numbers of every form": (under(plot(), plot=[0, -1, 1.5, 2.0, 2**53, 5e-324]), BUNDLED),
    "a scope of a context of one's own": (
        under(MINE, plot={"row": "third"}),
        mine(plot(**{"@context": {"row": f"{TERMS}row"}})),
    ),
    "characters that have to be escaped": (unsigned(name='a "b" \\ \n \x7f \x01 \u2028 🥇'), BUNDLED),
    "an id with spaces of other scripts": (
        unsigned(evidence=[{"id": "urn:x:a\xa0\u2028\u3000b", "type": ["Evidence"]}]),
        BUNDLED,
    ),
}


@pytest.mark.parametrize("case", READ)
def test_the_walk_makes_the_statements_of_the_guarded_reading(case: str) -> None:
    tree, contexts = READ[case]
    assert frozenset(walked(tree, contexts).dataset) == guarded(tree, contexts)


def test_a_character_that_no_iri_has_is_found_among_many_that_are_right() -> None:
    tree = unsigned()
    tree["credentialSubject"]["achievement"]["id"] = "https://college.example/soil 2"
    with pytest.raises(ContextError) as caught:
        walked(tree)
    assert [(fault.code, fault.pointer) for fault in caught.value.faults] == [
        ("contexts.relative-iri", "/credentialSubject/achievement/id")
    ]


def test_a_scheme_that_a_context_has_taken_is_no_absolute_iri() -> None:
    tree = under({"urn": {"@id": "https://college.example/urn/", "@prefix": True}})
    with pytest.raises(ContextError) as caught:
        walked(tree)
    assert {fault.code for fault in caught.value.faults} == {"contexts.respelled-term"}


def test_the_faults_of_an_object_come_in_the_order_of_its_members_and_before_those_within() -> None:
    tree = under(honours="a", type=["VerifiableCredential", "OpenBadgeCredential", "Medal"])
    tree["credentialSubject"]["plot"] = "north"
    tree = {"award": "b", **tree}
    with pytest.raises(ContextError) as caught:
        walked(tree)
    assert [fault.pointer for fault in caught.value.faults] == [
        "/award",
        "/type/2",
        "/honours",
        "/credentialSubject/plot",
    ]


def test_a_document_whose_labels_would_fill_the_memory_is_refused() -> None:
    tree = under(plot(**{"@container": "@list"}))
    tree["credentialSubject"]["id"] = "urn:x:" + "y" * 200_000
    tree["credentialSubject"]["plot"] = ["a"] * 300
    with pytest.raises(UnsupportedError) as caught:
        walked(tree)
    assert caught.value.code == "canonical.too-much-work"
