"""Safe mode: the JSON never says more than its statements, and never under another name."""

from __future__ import annotations

import pickle
import threading
from typing import Any

import pytest

from badges import CANONICALIZER, CREDENTIALS_V2, unsigned
from microcred.canonical import Canonicalizer, named_contexts
from microcred.canonical.expansion import Expander
from microcred.contexts import BUNDLED, candidates
from microcred.document import Document
from microcred.errors import ContextError, UnsupportedError


def canonical(tree: dict[str, Any], canonicalizer: Canonicalizer = CANONICALIZER) -> str:
    document = Document.of(tree)
    versions = next(candidates(canonicalizer.contexts, named_contexts(document.tree)))
    return canonicalizer.canonicalize(document.tree, versions).decode()


def faults(tree: dict[str, Any]) -> list[tuple[str, str | None]]:
    with pytest.raises(ContextError) as caught:
        canonical(tree)
    return [(fault.code, fault.pointer) for fault in caught.value.faults]


def with_subject(**members: Any) -> dict[str, Any]:
    tree = unsigned()
    tree["credentialSubject"].update(members)
    return tree


def with_context(*contexts: Any, **members: Any) -> dict[str, Any]:
    tree = unsigned(**members)
    tree["@context"] = [*tree["@context"], *contexts]
    return tree


def test_the_badge_makes_statements_for_all_that_it_says() -> None:
    text = canonical(unsigned())
    assert '"Take *ten* samples under observation."' in text
    assert '"1.5E0"^^<https://www.w3.org/2001/XMLSchema#float>' in text
    assert '"2"^^<https://www.w3.org/2001/XMLSchema#float>' in text
    assert text.count("<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>") == 3


def test_every_undefined_term_is_named_with_its_place() -> None:
    tree = with_subject(honours="summa cum laude")
    tree["credentialSubject"]["achievement"]["digestMultibase2"] = 1
    tree["jti2"] = {"x": 1}
    assert sorted(faults(tree), key=str) == [
        ("contexts.undefined-term", "/credentialSubject/achievement/digestMultibase2"),
        ("contexts.undefined-term", "/credentialSubject/honours"),
        ("contexts.undefined-term", "/jti2"),
    ]


def test_a_term_that_another_context_defines_comes_with_that_context_as_hint() -> None:
    tree = unsigned(credentialStatus={"id": "https://s.example/1", "type": "1EdTechRevocationList"})
    with pytest.raises(ContextError) as caught:
        canonical(tree)
    assert caught.value.code == "contexts.undefined-type"
    assert caught.value.pointer == "/credentialStatus/type"
    assert caught.value.hint == "add https://purl.imsglobal.org/spec/ob/v3p0/extensions.json to @context"
    assert caught.value.problem == "https://w3id.org/security#DATA_LOSS_DETECTION_ERROR"


def test_a_type_left_out_takes_the_terms_of_its_object_with_it() -> None:
    tree = unsigned()
    del tree["credentialSubject"]["achievement"]["type"]
    assert ("contexts.undefined-term", "/credentialSubject/achievement/criteria") in faults(tree)


@pytest.mark.parametrize(
    ("member", "value", "place"),
    [
        ("narrative", None, "/credentialSubject/narrative"),
        ("result", [], "/credentialSubject/result"),
        ("result", [None], "/credentialSubject/result/0"),
        ("identifier", [[]], "/credentialSubject/identifier/0"),
    ],
)
def test_values_that_make_no_statement_are_refused(member: str, value: Any, place: str) -> None:
    assert ("contexts.dropped-value", place) in faults(with_subject(**{member: value}))


def test_an_empty_list_is_a_statement_where_order_counts() -> None:
    tree = unsigned()
    tree["credentialSubject"]["achievement"]["resultDescription"][0]["allowedValue"] = []
    assert "22-rdf-syntax-ns#nil" in canonical(tree)


def test_the_order_of_a_list_is_part_of_what_it_says() -> None:
    tree = unsigned()
    tree["credentialSubject"]["achievement"]["resultDescription"][0]["allowedValue"].reverse()
    assert canonical(tree) != canonical(unsigned())


def test_the_order_of_a_set_is_not() -> None:
    tree = unsigned()
    tree["credentialSubject"]["achievement"]["tag"].reverse()
    assert canonical(tree) == canonical(unsigned())


@pytest.mark.parametrize("id_", ["learner", "/learner", "//host/learner", "?a=b", "#me", "", " ", "a b:c"])
def test_a_relative_iri_is_refused(id_: str) -> None:
    assert faults(with_subject(id=id_)) == [("contexts.relative-iri", "/credentialSubject/id")]


def test_a_blank_node_label_is_refused_because_no_signature_covers_it() -> None:
    assert faults(with_subject(id="_:b0")) == [("contexts.blank-node-id", "/credentialSubject/id")]


