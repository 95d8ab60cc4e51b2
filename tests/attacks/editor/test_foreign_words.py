"""Attack: a context of the document's own that makes other statements look like the standard's."""

from __future__ import annotations

from typing import Any

import pytest

from badges import AT, sealed, unsigned
from microcred.errors import ContextError
from microcred.verification.fetch import Offline
from microcred.verification.report import Report
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

DRAFTED = {"@id": "https://college.example/terms#drafted", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}


def verify(tree: dict[str, Any]) -> Report:
    return Verifier(trust=AnyIssuer(), fetcher=Offline()).verify(tree, at=AT)


def with_context(context: dict[str, Any], **members: Any) -> dict[str, Any]:
    tree = unsigned(**members)
    tree["@context"] = [*tree["@context"], context]
    return tree


def test_a_member_of_ones_own_cannot_be_shown_as_one_of_the_standard() -> None:
    tree = sealed(with_context({"drafted": DRAFTED}, drafted="2020-01-01T00:00:00Z")).to_dict()
    assert verify(tree).verdict == "accepted"
    tree["@context"][2] = {"awardedDate": DRAFTED}
    tree["awardedDate"] = tree.pop("drafted")
    found = verify(tree)
    assert (found.verdict, found["contexts"].code) == ("rejected", "contexts.reserved-word")


@pytest.mark.parametrize(
    "word", ["validUntil", "credentialStatus", "identifier", "ClrCredential", "Achievement", "name"]
)
def test_no_word_of_the_standard_is_defined_by_the_document_itself(word: str) -> None:
    tree = with_context({word: f"https://college.example/terms#{word}"})
    tree["@context"].insert(2, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json")
    with pytest.raises(ContextError) as caught:
        sealed(tree)
    assert caught.value.code == "contexts.reserved-word"


# The tag of a language is written without quotes: whatever breaks out of it writes statements of its own.
@pytest.mark.parametrize("tag", ["de .\n<urn:x> <urn:y> <urn:z", "not a tag", "de\n", "de-", "-de", "d" * 9, "de_DE"])
def test_a_language_tag_cannot_break_out_of_its_statement(tag: str) -> None:
    motto = {"motto": "https://college.example/terms#motto"}
    badge = sealed(with_context(motto, motto={"@value": "Hallo", "@language": "de"})).to_dict()
    badge["motto"]["@language"] = tag
    assert verify(badge).verdict == "rejected"
    with pytest.raises(ContextError):
        sealed(with_context({"motto": {"@id": motto["motto"], "@language": tag}}, motto="Hallo"))


@pytest.mark.parametrize(
    "context", [{"x": {"@id": 0}}, {"@vocab": "@foo"}, {"@vocab": 1}, {"x": 1}, {"x": ["urn:y"]}, {"x": {"@type": []}}]
)
def test_a_context_of_the_wrong_types_is_refused_and_raises_nothing_else(context: dict[str, Any]) -> None:
    tree = sealed().to_dict()
    tree["@context"].append(context)
    tree["credentialSubject"]["x"] = "v"
    found = verify(tree)
    assert (found.verdict, found["contexts"].code) == ("rejected", "contexts.inline-not-plain")


def test_a_number_within_a_json_literal_keeps_all_its_digits() -> None:
    data = {"data": {"@id": "https://college.example/terms#data", "@type": "@json"}}
    assert verify(sealed(with_context(data, data={"n": [1.5, 2**53]})).to_dict()).verdict == "accepted"
    with pytest.raises(ContextError) as caught:
        sealed(with_context(data, data={"n": [2**53 + 1]}))
    assert (caught.value.code, caught.value.pointer) == ("contexts.number-not-exact", "/data/n/0")
