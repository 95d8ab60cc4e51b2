"""One entry shown as two.

Attack: A list of statements is about an id, not about a place. The editor splits an entry of an array into two objects
with the same id, or with the same blank node label, each with a part of its members; or he repeats it whole.

Naively: the statements do not change, the signature holds, and the page shows two grades, two results, two pieces of
evidence where the issuer gave one.

Here: an id stands once in an array, and who describes it elsewhere says the same (`contexts.divided-node`); a label
"_:…" is no id at all (`contexts.blank-node-id`, `model.not-a-uri`).
"""

from __future__ import annotations

import copy
from typing import Any

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

GRADES = "/credentialSubject/achievement/resultDescription/1"
EVIDENCE = {"type": ["Evidence"], "name": "Protocol", "narrative": "Of the north field."}


def split() -> dict[str, Any]:
    tree = badge()
    grades = tree["credentialSubject"]["achievement"]["resultDescription"]
    required = grades[0].pop("requiredValue")
    grades.append({**copy.deepcopy(grades[0]), "requiredValue": required})
    del grades[1]["allowedValue"]
    return tree


def repeated() -> dict[str, Any]:
    """The same members in both, but for the grades in their order, which would be two lists."""
    tree = badge()
    grades = tree["credentialSubject"]["achievement"]["resultDescription"]
    grades.append({name: value for name, value in grades[0].items() if name != "allowedValue"})
    return tree


def labelled() -> dict[str, Any]:
    tree = badge()
    result = tree["credentialSubject"]["result"]
    second = {"id": "_:x", "type": ["Result"], "value": result[0].pop("value")}
    tree["credentialSubject"]["result"] = [{"id": "_:x", **result[0]}, second]
    return tree


def test_a_naive_page_shows_two_for_one() -> None:
    for doctored in (split, repeated):
        assert len(naive_verify(doctored())["credentialSubject"]["achievement"]["resultDescription"]) == 2
    assert len(naive_verify(labelled())["credentialSubject"]["result"]) == 2


def test_an_entry_of_an_array_cannot_be_split_in_two() -> None:
    assert refusal(split()) == ("contexts", "contexts.divided-node", GRADES)
    assert accepted(badge())


def test_an_entry_of_an_array_cannot_be_repeated() -> None:
    assert refusal(repeated()) == ("contexts", "contexts.divided-node", GRADES)
    tree = badge()
    grades = tree["credentialSubject"]["achievement"]["resultDescription"]
    grades.append(copy.deepcopy(grades[0]))
    assert refusal(tree) == ("contexts", "contexts.divided-node", GRADES)


def test_what_has_a_label_is_not_split_either() -> None:
    assert refusal(labelled()) == ("contexts", "contexts.divided-node", "/credentialSubject/result/1")


def test_a_label_is_no_id() -> None:
    tree = badge()
    tree["credentialSubject"]["result"][0]["id"] = "_:x"
    assert naive_verify(tree)
    assert refusal(tree) == ("contexts", "contexts.blank-node-id", "/credentialSubject/result/0/id")
    tree = badge(evidence=[EVIDENCE])
    assert accepted(tree)
    tree["evidence"][0]["id"] = "_:x"
    assert naive_verify(tree)
    assert refusal(tree) == ("model", "model.not-a-uri", "/evidence/0/id")


def test_what_stands_in_order_is_whole_in_both_places() -> None:
    tree = badge()
    again = copy.deepcopy(tree["credentialSubject"]["achievement"])
    again["resultDescription"][0]["allowedValue"] = ["C"]
    tree["credentialSubject"]["source"] = {"id": "urn:x:1", "type": ["Profile"], "achievement": again}
    assert refusal(tree)[1] == "contexts.divided-node"
