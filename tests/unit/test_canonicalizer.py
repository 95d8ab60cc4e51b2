"""What a canonicalizer passes on, and what it refuses without having looked at statements."""

from __future__ import annotations

from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, unsigned
from microcred.canonical import Canonicalizer, canonicalize_json, named_contexts
from microcred.canonical.local_contexts import MAX_CONTEXTS
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.canonical.spellings import CORE
from microcred.contexts import BUNDLED
from microcred.document import Document, JsonObject
from microcred.errors import ContextError, MicrocredError, UnsupportedError

TERMS = "https://college.example/terms#"
CANONICALIZER = Canonicalizer()


def tree(*contexts: Any, **members: Any) -> JsonObject:
    return Document.of({**unsigned(**members), "@context": [CREDENTIALS_V2, OPEN_BADGES, *contexts]}).tree


def refused(given: JsonObject, **options: Any) -> list[tuple[str, str | None]]:
    with pytest.raises(MicrocredError) as caught:
        CANONICALIZER.canonicalize(given, **options)
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


def test_a_context_that_is_not_known_is_refused_where_it_is_named() -> None:
    unknown = tree("https://nobody.example/context")
    with pytest.raises(UnsupportedError) as caught:
        CANONICALIZER.named_contexts(unknown)
    assert (caught.value.code, caught.value.pointer) == ("contexts.unknown", "/@context/2")
    below = tree(evidence=[{"@context": "https://nobody.example/context", "type": ["Evidence"]}])
    assert refused(below)[0] == ("contexts.unknown", "/@context")


def test_faults_are_told_by_where_the_part_stands() -> None:
    assert refused(tree(honours="x"), at="/verifiableCredential/3") == [
        ("contexts.undefined-term", "/verifiableCredential/3/honours")
    ]


def test_quotes_are_escaped_unless_it_is_said_that_there_are_none() -> None:
    text = CANONICALIZER.dataset(tree(name='x" .\n<urn:x> <urn:y> "z')).text
    assert r'"x\" .\n<urn:x> <urn:y> \"z" .' in text


def test_the_hash_that_is_asked_for_labels_the_nodes() -> None:
    given = tree(evidence=[{"type": ["Evidence"], "name": f"{number}"} for number in range(8)])
    forms = {name: CANONICALIZER.canonicalize(given, algorithm=name) for name in ("sha256", "sha384")}
    assert forms["sha256"] != forms["sha384"]
    statements = CANONICALIZER.statements(given)
    assert forms["sha384"] == canonicalize_dataset(statements, algorithm="sha384").canonical


def test_whoever_bounds_the_work_is_told_before_a_document_is_read_in_the_guarded_way() -> None:
    told: list[int] = []
    CANONICALIZER.dataset(tree(), work=told.append)
    assert told == []
    given = tree({"@direction": "rtl"})
    CANONICALIZER.dataset(given, work=told.append)
    CANONICALIZER.statements(given, work=told.append)
    assert told == [1 + given.size] * 2


@pytest.mark.parametrize(
    "context", [{"@version": 1.1}, {"@protected": True}, {"@language": "de"}, {"@vocab": TERMS}, {"@direction": "rtl"}]
)
def test_a_context_in_the_document_may_set_its_version_protection_language_and_vocabulary(context: Any) -> None:
    assert b"#plot" in CANONICALIZER.canonicalize(tree({**context, "plot": f"{TERMS}plot"}, plot="north"))


@pytest.mark.parametrize("name", ["@id", "@type", "@language", "@direction"])
@pytest.mark.parametrize("value", ["x" * 2_001, 5, None, {}])
def test_a_definition_in_the_document_has_short_texts(name: str, value: Any) -> None:
    given = tree({"plot": {"@id": f"{TERMS}plot", name: value}})
    assert refused(given)[0][0].startswith("contexts.")
    with pytest.raises(ContextError) as caught:
        named_contexts(given)
    assert (caught.value.code, caught.value.pointer) == ("contexts.inline-not-plain", "/@context/2/plot")


def test_a_definition_in_the_document_is_bounded_at_its_last_character() -> None:
    for definition in ("x" * 2_000, {"@id": "x" * 2_000, "@type": "x" * 2_000}):
        assert named_contexts(tree({"plot": definition})) == (CREDENTIALS_V2, OPEN_BADGES)
    with pytest.raises(ContextError) as caught:
        named_contexts(tree({"plot": "x" * 2_001}))
    assert caught.value.code == "contexts.inline-not-plain"


def test_contexts_are_counted_to_the_last_that_is_read() -> None:
    assert named_contexts(tree(*[OPEN_BADGES] * (MAX_CONTEXTS - 2))) == (CREDENTIALS_V2, OPEN_BADGES)
    with pytest.raises(ContextError) as caught:
        named_contexts(tree(*[OPEN_BADGES] * (MAX_CONTEXTS - 1)))
    assert caught.value.code == "contexts.too-many"


@pytest.mark.parametrize(
    "value", [{"@value": {"@context": 5}, "@type": "@json"}, [{"@value": {"@context": 5}, "@type": "@json"}, "north"]]
)
def test_what_looks_like_a_context_inside_json_is_refused_as_well(value: Any) -> None:
    assert refused(tree({"plot": f"{TERMS}plot"}, plot=value))[0][0] == "contexts.invalid"


def test_every_bundled_edition_of_the_standards_contexts_reserves_its_words() -> None:
    folders = ("https://purl.imsglobal.org/spec/ob/v3p0/", "https://purl.imsglobal.org/spec/clr/v2p0/")
    editions = {url for url in BUNDLED.urls() if url.startswith(folders)}
    assert len(editions) > 5
    assert editions <= set(CORE)


@pytest.mark.parametrize("word", ["name", "narrative", "description", "endorsementJwt"])
@pytest.mark.parametrize("edition", ["context.json", "context-3.0.3.json", "context/ob_v3p0.jsonld"])
def test_no_word_of_any_edition_can_be_given_another_meaning(edition: str, word: str) -> None:
    # A member whose own word was signed could otherwise be shown under a word that a reader of the JSON looks for.

    def told(own: str) -> JsonObject:
        standard = ["https://www.w3.org/2018/credentials/v1", f"https://purl.imsglobal.org/spec/ob/v3p0/{edition}"]
        issuer = {"type": "Profile", "id": "urn:x:college", own: "Soil"}
        types = ["VerifiableCredential", "OpenBadgeCredential"]
        return Document.of({"@context": [*standard, {own: f"{TERMS}remark"}], "type": types, "issuer": issuer}).tree

    assert b'#remark> "Soil"' in CANONICALIZER.canonicalize(told("remark"))
    assert refused(told(word)) == [("contexts.reserved-word", f"/@context/2/{word}")]


@pytest.mark.parametrize(
    ("number", "text"),
    [(1e21, "1e+21"), (1.5e21, "1.5e+21"), (1e-7, "1e-7"), (12e-8, "1.2e-7"), (1e20, "100000000000000000000")],
)
def test_a_number_in_json_is_written_as_a_browser_writes_it(number: float, text: str) -> None:
    assert canonicalize_json(number) == text.encode()