@pytest.mark.parametrize("id_", ["urn:x> <p:> <o:> .\n<urn:y", "urn:x\\u003e", 'urn:"x"', "urn:x y", "urn:{x}"])
def test_an_iri_cannot_break_out_of_its_statement(id_: str) -> None:
    assert faults(with_subject(id=id_)) == [("contexts.relative-iri", "/credentialSubject/id")]


@pytest.mark.parametrize(
    "key", ["https://schema.org/name", "https://www.w3.org/2018/credentials#validUntil", "schema:name", "urn:x:y"]
)
def test_a_member_spelled_as_an_iri_is_refused(key: str) -> None:
    tree = unsigned()
    tree[key] = "2029-01-15T09:00:00Z"
    place = "/" + key.replace("~", "~0").replace("/", "~1")
    assert faults(tree) == [("contexts.respelled-term", place)]


def test_a_standard_term_cannot_be_given_another_name() -> None:
    own = {"gueltigBis": {"@id": "https://www.w3.org/2018/credentials#validUntil", "@type": "xsd:dateTime"}}
    tree = with_context(own, validUntil=None)
    tree["gueltigBis"] = "2029-01-15T09:00:00Z"
    assert faults(tree) == [("contexts.respelled-term", "/gueltigBis")]


def test_a_class_cannot_stand_for_the_property_that_shares_its_iri() -> None:
    tree = unsigned()
    achievement = tree["credentialSubject"]["achievement"]
    achievement["Criteria"] = achievement.pop("criteria")
    assert faults(tree) == [("contexts.respelled-term", "/credentialSubject/achievement/Criteria")]


def test_a_standard_type_cannot_be_spelled_as_its_iri() -> None:
    tree = unsigned(type=["https://www.w3.org/2018/credentials#VerifiableCredential", "OpenBadgeCredential"])
    assert ("contexts.respelled-term", "/type/0") in faults(tree)


@pytest.mark.parametrize("key", ["@id", "@graph", "@reverse", "@included", "@index", "@nest", "@set", "@list", "@type"])
def test_keywords_are_refused_as_members(key: str) -> None:
    tree = unsigned()
    tree["credentialSubject"][key] = {"id": "urn:x:y"} if key not in ("@id", "@type") else "urn:x:y"
    found = faults(tree)
    assert ("contexts.keyword", f"/credentialSubject/{key}") in found


def test_a_keyword_under_another_name_is_refused_as_well() -> None:
    tree = with_context({"enthalten": {"@id": "@included"}})
    tree["enthalten"] = [{"id": "urn:x:y", "name": "hidden"}]
    assert faults(tree)[0][0] in ("contexts.keyword", "contexts.invalid")


@pytest.mark.parametrize("number", [2**53 + 1, -(2**53) - 1, 10**21, 0.12345678901234568, 123456789.12345679])
def test_a_number_with_more_digits_than_its_statement_keeps_is_refused(number: float) -> None:
    assert faults(with_subject(creditsEarned=number)) == [
        ("contexts.number-not-exact", "/credentialSubject/creditsEarned")
    ]


@pytest.mark.parametrize("number", [0, -1, 2**53, 0.1, 2.5e-7, 1e-300, 123456.789])
def test_a_number_that_its_statement_keeps_is_fine(number: float) -> None:
    assert canonical(with_subject(creditsEarned=number)) != canonical(unsigned())


def test_terms_of_ones_own_may_be_defined_in_the_document() -> None:
    tree = with_context({"plot": "https://college.example/terms#plot"})
    tree["credentialSubject"]["plot"] = "north field"
    assert '<https://college.example/terms#plot> "north field"' in canonical(tree)


def test_a_protected_term_cannot_be_redefined() -> None:
    tree = with_context({"name": "https://college.example/terms#name"})
    assert faults(tree) == [("contexts.protected-term", "/@context/2/name")]


@pytest.mark.parametrize(
    "context",
    [
        {"@import": "https://www.w3.org/ns/credentials/v2"},
        {"@base": "https://college.example/"},
        {"@propagate": False},
        {"x": None},
        {"x": {"@id": "https://x.example/", "@context": {}}},
        {"x": {"@reverse": "https://x.example/"}},
        {"x": {"@id": "https://x.example/", "@nest": "y"}},
        {"x": {"@id": "https://x.example/", "@index": "y"}},
        {"x": "@plot"},
        {"x": {"@id": "@plot"}},
        {"@plot": "https://x.example/"},
    ],
)
def test_a_context_in_the_document_may_only_define_terms(context: dict[str, Any]) -> None:
    assert faults(with_context(context))[0][0] == "contexts.inline-not-plain"


@pytest.mark.parametrize("entry", [None, 1, True, ["https://www.w3.org/ns/credentials/v2"]])
def test_a_context_is_a_url_or_an_object(entry: Any) -> None:
    tree = with_context(entry)
    assert faults(tree) == [("contexts.invalid", "/@context/2")]


