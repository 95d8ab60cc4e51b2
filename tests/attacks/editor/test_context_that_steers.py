"""A context in the document that steers instead of defining.

Attack: The editor appends a context that imports another one, that is thrown away below its object, that claims another
version of JSON-LD, or that is null and resets all others.

Naively: as long as no statement changes, a processor does as it is told, and the signature holds; what the next one
does with an "@import" from the editor's host, nobody knows.

Here: a context in the document may define plain words and nothing else (`contexts.inline-not-plain`); what is no
context at all is `contexts.invalid`, or refused by the model (`model.wrong-type`).
"""

from __future__ import annotations

from typing import Any

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"


def with_context(context: Any) -> dict[str, Any]:
    tree = badge()
    tree["@context"].append(context)
    return tree


@pytest.mark.parametrize(
    ("context", "keyword"),
    [
        ({"@import": EXTENSIONS}, "@import"),
        ({"@propagate": False}, "@propagate"),
        ({"@propagate": True, "x": "urn:x:y"}, "@propagate"),
        ({"x": {"@id": "urn:x:y", "@context": {"y": "urn:x:z"}}}, "x"),
        ({"x": {"@id": "urn:x:y", "@nest": "@nest"}}, "x"),
        ({"x": {"@id": "urn:x:y", "@index": "urn:x:i", "@container": "@index"}}, "x"),
    ],
)
def test_a_naive_verifier_is_steered_and_here_the_context_is_refused(context: Any, keyword: str) -> None:
    assert naive_verify(with_context(context))
    assert refusal(with_context(context)) == ("contexts", "contexts.inline-not-plain", f"/@context/2/{keyword}")


@pytest.mark.parametrize(
    ("context", "check", "code"),
    [
        (None, "model", "model.wrong-type"),
        (7, "model", "model.wrong-type"),
        (True, "model", "model.wrong-type"),
        ([], "model", "model.wrong-type"),
        ([None], "model", "model.wrong-type"),
        ({"@version": "1.0"}, "contexts", "contexts.invalid"),
        ({"@version": 7}, "contexts", "contexts.invalid"),
        ({"@protected": None}, "contexts", "contexts.invalid"),
        ({"@foo": "u:x"}, "contexts", "contexts.inline-not-plain"),
    ],
)
def test_what_is_no_context_is_refused_and_raises_nothing_else(context: Any, check: str, code: str) -> None:
    assert refusal(with_context(context))[:2] == (check, code)


@pytest.mark.parametrize(
    "context", [{"x": {"@id": 0}}, {"@vocab": "@foo"}, {"@vocab": 1}, {"x": 1}, {"x": ["urn:y"]}, {"x": {"@type": []}}]
)
def test_a_context_of_the_wrong_types_is_refused_and_raises_nothing_else(context: dict[str, Any]) -> None:
    tree = with_context(context)
    tree["credentialSubject"]["x"] = "v"
    assert refusal(tree)[:2] == ("contexts", "contexts.inline-not-plain")


def test_words_of_its_own_are_all_that_a_document_may_define() -> None:
    assert accepted(with_context({"plot": "https://college.example/terms#plot"}))
    assert accepted(with_context({"@version": 1.1, "plot": {"@id": "https://college.example/terms#plot"}}))
