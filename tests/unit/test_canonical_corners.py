"""The corners of contexts: whatever a term is made to mean, the walk and the guarded reading make the same of it.

Each is a context of one's own behind a small one, over a document that uses its word ``plot`` in every way.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from agreement import outcome
from microcred.canonical import Canonicalizer
from microcred.canonical.expansion import Expander
from microcred.canonical.statements import statements
from microcred.contexts import BUNDLED, Contexts
from microcred.document import Document

pytestmark = pytest.mark.filterwarnings("ignore:(terms|values) beginning with:SyntaxWarning")

MINE = "https://college.example/context.json"
TERMS = "https://college.example/terms#"
PLOT = f"{TERMS}plot"
WORDS = {
    "id": "@id",
    "type": "@type",
    "name": {"@id": f"{TERMS}name", "@protected": True},
    "achievement": {"@id": f"{TERMS}achievement", "@protected": True},
    "evidence": f"{TERMS}evidence",
    "Evidence": f"{TERMS}Evidence",
}
PREFIX = {"ex": {"@id": TERMS, "@prefix": True}}

DEFINITIONS: dict[str, Any] = {
    "an IRI": PLOT,
    "nothing": None,
    "an IRI under a prefix": "ex:plot",
    "a prefix of the scheme of the web": {"@id": "http:plot"},
    "an IRI of two slashes": "//college.example/plot",
    "a blank node": "_:plot",
    "a word of the standard": "achievement",
    "itself": "plot",
    "another keyword": "@id",
    "what looks like a keyword": "@plot",
    "a relative reference": "terms/plot",
    "no text": 5,
    "an empty text": "",
    "an object that says nothing": {},
    "a type alone": {"@type": "@id"},
    "an id and a reverse": {"@id": PLOT, "@reverse": PLOT},
    "a reverse": {"@reverse": PLOT},
    "a reverse set": {"@reverse": PLOT, "@container": "@set"},
    "a reverse list": {"@reverse": PLOT, "@container": "@list"},
    "a reverse index": {"@reverse": PLOT, "@container": "@index"},
    "a reverse of nothing": {"@reverse": None},
    "a member that nobody knows": {"@id": PLOT, "@word": 1},
    "a datatype": {"@id": PLOT, "@type": f"{TERMS}rows"},
    "a datatype under a prefix": {"@id": PLOT, "@type": "ex:rows"},
    "a datatype of a blank node": {"@id": PLOT, "@type": "_:rows"},
    "a datatype of a keyword": {"@id": PLOT, "@type": "@value"},
    "no datatype": {"@id": PLOT, "@type": "@none"},
    "ids": {"@id": PLOT, "@type": "@id"},
    "words": {"@id": PLOT, "@type": "@vocab"},
    "JSON": {"@id": PLOT, "@type": "@json"},
    "a list of JSON": {"@id": PLOT, "@type": "@json", "@container": "@list"},
    "a graph of JSON": {"@id": PLOT, "@type": "@json", "@container": "@graph"},
    "a language": {"@id": PLOT, "@language": "DE"},
    "no language": {"@id": PLOT, "@language": None},
    "a language that is no text": {"@id": PLOT, "@language": 5},
    "a language beside a type": {"@id": PLOT, "@language": "de", "@type": "@id"},
    "from left to right": {"@id": PLOT, "@direction": "ltr"},
    "no direction": {"@id": PLOT, "@direction": None},
    "up": {"@id": PLOT, "@direction": "up"},
    "a prefix": {"@id": TERMS, "@prefix": True},
    "no prefix": {"@id": TERMS, "@prefix": False},
    "perhaps a prefix": {"@id": TERMS, "@prefix": "yes"},
    "a keyword as a prefix": {"@id": "@type", "@prefix": True},
    "protected": {"@id": PLOT, "@protected": True},
    "not protected": {"@id": PLOT, "@protected": False},
    "perhaps protected": {"@id": PLOT, "@protected": 1},
    **{
        f"a container {container!r}": {"@id": PLOT, "@container": container}
        for container in (
            *("@set", "@list", "@index", "@language", "@id", "@type", "@graph", "@json", "set", 5, None),
            *(
                [],
                ["@set"],
                ["@list"],
                ["@set", "@list"],
                ["@list", "@set"],
                ["@set", "@set"],
                ["@set", 5],
                [["@set"]],
                ["@set", []],
            ),
            *(["@set", "@language"], ["@set", "@index"], ["@index", "@language"], ["@graph", "@set"], ["@set", "@id"]),
        )
    },
    "a scope": {"@id": PLOT, "@context": {"row": f"{TERMS}row", "name": None}},
    "a scope of nothing": {"@id": PLOT, "@context": None},
    "a scope that is no context": {"@id": PLOT, "@context": 5},
}

CONTEXTS: dict[str, Any] = {
    "a vocabulary": {"@vocab": TERMS},
    "a vocabulary under a prefix": [PREFIX, {"@vocab": "ex:"}],
    "an empty vocabulary": {"@vocab": ""},
    "a vocabulary and a term without an id": {"@vocab": TERMS, "plot": {"@type": "@id"}},
    "a language": {"@language": "EN", "plot": PLOT},
    "a language that is none": {"@language": "not a language", "plot": PLOT},
    "a language that is no text": {"@language": 5},
    "the first version": {"@version": 1.0, "plot": PLOT},
    "the version as a text": {"@version": "1.1", "plot": PLOT},
    "an id": {"@id": "urn:x", "plot": PLOT},
    "a type that is a set": {"@type": {"@container": "@set"}, "plot": PLOT},
    "a word in the form of a keyword": {"@plot": PLOT, "plot": PLOT},
    "an empty word": {"": PLOT, "plot": PLOT},
    "everything protected": {"@protected": True, "plot": PLOT},
    "nothing protected": {"@protected": False, "plot": PLOT},
    "perhaps protected": {"@protected": "yes", "plot": PLOT},
    "a prefix that is the scheme of the web": {"http": {"@id": TERMS, "@prefix": True}, "plot": {"@id": "http:plot"}},
    "a prefix that is a scheme and an IRI of it": {
        "https": {"@id": "urn:x:", "@prefix": True},
        "plot": {"@id": PLOT, "@type": "@id"},
    },
    "a blank prefix": {"_": {"@id": TERMS, "@prefix": True}, "plot": {"@id": "_:plot"}},
    "a prefix that ends like one": {"ex": TERMS, "plot": "ex:plot"},
    **{
        f"a prefix that ends with {end}": {"ex": f"urn:x{end}", "plot": "ex:plot"}
        for end in (":", "/", "?", "#", "[", "]", "@")
    },
    "a prefix that does not end like one": {"ex": f"{TERMS}x", "plot": "ex:plot"},
    "a prefix that is defined later": {"plot": "ex:plot", **PREFIX},
    "a prefix of a prefix": {"plot": "two:plot", "two": {"@id": "ex:two/", "@prefix": True}, **PREFIX},
    "a prefix that stands for nothing": {"ex": None, "ex:plot": {"@type": "@id"}, "plot": "ex:plot"},
    "a term under a prefix": {**PREFIX, "ex:plot": {"@type": "@id"}, "plot": "ex:plot"},
    "a term under a prefix that is defined later": {"ex:plot": {"@type": "@id"}, "plot": "ex:plot", **PREFIX},
    "a term under a prefix, written out": {**PREFIX, "ex:plot": PLOT, "plot": PLOT},
    "a term under a prefix that means another": {**PREFIX, "ex:plot": f"{TERMS}other", "plot": PLOT},
    "a term of one letter before a colon, under a vocabulary": {
        "@vocab": f"{TERMS}all/",
        "e": {"@id": TERMS, "@prefix": True},
        "e:plot": {},
    },
    "a term under a prefix as a prefix": {**PREFIX, "ex:plot": {"@id": PLOT, "@prefix": True}},
    "a term under a prefix whose datatype is itself": {**PREFIX, "ex:plot": {"@id": PLOT, "@type": "ex:plot"}},
    "a term in the form of an IRI": {PLOT: {"@type": "@id"}, "plot": PLOT},
    "a term in the form of an IRI that means itself": {PLOT: PLOT, "plot": PLOT},
    "a term in the form of an IRI that means another": {PLOT: f"{TERMS}other", "plot": PLOT},
    "a term that begins with a colon": {":plot": PLOT, "plot": PLOT},
    "a term that begins with a colon as a prefix": {":plot": {"@id": TERMS, "@prefix": True}, "plot": PLOT},
    "a term of one letter before a colon": {"e": {"@id": TERMS, "@prefix": True}, "e:plot": {}, "plot": "e:plot"},
    "a term with a slash as a prefix": {"a/b": {"@id": TERMS, "@prefix": True}, "plot": PLOT},
    "terms that mean each other": {"plot": "other", "other": "plot"},
    "a term that means a term": {"plot": "other", "other": PLOT},
    "a context in a list": [[PREFIX], {"plot": PLOT}],
    "a context that is no context": [5, {"plot": PLOT}],
    "a context that is a text of no URL": ["context", {"plot": PLOT}],
    "no context": [{"plot": PLOT}, {}],
}

BASE: dict[str, Any] = {
    "@id": PLOT,
    "@type": "@id",
    "@container": "@set",
    "@protected": True,
    "@context": {"row": f"{TERMS}row"},
}
AGAIN: dict[str, Any] = {
    "the same": BASE,
    "the same without protection": {**BASE, "@protected": False},
    "another IRI": {**BASE, "@id": f"{TERMS}other"},
    "another type": {**BASE, "@type": "@vocab"},
    "no type": {name: value for name, value in BASE.items() if name != "@type"},
    "another container": {**BASE, "@container": "@list"},
    "another direction": {**BASE, "@direction": "ltr"},
    "another scope": {**BASE, "@context": {}},
    "a prefix": {**BASE, "@prefix": True},
    "a reverse": {**{name: value for name, value in BASE.items() if name != "@id"}, "@reverse": PLOT},
    "nothing": None,
}

VALUES: list[Any] = [
    "north",
    "ex:north",
    "http://college.example/north",
    "urn:x:north",
    "_:north",
    "//college.example/north",
    "achievement",
    5,
    True,
    {"id": "urn:x:row", "row": "third"},
    {"@value": "north"},
    {"@value": 5},
    {"@value": 5, "@language": "en"},
    {"@value": True, "@direction": "ltr"},
    {"@value": 5, "@type": f"{TERMS}rows"},
    {"@value": "north", "@type": "@json"},
    {"@value": "north", "@type": "@json", "@language": "en"},
    {"@value": ["north"], "@type": f"{TERMS}rows"},
    {"@value": {"row": 3}},
    {"@value": "north", "@type": None},
    {"@value": "north", "@type": "rows"},
    {"@value": "north", "@type": "_:rows"},
    {"@value": "north", "@language": None},
]


@cache
def readings(contexts: Contexts) -> tuple[Canonicalizer, Expander]:
    # One of each for all documents: what it remembers of one must not be seen in another.
    return Canonicalizer(contexts), Expander(contexts)


def agree(tree: dict[str, Any], contexts: Contexts = BUNDLED) -> None:
    document = Document.of(tree).tree
    canonicalizer, expander = readings(contexts)
    seen = outcome(lambda: canonicalizer.statements(document, {}))
    expected = outcome(lambda: statements(expander.expand(document, {})))
    assert seen.agrees_with(expected), (seen, expected)


def under(*contexts: Any, **members: Any) -> dict[str, Any]:
    return {"@context": [WORDS, *contexts], "id": "urn:x:badge", "type": "Evidence", "name": "Soil", **members}


@pytest.mark.parametrize("case", DEFINITIONS)
def test_a_term_means_the_same_to_both_readings(case: str) -> None:
    context = {**PREFIX, "plot": DEFINITIONS[case]}
    for value in ("north", "ex:north", {"id": "urn:x:row", "row": "third"}, ["a", "b"], {"de": "Nord"}):
        agree(under(context, plot=value))


@pytest.mark.parametrize("case", CONTEXTS)
def test_a_context_means_the_same_to_both_readings(case: str) -> None:
    contexts = BUNDLED.with_context(MINE, {"@context": CONTEXTS[case]})
    for value in ("north", ["ex:north", "urn:x:north"], "https://x.example/north", {"id": "urn:x:row"}):
        agree(under(MINE, plot=value), contexts)
    for name in ("ex:plot", "e:plot", ":plot", "9x:plot", "north field", "north field:plot", 'x> <urn:x:p> "y'):
        agree(under(MINE, **{name: "north"}), contexts)


@pytest.mark.parametrize("value", VALUES, ids=str)
@pytest.mark.parametrize("coercion", ["@id", "@vocab", "@json", f"{TERMS}rows", None])
def test_a_value_is_read_alike_under_every_type(value: Any, coercion: str | None) -> None:
    term = {"@id": PLOT} if coercion is None else {"@id": PLOT, "@type": coercion}
    agree(under({**PREFIX, "plot": term}, plot=value))


def test_a_datatype_is_a_word_of_the_context_of_its_type() -> None:
    scope = {"plot": PLOT, "rows": f"{TERMS}rows"}
    plots = {"Plot": {"@id": f"{TERMS}Plot", "@context": scope}}
    agree({**under(plots, plot={"@value": "3", "@type": "rows"}), "type": ["Evidence", "Plot"]})


@pytest.mark.parametrize(
    "form", [{"@container": "@list"}, {"@container": "@graph"}, {"@container": ["@graph", "@set"]}]
)
def test_one_object_stands_for_a_list_or_a_graph_of_one(form: dict[str, Any]) -> None:
    agree(under({"plot": {"@id": PLOT, **form}}, plot={"type": "Evidence", "name": "North"}))


@pytest.mark.parametrize("case", AGAIN)
def test_a_protected_term_may_be_said_again_and_not_otherwise(case: str) -> None:
    agree(under({"plot": BASE}, {"plot": AGAIN[case]}, plot={"id": "urn:x:row"}))


@pytest.mark.parametrize("plain", [{"@id": PLOT}, {"@id": PLOT, "@language": "de"}, {"@id": PLOT, "@direction": "rtl"}])
@pytest.mark.parametrize("again", [{"@id": PLOT}, {"@id": PLOT, "@language": "de"}, {"@id": PLOT, "@direction": "rtl"}])
def test_a_protected_text_may_be_said_again_and_not_otherwise(plain: dict[str, Any], again: dict[str, Any]) -> None:
    agree(under({"plot": {**plain, "@protected": True}}, {"plot": again}, plot="north"))
    agree(under({"plot": {**plain, "@protected": True}}, {"plot": again}, {"plot": PLOT}, plot="north"))


@pytest.mark.parametrize("local", [None, [], [None], {"plot": PLOT}, [None, WORDS, {"plot": PLOT}]], ids=str)
def test_what_is_taken_back_is_taken_back_for_both(local: Any) -> None:
    for protected in (True, False):
        term = {"@id": PLOT, "@protected": protected}
        agree({**under({"plot": term}), "evidence": [{"@context": local, "type": ["Evidence"], "plot": "north"}]})
