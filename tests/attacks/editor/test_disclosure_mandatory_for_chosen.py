"""A chosen statement passed off as mandatory, and the other way round.

Attack: The proof lists which of the shown statements the issuer made mandatory. The learner changes the list, gives an
index twice, out of order, or beyond the last statement.

Naively: each statement is asked whether its index is among those given: one proof has many spellings, and a list of
proofs that were seen before finds none again.

Here: the indexes are those of statements, once each and in order (`proof.value-malformed`,
`proof.statements-mismatch`), and the issuer's signature tells whether they are the right ones
(`proof.signature-invalid`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from disclosure import base, value_of, verify
from doctored_disclosure import SHOWN, changed, with_parts
from microcred.verification.report import Verdict
from naive_disclosure import NaiveDisclosure


def naive_verify_by_index(tree: dict[str, Any]) -> bool:
    """Whether the issuer signed the statements whose index the proof gives, in whatever order and however often."""
    shown = NaiveDisclosure(tree)
    shown.indexes = sorted({index for index in shown.indexes if index < len(shown.lines)})
    return shown.base_holds() and shown.chosen_hold()


def test_a_naive_verifier_takes_the_indexes_in_many_spellings() -> None:
    indexes = value_of(SHOWN).mandatory_indexes
    for spelled in (indexes[::-1], (*indexes, indexes[0]), (*indexes, 9_999)):
        assert naive_verify_by_index(with_parts(mandatory_indexes=spelled))
        assert changed(mandatory_indexes=spelled) in ("proof.value-malformed", "proof.statements-mismatch")
    assert verify(SHOWN).verdict is Verdict.ACCEPTED


def test_a_shown_statement_cannot_be_passed_off_as_mandatory() -> None:
    value = value_of(SHOWN)
    total = len(value.signatures) + len(value.mandatory_indexes)
    others = [index for index in range(total) if index not in value.mandatory_indexes]
    for number, index in enumerate(others):
        indexes = tuple(sorted((*value.mandatory_indexes, index)))
        assert changed(mandatory_indexes=indexes) == "proof.statements-mismatch"
        fewer = value.signatures[:number] + value.signatures[number + 1 :]
        assert changed(mandatory_indexes=indexes, signatures=fewer) == "proof.signature-invalid"


def test_a_mandatory_statement_cannot_be_passed_off_as_chosen() -> None:
    value = value_of(SHOWN)
    for index in value.mandatory_indexes:
        indexes = tuple(other for other in value.mandatory_indexes if other != index)
        assert changed(mandatory_indexes=indexes) == "proof.statements-mismatch"
        more = (*value.signatures, value_of(base()).signatures[0])
        assert changed(mandatory_indexes=indexes, signatures=more) == "proof.signature-invalid"


@pytest.mark.parametrize(
    "change",
    [
        lambda i: (*i[:-1], 100_000),
        lambda i: (*i, 2**63),
        lambda i: (*i, i[-1]),
        lambda i: (i[0], *i),
        lambda i: tuple(reversed(i)),
        lambda i: (i[1], i[0], *i[2:]),
        lambda i: (),
    ],
)
def test_mandatory_indexes_are_those_of_statements_once_each_and_in_order(change: Callable[[Any], Any]) -> None:
    code = changed(mandatory_indexes=change(value_of(SHOWN).mandatory_indexes))
    assert code in ("proof.value-malformed", "proof.statements-mismatch")
