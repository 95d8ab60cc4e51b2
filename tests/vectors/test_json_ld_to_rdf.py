"""The toRdf suite of JSON-LD 1.1: each document gives the expected dataset, or is refused, and by both readers alike.

The suite writes ``@id`` and ``@type``, which no credential may. So each document is read twice: as it is, and with
``id`` and ``type`` in their places, which a context in front of the others defines.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from agreement import Outcome, Reference, outcome
from corpus import CORPUS, corpus_path, needs_corpus
from microcred.canonical import Canonicalizer
from microcred.canonical.rdfc10 import canonicalize_dataset
from microcred.contexts import BUNDLED
from microcred.document import Document, JsonObject, to_json
from microcred.errors import DocumentError
from nquads import parse_nquads

pytestmark = [needs_corpus, pytest.mark.filterwarnings("ignore:(terms|values) beginning with:SyntaxWarning")]

SUITE = "rdf/json-ld-api"
ENTRIES: list[dict[str, Any]] = (
    json.loads((CORPUS / SUITE / "toRdf-manifest.jsonld").read_bytes())["sequence"] if CORPUS else []
)
ALIASES = {"@id": "id", "@type": "type"}
CANONICALIZER = Canonicalizer()
REFERENCE = Reference(BUNDLED)
#: A context within a context is unwrapped, as it stands in published credentials.
UNWRAPPED = "#ter56"
#: The other way to write base directions in RDF, JSON-LD 1.0, and statements that are none.
ELSEWHERE = {"rdfDirection": "compound-literal", "specVersion": "json-ld-1.0", "processingMode": "json-ld-1.0"}
#: What the suite leaves out of the dataset, and we refuse, or write as the same option of another test does.
LENIENT = {"produceGeneralizedRdf": True}


def entries(kind: str) -> list[Any]:
    return [pytest.param(entry, id=entry["@id"].lstrip("#")) for entry in ENTRIES if f"jld:{kind}" in entry["@type"]]


def trees(entry: dict[str, Any]) -> list[JsonObject]:
    """The document of a test in both spellings, or in none where the gate does not let it pass."""
    raw = corpus_path(f"{SUITE}/{entry['input']}").read_bytes()
    try:
        document = Document.parse(raw)
        return [document.tree, Document.parse(to_json(respelled(document.to_dict()))).tree]
    except DocumentError:
        return []


def respelled(tree: dict[str, Any]) -> dict[str, Any]:
    own = tree.pop("@context", [])
    aliases = {name: keyword for keyword, name in ALIASES.items()}
    return {"@context": [aliases, *(own if isinstance(own, list) else [own])], **_renamed(tree)}


def _renamed(value: Any) -> Any:
    match value:
        case list():
            return [_renamed(element) for element in value]
        case dict() if "@value" not in value:
            names = {key: key if ALIASES.get(key) in value else ALIASES.get(key, key) for key in value}
            return {names[key]: member if key == "@context" else _renamed(member) for key, member in value.items()}
        case _:
            return value


def read(tree: JsonObject) -> Outcome:
    return outcome(lambda: CANONICALIZER.statements(tree, {}))


def is_elsewhere(entry: dict[str, Any]) -> bool:
    options = {"rdfDirection": None, **entry.get("option", {})}
    text = corpus_path(f"{SUITE}/{entry['input']}").read_text(encoding="utf-8")
    return (
        any(options.get(name) == value for name, value in ELSEWHERE.items())
        or any(options.get(name) == value for name, value in LENIENT.items())
        or ("@direction" in text and options["rdfDirection"] != "i18n-datatype")
        or {"base", "expandContext"} <= options.keys()
    )


def expected_text(entry: dict[str, Any]) -> str:
    statements = parse_nquads(corpus_path(f"{SUITE}/{entry['expect']}").read_text(encoding="utf-8"))
    return canonicalize_dataset(statements).text


def test_the_suite_is_whole() -> None:
    assert len(ENTRIES) == 467
    assert [len(entries(kind)) for kind in ("PositiveEvaluationTest", "PositiveSyntaxTest")] == [345, 16]


@pytest.mark.parametrize("entry", entries("PositiveEvaluationTest"))
def test_what_is_accepted_is_the_expected_dataset(entry: dict[str, Any]) -> None:
    for tree in trees(entry):
        found = read(tree)
        if found.statements is not None and not is_elsewhere(entry):
            assert canonicalize_dataset(found.statements).text == expected_text(entry)


@pytest.mark.parametrize("entry", entries("ToRDFTest"))
def test_both_readers_find_the_same(entry: dict[str, Any]) -> None:
    for tree in trees(entry):
        found, expected = read(tree), REFERENCE.statements(tree, {})
        assert found.agrees_with(expected), (found, expected)


@pytest.mark.parametrize("entry", entries("NegativeEvaluationTest"))
def test_what_is_an_error_is_refused(entry: dict[str, Any]) -> None:
    if entry.get("option", {}).get("processingMode") != "json-ld-1.0" and entry["@id"] != UNWRAPPED:
        assert [read(tree).statements for tree in trees(entry)] in ([None, None], [])
