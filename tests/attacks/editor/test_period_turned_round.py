"""An end before the beginning.

Attack: A badge is good from 2030 and until 2029; its issuer's software signed both as they were typed.

Naively: who only asks whether the end has come finds a good badge, and so does who sorts the two dates.

Here: the end is not before the beginning (VCDM 2.0, 4.9: validUntil "MUST represent a time that is later"), which is a
fault of the document, on whatever day it is read (`model.period-reversed`); a badge that has not begun is
`period.not-yet-valid`.
"""

from __future__ import annotations

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

TURNED = {"validFrom": "2030-01-15T09:00:00Z", "validUntil": "2029-01-15T09:00:00Z"}


def naive_is_good(tree: dict[str, object]) -> bool:
    """Whether the end is still to come."""
    return str(naive_verify(tree)["validUntil"]) > "2026-06-01T12:00:00Z"


def test_a_naive_reader_finds_a_good_badge() -> None:
    assert naive_is_good(badge(**TURNED))


def test_an_end_before_the_beginning_is_a_fault_of_the_document() -> None:
    assert refusal(badge(**TURNED)) == ("model", "model.period-reversed", "/validUntil")


def test_offsets_count_in_the_comparison() -> None:
    turned = {"validFrom": "2026-01-15T09:00:00-02:00", "validUntil": "2026-01-15T10:00:00Z"}
    assert refusal(badge(**turned)) == ("model", "model.period-reversed", "/validUntil")


def test_a_badge_that_has_not_begun_is_not_yet_valid() -> None:
    later = badge(validFrom="2030-01-15T09:00:00Z", validUntil="2031-01-15T09:00:00Z")
    assert refusal(later) == ("period", "period.not-yet-valid", "/validFrom")
    assert accepted(badge())
