"""Two results shown as one.

Attack: The learner shows one result with the description of the first and the value of the second.

Naively: every statement is asked for by its property and value, and objects without an id are not told apart: there is
a result with this description, and there is one with that value.

Here: a statement is signed with the name of the object that it is about (`proof.statements-mismatch`,
`proof.signature-invalid`).
"""

from __future__ import annotations

import dataclasses
from typing import Any

from disclosure import value_of, verify
from doctored_disclosure import SHOWN, outcome
from microcred.verification.report import Verdict
from naive_disclosure import NaiveDisclosure


def merged() -> dict[str, Any]:
    tree = SHOWN.to_dict()
    first, second = tree["credentialSubject"]["result"]
    tree["credentialSubject"]["result"] = [{**first, "value": second["value"]}]
    return tree


def naive_is_signed(tree: dict[str, Any]) -> bool:
    """Whether each pair of property and value in the results is in some signed statement of the whole."""
    signed = NaiveDisclosure(SHOWN.to_dict())
    assert signed.base_holds()
    assert signed.chosen_hold()
    text = "".join(signed.lines)
    results = tree["credentialSubject"]["result"]
    return all(str(value) in text for result in results for name, value in result.items() if name != "type")


def test_a_naive_verifier_does_not_tell_two_objects_apart() -> None:
    assert naive_is_signed(merged())
    assert verify(SHOWN).verdict is Verdict.ACCEPTED


def test_two_results_cannot_be_merged_into_one() -> None:
    tree = SHOWN.to_dict()
    first, second = tree["credentialSubject"]["result"]
    tree["credentialSubject"]["result"] = [{**first, "value": second["value"]}]
    assert outcome(tree) == "proof.statements-mismatch"
    value = value_of(SHOWN)
    for dropped in value.labels:
        kept = [label for number, label in value.labels.items() if number != dropped]
        tree["proof"]["proofValue"] = str(dataclasses.replace(value, labels=dict(enumerate(kept))))
        assert outcome(tree) in ("proof.statements-mismatch", "proof.signature-invalid")
