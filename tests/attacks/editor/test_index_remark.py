"""A remark in @index.

Attack: "@index" is a place for data that say nothing: JSON-LD keeps it and states nothing of it. The editor writes
"summa cum laude" there, on the subject, or on the name of the badge; or he makes a word of the issuer's keep its values
by an index.

Naively: the signature holds, and the page shows all strings that it finds in the badge.

Here: a keyword is refused (`contexts.keyword`, or `model.wrong-type` in a text), and so is a word whose values are kept
by an index (`contexts.unsupported`), since its keys make no statement.
"""

from __future__ import annotations

from typing import Any

from badges import unsigned
from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

MOTTO = "https://college.example/terms#motto"


def with_motto() -> dict[str, Any]:
    return badge(**{"@context": [*unsigned()["@context"], {"motto": MOTTO}], "motto": "Dig deeper."})


def with_index_map() -> dict[str, Any]:
    tree = with_motto()
    tree["@context"][2]["motto"] = {"@id": MOTTO, "@container": "@index"}
    tree["motto"] = {"summa cum laude": tree["motto"]}
    return tree


def test_a_naive_verifier_shows_a_remark_that_nobody_signed() -> None:
    tree = badge()
    tree["credentialSubject"]["@index"] = "summa cum laude"
    assert "summa cum laude" in str(naive_verify(tree))
    assert refusal(tree) == ("contexts", "contexts.keyword", "/credentialSubject/@index")


def test_a_text_has_no_index() -> None:
    tree = badge()
    tree["name"] = {"@value": tree["name"], "@index": "summa cum laude"}
    assert naive_verify(tree)
    assert refusal(tree) == ("model", "model.wrong-type", "/name")
    assert accepted(badge())


def test_values_kept_by_an_index_are_refused() -> None:
    assert "summa cum laude" in str(naive_verify(with_index_map()))
    assert refusal(with_index_map()) == ("contexts", "contexts.unsupported", "/motto")
    assert accepted(with_motto())
