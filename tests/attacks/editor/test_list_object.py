"""An ordered array written as a list object.

Attack: The grades of a result stand in order, so the context makes an RDF list of them; {"@list": ["C", "B", "A"]} is
the same list. The editor writes it so.

Naively: the signature holds, and a reader who looks for an array of grades finds none: any grade passes.

Here: the member is not of the type that the standard gives it (`model.wrong-type`). The order itself is signed: other
grades, or the same in another order, break the signature.
"""

from __future__ import annotations

from typing import Any

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

PLACE = "/credentialSubject/achievement/resultDescription/0/allowedValue"


def with_grades(change: Any) -> dict[str, Any]:
    tree = badge()
    description = tree["credentialSubject"]["achievement"]["resultDescription"][0]
    description["allowedValue"] = change(description["allowedValue"])
    return tree


def naive_allows(tree: dict[str, Any], grade: str) -> bool:
    """Whether a grade is allowed; where the issuer lists none, any is."""
    allowed = naive_verify(tree)["credentialSubject"]["achievement"]["resultDescription"][0].get("allowedValue")
    return grade in allowed if isinstance(allowed, list) else True


def test_a_naive_verifier_allows_any_grade() -> None:
    assert naive_allows(with_grades(lambda grades: {"@list": grades}), "A+++")
    assert not naive_allows(badge(), "A+++")


def test_a_list_object_is_no_array() -> None:
    assert refusal(with_grades(lambda grades: {"@list": grades})) == ("model", "model.wrong-type", PLACE)
    assert accepted(badge())


def test_the_order_of_grades_is_signed() -> None:
    assert refusal(with_grades(lambda grades: grades[::-1]))[1] == "proof.signature-invalid"
    assert refusal(with_grades(lambda grades: [*grades, "A+++"]))[1] == "proof.signature-invalid"
