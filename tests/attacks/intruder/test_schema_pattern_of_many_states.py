"""A regular expression in a schema that is large when it is written out.

Attack: a pattern of twenty characters, with counters within counters, stands for one of a million characters.

Naively: counted repetitions are written out before anything is matched.

Here: the states of a pattern are counted while they are made, and a pattern of too many is given up:
`schema.too-much-work` or `schema.unsupported-pattern`, and the check is undetermined.
"""

from __future__ import annotations

import re

import pytest

from hostile_schemas import assessed
from microcred.verification.report import Outcome


def naive_written_out(pattern: str) -> str:
    """The pattern without counters: each is replaced by as many copies."""
    while found := re.search(r"\(([^()]*)\)\{0,(\d+)\}|(\w)\{0,(\d+)\}", pattern):
        inner, count = found[1] or found[3], int(found[2] or found[4])
        pattern = pattern[: found.start()] + f"<{inner}>?" * count + pattern[found.end() :]
    return pattern


def test_a_naive_matcher_writes_out_a_hundred_times_the_pattern() -> None:
    pattern = "((a{0,9}){0,9}){0,9}"
    assert len(naive_written_out(pattern)) > 100 * len(pattern)


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("(.{1,900}){9}x", "schema.too-much-work"),
        ("((a{0,90}){0,90}){0,90}", "schema.unsupported-pattern"),
        ("(" * 2_000 + ")" * 2_000, "schema.unsupported-pattern"),
        (".{1,9000}x", "schema.too-much-work"),
    ],
)
def test_a_pattern_of_many_states_is_given_up(pattern: str, code: str) -> None:
    check = assessed({"properties": {"name": {"pattern": pattern}}}, name="a" * 30_000 + "!")
    assert (check.outcome, check.code) == (Outcome.UNDETERMINED, code)


def test_a_counter_that_people_write_is_read() -> None:
    assert assessed({"properties": {"name": {"pattern": "^[a-z]{2,40}$"}}}, name="soil").outcome is Outcome.PASSED
