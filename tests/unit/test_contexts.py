"""How contexts are found, supplied and tried: the behaviour of :mod:`microcred.contexts`."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from microcred import contexts
from microcred.contexts import BUNDLED, Contexts, ContextVersion, candidates
from microcred.errors import Undetermined, UsageError

VC1 = "https://www.w3.org/2018/credentials/v1"
VC2 = "https://www.w3.org/ns/credentials/v2"
OB_3_0_1 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"
OB_3_0_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
STATUS = "https://www.w3.org/ns/credentials/status/v1"
DI1 = "https://w3id.org/security/data-integrity/v1"
JWS_2020 = "https://w3id.org/security/suites/jws-2020/v1"
MINE = "https://college.example/terms/v1"
TERMS = {"@context": {"@protected": True, "houseColour": "https://college.example/terms#houseColour"}}


def refused(code: str, url: str, document: bytes | Mapping[str, Any]) -> UsageError:
    with pytest.raises(UsageError) as caught:
        BUNDLED.with_context(url, document)
    assert caught.value.code == code
    return caught.value


def labels(*urls: str) -> list[tuple[str, ...]]:
    return [tuple(version.label for version in selection.values()) for selection in candidates(BUNDLED, urls)]


# versions


def test_an_unknown_url_has_no_versions() -> None:
    assert BUNDLED.versions("https://evil.example/context.json") == ()


def test_urls_are_compared_character_by_character() -> None:
    assert BUNDLED.versions(VC2)
    assert BUNDLED.versions(VC2 + "/") == ()
    assert BUNDLED.versions(VC2.upper()) == ()


def test_an_alias_gives_the_versions_of_its_url() -> None:
    alias = "https://w3c-ccg.github.io/lds-jws2020/contexts/v1/"
    assert BUNDLED.versions(alias) == BUNDLED.versions(JWS_2020) != ()


def test_all_known_urls_and_aliases_are_listed() -> None:
    urls = BUNDLED.urls()
    assert {VC1, VC2, OB_3_0_3, "https://w3id.org/did/v1"} <= urls
    assert all(BUNDLED.versions(url) for url in urls)


def test_what_a_caller_does_to_a_loaded_context_no_other_caller_sees() -> None:
    version = BUNDLED.versions(VC2)[0]
    version.load()["@context"].clear()
    assert "VerifiableCredential" in version.load()["@context"]


def test_a_file_that_is_not_what_was_recorded_is_not_used() -> None:
    genuine = BUNDLED.versions(VC1)[0]
    damaged = ContextVersion(VC1, "current", genuine.upstream_sha256, "0" * 64, genuine.source, file=genuine.file)
    with pytest.raises(Undetermined) as caught:
        damaged.load()
    assert caught.value.code == "contexts.corrupt"
    assert genuine.sha256 in caught.value.message


def test_a_file_that_is_missing_is_a_damaged_installation() -> None:
    with pytest.raises(Undetermined) as caught:
        ContextVersion(VC1, "current", "", "", "", file="absent.json").text()
    assert caught.value.code == "contexts.corrupt"


def test_nothing_is_read_at_import() -> None:
    program = (
        "import sys\n"
        "seen = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and seen.append(str(args[0])))\n"
        "import microcred.contexts\n"
        "before = [name for name in seen if name.endswith('.json')]\n"
        f"microcred.contexts.BUNDLED.versions({VC2!r})[0].load()\n"
        "after = [name for name in seen if name.endswith('.json')]\n"
        "print(len(before), len(after))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment, check=True)
    assert done.stdout.split() == ["0", "2"]


# contexts of the caller


def test_a_supplied_context_is_known_to_the_new_store_only() -> None:
    store = BUNDLED.with_context(MINE, TERMS)
    assert store.versions(MINE)[0].load() == TERMS
    assert MINE in store.urls()
    assert store.versions(VC2) == BUNDLED.versions(VC2)
    assert BUNDLED.versions(MINE) == ()


def test_a_supplied_context_is_recorded_by_the_digest_of_its_bytes() -> None:
    content = json.dumps(TERMS, indent=3).encode()
    (version,) = BUNDLED.with_context(MINE, content).versions(MINE)
    assert version.text() == content
    assert version.sha256 == version.upstream_sha256 == hashlib.sha256(content).hexdigest()
    assert version.label == "supplied"


def test_a_later_change_of_a_supplied_mapping_changes_nothing() -> None:
    document = {"@context": {"a": "https://college.example/a"}}
    store = BUNDLED.with_context(MINE, document)
    document["@context"]["b"] = "https://college.example/b"
    assert store.versions(MINE)[0].load() == {"@context": {"a": "https://college.example/a"}}


def test_a_read_only_mapping_can_be_supplied() -> None:
    frozen = MappingProxyType({"@context": MappingProxyType(TERMS["@context"])})
    assert BUNDLED.with_context(MINE, frozen).versions(MINE)[0].load() == TERMS


def test_supplying_a_pinned_context_unchanged_changes_nothing() -> None:
    for version in BUNDLED.versions(OB_3_0_3):
        assert BUNDLED.with_context(OB_3_0_3, version.load()) is BUNDLED


def test_a_pinned_context_cannot_be_given_another_meaning() -> None:
    error = refused("contexts.pinned", VC2, TERMS)
    assert BUNDLED.versions(VC2)[0].upstream_sha256 in error.evidence["pinned"]


def test_an_alias_of_a_pinned_context_cannot_be_given_another_meaning() -> None:
    refused("contexts.pinned", "https://w3id.org/did/v1", TERMS)


def test_a_supplied_context_cannot_be_replaced_either() -> None:
    store = BUNDLED.with_context(MINE, TERMS)
    assert store.with_context(MINE, json.dumps(TERMS).encode()) is store
    with pytest.raises(UsageError, match="is pinned to 1 known version"):
        store.with_context(MINE, {"@context": {}})


def test_true_and_one_are_different_contexts() -> None:
    store = BUNDLED.with_context(MINE, {"@context": {"@protected": True}})
    with pytest.raises(UsageError) as caught:
        store.with_context(MINE, {"@context": {"@protected": 1}})
    assert caught.value.code == "contexts.pinned"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"<html>not found</html>",
        b'{"@context": {}',
        b'{"@context": {}, "@context": {}}',
        b'{"@context": {"a": NaN}}',
        b'\xef\xbb\xbf{"@context": {}}',
        '{"@context": {}}'.encode("utf-16"),
        b'{"@context": "\xff"}',
        b"[]",
        b"{}",
        b'{"@context": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"@context": {}, "padding": "' + b" " * contexts.MAX_CONTEXT_BYTES + b'"}',
        {},
        {"@context": {"a": {1, 2}}},
        {"@context": {"a": float("inf")}},
        {"@context": {("a", "b"): "c"}},
    ],
    ids=lambda document: repr(document[:32] if isinstance(document, bytes) else document)[:48],
)
def test_what_is_no_context_is_not_taken(document: bytes | Mapping[str, Any]) -> None:
    refused("contexts.not-a-context", MINE, document)


def test_a_mapping_that_holds_itself_is_not_taken() -> None:
    document: dict[str, Any] = {"@context": {}}
    document["@context"]["again"] = document
    refused("contexts.not-a-context", MINE, document)


@pytest.mark.parametrize(
    "url", ["", "terms.json", "/terms/v1", "//host/terms", MINE + "#fragment", MINE + " ", MINE + "\n", "https:"]
)
def test_a_context_needs_an_absolute_url(url: str) -> None:
    refused("contexts.bad-url", url, TERMS)


def test_stores_survive_pickling() -> None:
    store = BUNDLED.with_context(MINE, TERMS)
    copy = pickle.loads(pickle.dumps(store))
    assert copy == store
    assert copy.versions(MINE)[0].load() == TERMS
    assert copy.versions(VC2) == BUNDLED.versions(VC2)
    assert pickle.loads(pickle.dumps(BUNDLED)) == Contexts() == BUNDLED


# hints


@pytest.mark.parametrize(
    ("term", "url"),
    [
        ("awardedDate", OB_3_0_3),
        ("endorsementJwt", OB_3_0_3),
        ("1EdTechRevocationList", EXTENSIONS),
        ("ClrSubject", CLR),
        ("validFrom", VC2),
        ("statusListIndex", VC2),
        ("issuanceDate", VC1),
        ("accessibilityHazard", "https://openbadgespec.org/extensions/accessibilityExtension/context-3.0.0.json"),
    ],
)
def test_the_likeliest_context_that_defines_a_term_comes_first(term: str, url: str) -> None:
    assert BUNDLED.defining(term)[0] == url


def test_a_term_counts_in_the_scope_of_another_term() -> None:
    assert "resultDescription" not in BUNDLED.versions(OB_3_0_3)[0].load()["@context"]
    assert OB_3_0_3 in BUNDLED.defining("resultDescription")


def test_no_context_defines_a_keyword_or_an_unheard_of_term() -> None:
    assert BUNDLED.defining("@vocab") == BUNDLED.defining("@protected") == ()
    assert BUNDLED.defining("houseColour") == ()


def test_a_supplied_context_is_the_likeliest_one() -> None:
    store = BUNDLED.with_context(MINE, {"@context": [TERMS["@context"], {"Achievement": "https://college.example/A"}]})
    assert store.defining("houseColour") == (MINE,)
    assert store.defining("Achievement")[:2] == (MINE, OB_3_0_3)


# which versions to try


def test_the_newest_versions_are_tried_first() -> None:
    first = next(candidates(BUNDLED, [VC2, OB_3_0_3]))
    assert first == {VC2: BUNDLED.versions(VC2)[0], OB_3_0_3: BUNDLED.versions(OB_3_0_3)[0]}


def test_one_edited_context_is_tried_from_newest_to_oldest() -> None:
    assert labels(VC1, OB_3_0_3) == [
        ("current", "2026-06-29"),
        ("current", "2025-11-06"),
        ("current", "2024-03-04"),
        ("current", "2024-02-19"),
    ]


def test_versions_of_the_same_time_are_tried_before_a_single_stale_one() -> None:
    assert labels(VC2, OB_3_0_3) == [
        ("2025-02-24", "2026-06-29"),
        ("2025-02-24", "2025-11-06"),
        ("2025-02-24", "2024-03-04"),
        ("2024-07-20", "2024-03-04"),
        ("2024-03-21", "2024-03-04"),
        ("2024-03-21", "2024-02-19"),
        ("2024-07-20", "2026-06-29"),
        ("2024-03-21", "2026-06-29"),
        ("2025-02-24", "2024-02-19"),
    ]


def test_contexts_that_never_changed_are_tried_once() -> None:
    assert labels(VC1, EXTENSIONS) == [("current", "current")]


def test_no_selection_is_tried_twice_and_their_number_is_bounded() -> None:
    tried = labels(VC2, OB_3_0_3, CLR, STATUS, DI1, OB_3_0_1)
    assert len(tried) == len(set(tried)) == contexts.MAX_CANDIDATES


def test_naming_a_context_a_thousand_times_adds_no_attempt() -> None:
    assert labels(*[VC1, OB_3_0_3] * 1000) == labels(VC1, OB_3_0_3)


def test_a_selection_is_keyed_by_the_url_as_the_document_has_it() -> None:
    alias = "https://w3id.org/did/v1"
    assert [list(selection) for selection in candidates(BUNDLED, [alias])] == [[alias]]


def test_an_unknown_url_is_in_no_selection() -> None:
    assert [list(selection) for selection in candidates(BUNDLED, [VC1, MINE])] == [[VC1]]


def test_no_url_leaves_one_empty_selection() -> None:
    assert [dict(selection) for selection in candidates(BUNDLED, [])] == [{}]


def test_a_supplied_context_is_part_of_every_selection() -> None:
    store = BUNDLED.with_context(MINE, TERMS)
    selections = list(candidates(store, [MINE, OB_3_0_1]))
    assert [selection[MINE].label for selection in selections] == ["supplied", "supplied"]


def test_a_version_that_reads_all_words_of_a_document_alike_is_passed_over() -> None:
    url = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
    labels = {
        words: [selection[url].label for selection in candidates(BUNDLED, [url], set(words))]
        for words in [("name",), ("name", "jti"), ("awardedDate",), ("endorsementJwt", "inLanguage")]
    }
    assert labels == {
        ("name",): ["2026-06-29"],
        ("name", "jti"): ["2026-06-29", "2024-03-04"],
        ("awardedDate",): ["2026-06-29", "2024-02-19"],
        ("endorsementJwt", "inLanguage"): ["2026-06-29", "2025-11-06", "2024-02-19"],
    }


def test_a_version_whose_vocabulary_differs_is_never_passed_over() -> None:
    url = "https://www.w3.org/ns/credentials/v2"
    assert [selection[url].label for selection in candidates(BUNDLED, [url], {"name"})] == ["2025-02-24", "2024-03-21"]


def test_a_misspelled_word_of_the_standard_is_recognised() -> None:
    assert BUNDLED.resembling("narrativ") == "narrative"
    assert BUNDLED.resembling("honours") is None
