"""The walk from JSON to statements: what it reads, and what it hands over, always the whole document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, unsigned
from microcred.canonical import Canonicalizer, select
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


def faults(tree: Mapping[str, Any], contexts: Contexts = BUNDLED) -> list[tuple[str, str | None]]:
    with pytest.raises(ContextError) as caught:
        walked(tree, contexts)
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


@pytest.mark.parametrize("name", ["north field", 'x> "y" .\n<urn:x> <urn:p', "a\\b", "{a}"])
def test_a_member_under_a_vocabulary_cannot_break_out_of_its_statement(name: str) -> None:
    place = "/" + name.replace("~", "~0").replace("/", "~1")
    assert faults(under({"@vocab": TERMS}, **{name: "x"})) == [("contexts.undefined-term", place)]


def test_a_word_that_is_a_blank_node_is_refused_as_such() -> None:
    found = faults(under(plot(**{"@type": "@vocab"}), plot="_:b0", type=["VerifiableCredential", "_:b1"]))
    assert sorted(found) == [("contexts.blank-node-id", "/plot"), ("contexts.blank-node-id", "/type/1")]


def test_a_word_that_no_context_defines_is_called_a_term_where_it_is_no_type() -> None:
    assert faults(under(plot(**{"@type": "@vocab"}), plot="nowhere")) == [("contexts.undefined-term", "/plot")]
    assert faults(subject(type="Nobody"))[0] == ("contexts.undefined-type", "/credentialSubject/type")


def test_a_word_that_was_refused_once_is_refused_again() -> None:
    own = {"Medal": "https://www.w3.org/2018/credentials#VerifiableCredential", **plot(**{"@type": "@vocab"})}
    canonicalizer = Canonicalizer()
    for _ in range(2):
        with pytest.raises(ContextError) as caught:
            canonicalizer.statements(Document.of(under(own, plot="Medal")).tree, {})
        assert caught.value.code == "contexts.respelled-term"


def test_only_words_that_a_context_defines_are_kept() -> None:
    words = Vocabulary(BUNDLED, {}, lambda: SPELLINGS)
    for number in range(20):
        tree = under(plot(**{"@type": "@vocab"}), plot=[f"https://college.example/{number}", "Achievement"])
        Walk(words, {}).read(Document.of(tree).tree, "")
    assert {word for tables in words._made.values() for word in tables.words if "://" in word} == set()


OBJECT = {"@value": {"id": "x"}, "@type": "@json"}


@pytest.mark.parametrize(
    ("definition", "value", "opaque"),
    [
        ({}, OBJECT, True),
        ({}, [OBJECT, {"@value": 5, "@type": "@json"}], True),
        ({}, {"@value": 5, "@type": "@json"}, False),
        ({"@type": "@json"}, {"id": "x"}, True),
        ({"@type": "@json"}, [], True),
        ({"@type": "@json"}, "x", False),
    ],
)
def test_objects_within_json_were_not_looked_at(definition: dict[str, Any], value: Any, opaque: bool) -> None:
    assert walked(under(plot(**definition), plot=value)).opaque is opaque


def test_json_that_was_not_looked_at_is_not_forgotten_for_json_that_has_no_objects() -> None:
    own = {**plot(**{"@type": "@json"}), "row": {"@id": f"{TERMS}row", "@type": "@json"}}
    assert walked(under(own, plot={"id": "x"}, row="y")).opaque


def test_faults_are_told_in_reading_order() -> None:
    tree = subject(zebra="x")
    tree["evidence"] = [{"type": ["Evidence"], f"word{number}": "x"} for number in range(11)]
    tree["award"] = "x"
    assert [place for _, place in faults(tree)] == [
        "/award",
        "/credentialSubject/zebra",
        *(f"/evidence/{number}/word{number}" for number in range(11)),
    ]


def test_one_value_for_a_list_is_told_by_the_place_of_its_member() -> None:
    assert faults(under(plot(**{"@container": "@list"}), plot=2**53 + 1)) == [("contexts.number-not-exact", "/plot")]
    assert faults(under(plot(**{"@container": "@list"}), plot=[2**53 + 1])) == [
        ("contexts.number-not-exact", "/plot/0")
    ]


def test_a_document_of_many_faults_tells_of_a_hundred() -> None:
    assert len(faults(under(**{f"word{number}": "x" for number in range(150)}))) == 100


def expanded(tree: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """The faults of the guarded reading."""
    with pytest.raises(ContextError) as caught:
        Expander(BUNDLED).expand(Document.of(tree).tree, {})
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


def test_the_guarded_reading_tells_of_a_hundred_as_well() -> None:
    assert len(expanded(under(**{f"word{number}": "x" for number in range(150)}))) == 100


@pytest.mark.parametrize("keyword", ["@type", "@language", "@direction"])
def test_a_keyword_of_values_is_no_member_for_the_guarded_reading_either(keyword: str) -> None:
    assert expanded(unsigned(**{keyword: "x"}))[0] == ("contexts.keyword", f"/{keyword}")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Nobody", "contexts.undefined-type"),
        ("no body:x", "contexts.relative-iri"),
        ("_:b0", "contexts.blank-node-id"),
        ("https://www.w3.org/2018/credentials#VerifiableCredential", "contexts.respelled-term"),
    ],
)
def test_a_type_that_is_none_has_the_same_code_in_both_readings(name: str, code: str) -> None:
    tree = unsigned(type=["VerifiableCredential", "OpenBadgeCredential", name])
    assert expanded(tree) == faults(tree) == [(code, "/type/2")]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"@value": None}, "contexts.dropped-value"),
        ({"@value": "x", "@language": None}, "contexts.dropped-value"),
        ({"@value": "x", "@language": "no language"}, "contexts.invalid-language"),
        ({"@value": 2**53 + 1}, "contexts.number-not-exact"),
        ({"@value": "x", "@type": "Nobody"}, "contexts.undefined-term"),
        ({"@value": "x", "@type": "_:b0"}, "contexts.blank-node-id"),
    ],
)
def test_what_is_wrong_with_a_value_is_told_by_the_guarded_reading(value: Any, code: str) -> None:
    assert expanded(unsigned(name=value))[0][0] == code


def test_a_list_of_lists_is_something_to_the_guarded_reading() -> None:
    tree = under(plot(**{"@container": "@list"}), plot=[["a"], []])
    assert isinstance(guarded(tree), frozenset)


def test_words_are_those_of_the_context_of_their_term_to_the_guarded_reading() -> None:
    own = plot(**{"@type": "@vocab", "@context": {"north": f"{TERMS}north"}})
    assert isinstance(guarded(under(MINE, plot="north"), mine(own)), frozenset)


def test_an_empty_list_is_something_to_the_guarded_reading_and_an_empty_set_is_not() -> None:
    assert isinstance(guarded(under(plot(**{"@container": "@list"}), plot=[])), frozenset)
    assert guarded(under(plot(), plot=[])) == ["contexts.dropped-value"]


@pytest.mark.parametrize("keyword", ["@protected", "@reverse", "@propagate", "@import", "@version"])
def test_a_keyword_of_contexts_is_no_member(keyword: str) -> None:
    assert faults(unsigned(**{keyword: "x"})) == [("contexts.keyword", f"/{keyword}")]


def test_a_class_is_not_written_with_the_name_of_a_property_that_shares_its_iri() -> None:
    mixed = [words for words in SPELLINGS.words.values() if len({word[0].islower() for word in words}) > 1]
    assert mixed == []


def test_the_iris_of_the_standards_are_known_in_full() -> None:
    short = {iri.partition(":")[0] for iri in (*SPELLINGS.members, *SPELLINGS.words) if "://" not in iri}
    assert short == {"sec"}  # which the context of 2018 uses for RsaSignature2018 without defining it there


def test_an_object_of_a_part_is_called_as_in_the_whole() -> None:
    whole = Document.of(unsigned(evidence=[{"type": ["Evidence"], "name": f"{number}"} for number in range(3)])).tree
    part = Canonicalizer().statements(select(whole, ["/evidence/2/name"]))
    assert "_:/evidence/2" in {subject for subject, *_ in part}
    assert set(part) <= set(Canonicalizer().statements(whole))