def test_an_object_below_the_root_brings_no_terms_of_its_own() -> None:
    tree = with_subject(**{"@context": {"plot": "https://college.example/terms#plot"}})
    assert faults(tree) == [("contexts.invalid", "/credentialSubject/@context")]


def test_the_number_of_contexts_is_bounded() -> None:
    assert faults(with_context(*["https://www.w3.org/ns/credentials/v2"] * 500))[0][0] == "contexts.too-many"


def test_a_large_document_is_read() -> None:
    assert canonical(with_subject(narrative=[f"word {number}" for number in range(30_000)])).count("\n") > 30_000


def test_the_size_of_a_document_is_bounded_before_it_is_expanded() -> None:
    tree = Document.of(with_subject(narrative=["x"] * 30_000)).tree
    with pytest.raises(UnsupportedError) as caught:
        Expander(BUNDLED).expand(tree, next(candidates(BUNDLED, named_contexts(tree))))
    assert caught.value.code == "canonical.too-much-work"


def test_a_base_direction_is_part_of_what_is_said() -> None:
    tree = unsigned(name={"@value": "שלום", "@language": "he", "@direction": "rtl"})
    assert '"שלום"^^<https://www.w3.org/ns/i18n#he_rtl>' in canonical(tree)


MINE = "https://college.example/context.json"
PLOT = {"plot": "https://college.example/terms#plot"}


@pytest.mark.parametrize(
    ("contexts", "literal"),
    [
        ([{"@direction": "rtl"}, PLOT], '"n"^^<https://www.w3.org/ns/i18n#_rtl>'),
        ([{"@language": "he", "@direction": "rtl"}, {"@direction": None}, PLOT], '"n"@he'),
        (
            [{"@language": "he", "@direction": "rtl"}, {"@language": None}, PLOT],
            '"n"^^<https://www.w3.org/ns/i18n#_rtl>',
        ),
        ([{"@vocab": None, "@language": None, "@direction": None}, PLOT], '"n"'),
    ],
)
def test_the_defaults_of_contexts_are_in_force_until_a_context_takes_them_back(
    contexts: list[Any], literal: str
) -> None:
    # JSON-LD 1.1 API, 4.1.2, steps 1 and 5.8 to 5.10.
    canonicalizer = Canonicalizer(BUNDLED.with_context(MINE, {"@context": contexts}))
    for tree in (with_context(MINE, plot="n"), with_context(MINE, evidence=[{"type": ["Evidence"], "plot": "n"}])):
        assert f"<https://college.example/terms#plot> {literal} .\n" in canonical(tree, canonicalizer)


def test_json_is_json_below_an_array_of_no_contexts_in_the_guarded_reading_too() -> None:
    evidence = {"@context": [], "type": ["Evidence"], "plot": {"@value": [7], "@type": "@json"}}
    canonicalizer = Canonicalizer(BUNDLED.with_context(MINE, {"@context": {"@direction": "ltr", **PLOT}}))
    text = canonical(with_context(MINE, evidence=[evidence]), canonicalizer)
    assert '"[7]"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>' in text


def test_one_document_leaves_nothing_behind_for_the_next() -> None:
    before = canonical(unsigned())
    canonical(with_context({"plot": "https://college.example/terms#plot"}))
    with pytest.raises(ContextError):
        canonical(with_context({"name": "https://evil.example/"}))
    assert canonical(unsigned()) == before
    assert faults(with_subject(plot="north field")) == [("contexts.undefined-term", "/credentialSubject/plot")]


def test_a_canonicalizer_crosses_process_boundaries() -> None:
    restored = pickle.loads(pickle.dumps(CANONICALIZER))
    assert canonical(unsigned(), restored) == canonical(unsigned())


def test_a_canonicalizer_serves_many_threads() -> None:
    shared, expected = Canonicalizer(BUNDLED), canonical(unsigned())
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(canonical(unsigned(), shared))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


def test_a_named_context_that_is_not_propagated_leaves_the_error_with_its_code() -> None:
    named = "https://terms.example/not-propagated"
    own = BUNDLED.with_context(named, b'{"@context": {"@propagate": false, "level": "urn:example:level"}}')
    tree = {"@context": [CREDENTIALS_V2, named, {"VerifiableCredential": "urn:example:other"}], "type": "Thing"}
    with pytest.raises(ContextError) as caught:
        Expander(own).expand(Document.of(tree).tree, {})
    assert caught.value.code == "contexts.protected-term"


def test_the_work_of_reading_a_document_is_told_in_values_and_not_in_objects() -> None:
    told: list[int] = []
    tree = Document.of(unsigned()).tree
    Expander(BUNDLED).expand(tree, {}, work=told.append)
    assert told == [1 + tree.size]
