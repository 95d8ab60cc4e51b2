"""A term written with a prefix.

Attack: The learner adds a context of his own with a prefix, {"cred": "https://www.w3.org/2018/credentials#"}, and
writes "cred:validUntil". Contexts are not signed by a proof over statements, and the statement is the same one.

Naively: the signature holds, and a reader of the JSON sees a badge without an end.

Here: the word is that of the standard in another spelling, `contexts.respelled-term`, also as the datatype of a value
and as a type. The prefix alone, of which nothing makes use, changes nothing.
"""

from __future__ import annotations

from typing import Any

from doctored import CREDENTIALS_VOCABULARY, accepted, badge, refusal, written_out
from naive_data_integrity import naive_verify

PREFIXES = {
    "cred": CREDENTIALS_VOCABULARY,
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def with_prefixes() -> dict[str, Any]:
    tree = badge()
    tree["@context"].append(PREFIXES)
    return tree


def without_end() -> dict[str, Any]:
    tree = with_prefixes()
    tree["cred:validUntil"] = {**written_out(tree.pop("validUntil")), "@type": "xsd:dateTime"}
    return tree


def with_prefixed_type() -> dict[str, Any]:
    tree = with_prefixes()
    tree["credentialSubject"]["achievement"]["alignment"][0]["type"] = ["Alignment", "schema:AlignmentObject"]
    return tree


def test_a_naive_verifier_sees_no_end() -> None:
    assert "validUntil" not in naive_verify(without_end())


def test_a_naive_verifier_sees_a_type_more() -> None:
    assert "schema:AlignmentObject" in str(naive_verify(with_prefixed_type()))


def test_a_prefixed_member_is_refused() -> None:
    assert refusal(without_end()) == ("contexts", "contexts.respelled-term", "/cred:validUntil")


def test_a_prefixed_type_is_refused() -> None:
    place = "/credentialSubject/achievement/alignment/0/type/1"
    assert refusal(with_prefixed_type()) == ("contexts", "contexts.respelled-term", place)


def test_a_prefix_alone_says_nothing() -> None:
    assert accepted(with_prefixes())
