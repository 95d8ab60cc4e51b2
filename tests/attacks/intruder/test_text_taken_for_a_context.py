"""A text that is taken for a context which another document brought.

Attack: one document brings a context of its own; the next one, of the attacker, has a text where a context's URL
belongs, which reads like that context written out.

Naively: what is remembered of a context is found again by its text, and the text of an object is the same as that of a
string which looks like it.

Here: a string is a URL and nothing else: `contexts.unknown` or `contexts.invalid`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from microcred.canonical import Canonicalizer
from microcred.document import Document
from microcred.errors import MicrocredError


class NaiveContexts:
    """Remembers what a context means by its JSON."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, str]] = {}

    def terms(self, context: Any) -> dict[str, str]:
        key = context if isinstance(context, str) else json.dumps(context)
        if isinstance(context, dict):
            self.known[key] = context
        return self.known[key]


def test_a_naive_memory_finds_the_context_of_another_document() -> None:
    contexts = NaiveContexts()
    contexts.terms({"plot": "urn:x:p"})
    assert contexts.terms('{"plot": "urn:x:p"}') == {"plot": "urn:x:p"}


def test_a_string_is_never_taken_for_a_context_that_another_document_brought() -> None:
    canonicalizer = Canonicalizer()
    canonicalizer.canonicalize(Document.of({"@context": {"plot": "urn:x:p"}, "plot": "a"}).tree, {})
    for text in ('{"plot": "urn:x:p"}', '{"plot":"urn:x:p"}', "null", "[]"):
        with pytest.raises(MicrocredError) as caught:
            canonicalizer.canonicalize(Document.of({"@context": text, "plot": "a"}).tree, {})
        assert caught.value.code in ("contexts.unknown", "contexts.invalid")
