"""One result shown as two.

Attack: The learner splits a result in two objects, each with a part of what it says, and gives both of them the one
name under which it was signed. The statements are then those that were signed.

Naively: all signatures hold, and the page counts two results.

Here: two objects have two names (`proof.value-malformed`), and a name that was made up is in no signed statement
(`proof.statements-mismatch`).
"""

from __future__ import annotations

import dataclasses
from typing import Any

from disclosure import value_of, verify
from doctored_disclosure import RESULTS, SHOWN, changed, components, outcome, relabelled, written
from microcred.verification.report import Verdict
from naive_disclosure import NaiveDisclosure


def split() -> dict[str, Any]:
    tree = SHOWN.to_dict()
    first, *rest = tree["credentialSubject"]["result"]
    halves = [{"type": ["Result"], name: first[name]} for name in ("value", "achievedLevel")]
    halves[1]["resultDescription"] = first["resultDescription"]
    tree["credentialSubject"]["result"] = [*halves, *rest]
    moved = {f"_:{RESULTS}/1": f"_:{RESULTS}/0", f"_:{RESULTS}/2": f"_:{RESULTS}/1"}
    labels = relabelled(tree, lambda node: moved.get(node, node))
    value = value_of(SHOWN)
    parts = [
        value.base_signature,
        components()[1][1],
        list(value.signatures),
        labels,
        list(value.mandatory_indexes),
    ]
    tree["proof"]["proofValue"] = written(parts)["proof"]["proofValue"]
    return tree


def naive_results(tree: dict[str, Any]) -> int:
    """How many results the page shows, if all signatures hold."""
    shown = NaiveDisclosure(tree)
    assert shown.base_holds()
    assert shown.chosen_hold()
    return len(tree["credentialSubject"]["result"])


def test_a_naive_page_counts_a_result_more() -> None:
    assert naive_results(split()) == naive_results(SHOWN.to_dict()) + 1
    assert outcome(split()) == "proof.value-malformed"
    assert verify(SHOWN).verdict is Verdict.ACCEPTED


def test_two_nodes_cannot_be_made_one() -> None:
    # Else one result could be shown as two, each with a part of what it says.
    labels = value_of(SHOWN).labels
    assert changed(labels={**labels, 0: labels[1]}) == "proof.value-malformed"


def test_one_result_cannot_be_split_in_two() -> None:
    tree = SHOWN.to_dict()
    first, *rest = tree["credentialSubject"]["result"]
    halves = [{"type": ["Result"], name: first[name]} for name in ("value", "achievedLevel")]
    tree["credentialSubject"]["result"] = [*halves, *rest]
    value = value_of(SHOWN)
    for number in range(len(value.labels)):
        labels = {**value.labels, len(value.labels): value.labels[number]}
        tree["proof"]["proofValue"] = str(dataclasses.replace(value, labels=labels))
        assert outcome(tree) == "proof.value-malformed"
    tree["proof"]["proofValue"] = str(dataclasses.replace(value, labels={**value.labels, len(value.labels): bytes(32)}))
    assert outcome(tree) == "proof.statements-mismatch"
