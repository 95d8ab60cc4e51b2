"""A short word that stands for a long IRI.

Attack: a context of the document's own says that a word of four letters stands for two hundred thousand characters, and
the document uses it eight thousand times.

Naively: each word is replaced by what it stands for, and the statements take gigabytes.

Here: a context within a document is plain and short, or it is `contexts.inline-not-plain`; what a context on record
would write is reckoned before it is written: `canonical.too-much-work`.
"""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from badges import AT, sealed, unsigned
from microcred.canonical import Canonicalizer
from microcred.contexts import BUNDLED
from microcred.verification.fetch import Offline
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier


def naive_expanded(tree: Any, terms: dict[str, str]) -> Any:
    """The document with each word replaced by what it stands for."""
    match tree:
        case dict():
            return {terms.get(name, name): naive_expanded(value, terms) for name, value in tree.items()}
        case list():
            return [naive_expanded(each, terms) for each in tree]
    return tree


def test_a_naive_reader_writes_the_long_name_each_time() -> None:
    tree = {"plot": [{"plot": "x"} for _ in range(100)]}
    terms = {"plot": "urn:x:" + "k" * 1_000}
    written = json.dumps([list(each) for each in naive_expanded(tree, terms)[terms["plot"]]])
    assert len(written) > 35 * len(json.dumps([tree, terms]))


@pytest.mark.parametrize("own", [{"plot": "urn:x:L"}, {"plot": {"@id": "urn:x:L"}}, {"@vocab": "urn:x:L"}])
def test_a_short_word_does_not_stand_for_a_long_iri(own: dict[str, Any]) -> None:
    tree = sealed().to_dict()
    tree["@context"].append(json.loads(json.dumps(own).replace("L", "k" * 200_000)))
    tree["plot"] = [{"plot": {"plot": "x"}} for _ in range(8_000)]
    begun = time.process_time()
    found = Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT)
    assert (found.verdict, found["contexts"].code) == ("rejected", "contexts.inline-not-plain")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("container", [{}, {"@container": "@list"}])
def test_a_long_property_in_many_statements_is_given_up_before_they_are_written(container: dict[str, str]) -> None:
    url = "https://college.example/context"
    terms = {"@context": {"plot": {"@id": "urn:x:" + "k" * 200_000, **container}}}
    tree = sealed().to_dict()
    tree["@context"].append(url)
    tree["plot"] = [f"plot {number}" for number in range(20_000)]
    canonicalizer = Canonicalizer(BUNDLED.with_context(url, terms))
    found = Verifier(trust=AnyIssuer(), fetcher=Offline(), canonicalizer=canonicalizer).verify(tree, at=AT)
    assert (found.verdict, found["contexts"].code) == ("undetermined", "canonical.too-much-work")


def test_a_plain_context_within_the_document_is_read() -> None:
    tree = unsigned()
    tree["@context"].append({"plot": "https://college.example/terms#plot"})
    assert Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(sealed({**tree, "plot": "12"}), at=AT)
