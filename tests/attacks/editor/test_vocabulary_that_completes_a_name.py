"""A vocabulary that completes a name.

Attack: With {"@vocab": "https://www.w3.org/2018/"} at the end, the member "credentials#validUntil" comes to the IRI of
validUntil. The editor renames the end of validity so.

Naively: the statement is the same, the signature holds, and a reader of the JSON sees a badge without an end.

Here: the standard's word in another spelling is refused (`contexts.respelled-term`), however its IRI came about.
"""

from __future__ import annotations

from typing import Any

from doctored import accepted, badge, refusal, written_out
from naive_data_integrity import naive_verify


def completed() -> dict[str, Any]:
    tree = badge()
    tree["@context"].append({"@vocab": "https://www.w3.org/2018/"})
    tree["credentials#validUntil"] = written_out(tree.pop("validUntil"))
    return tree


def test_a_naive_verifier_sees_no_end() -> None:
    assert "validUntil" not in naive_verify(completed())


def test_a_word_that_is_completed_to_one_of_the_standard_is_refused() -> None:
    assert refusal(completed()) == ("contexts", "contexts.respelled-term", "/credentials#validUntil")


def test_a_vocabulary_that_completes_nothing_says_nothing() -> None:
    tree = badge()
    tree["@context"].append({"@vocab": "https://college.example/terms#"})
    assert accepted(tree)
    tree["honours"] = "summa cum laude"
    assert refusal(tree)[1] == "proof.signature-invalid", "now it makes a statement, which nobody signed"
