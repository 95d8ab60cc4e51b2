"""Labels that change places.

Attack: In the signed statements, objects without an id have names that the proof keeps in a map. The learner lets two
names change places, so that a value belongs to another result, or gives names to numbers that are not there.

Naively: the map is taken as it comes, with entries that nothing uses; one proof has any number of spellings, each of
which holds.

Here: the map counts through the objects without an id, one name for each (`proof.value-malformed`,
`proof.statements-mismatch`), and names that change places break the signatures (`proof.signature-invalid`).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from disclosure import value_of, verify
from doctored_disclosure import SHOWN, changed, components, outcome, written
from microcred.verification.report import Verdict
from naive_disclosure import NaiveDisclosure


def with_spare_label() -> dict[str, Any]:
    header, parts = components()
    parts[3] = {**parts[3], 10_000: bytes(32)}
    return written(parts, header)


def naive_verify_with_any_map(tree: dict[str, Any]) -> bool:
    """Whether all signatures hold under the names that the map gives."""
    shown = NaiveDisclosure(tree)
    return shown.base_holds() and shown.chosen_hold()


def test_a_naive_verifier_takes_a_map_with_spare_entries() -> None:
    assert naive_verify_with_any_map(with_spare_label())
    assert outcome(with_spare_label()) == "proof.value-malformed"
    assert verify(SHOWN).verdict is Verdict.ACCEPTED


def test_labels_cannot_change_places() -> None:
    labels = value_of(SHOWN).labels
    assert len(labels) > 5
    for first, second in itertools.combinations(labels, 2):
        swapped = {**labels, first: labels[second], second: labels[first]}
        assert changed(labels=swapped) == "proof.signature-invalid"


def test_there_is_a_label_for_each_object_and_none_to_spare() -> None:
    labels = value_of(SHOWN).labels
    last = max(labels)
    assert changed(labels={**labels, last + 1: bytes(32)}) == "proof.statements-mismatch"
    assert changed(labels={number: labels[number] for number in range(last)}) == "proof.statements-mismatch"


@pytest.mark.parametrize(
    "change",
    [
        lambda m: {number + 1: label for number, label in m.items()},
        lambda m: {number: label for number, label in m.items() if number != 1},
        lambda m: {**m, 10_000: bytes(32)},
        lambda m: {**m, 0: b""},
        lambda m: {**m, 0: bytes(31)},
        lambda m: {**m, 0: bytes(33)},
        lambda m: {**m, 0: "x" * 32},
        lambda m: {**m, 0: 7},
        lambda m: list(m.values()),
    ],
)
def test_the_label_map_counts_through_the_blank_nodes(change: Callable[[Any], Any]) -> None:
    header, parts = components()
    parts[3] = change(parts[3])
    assert outcome(written(parts, header)) == "proof.value-malformed"
