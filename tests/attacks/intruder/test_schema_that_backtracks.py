"""A regular expression in a schema that backtracks for ever.

Attack: the schema that a badge names has a pattern such as `^(a+)+$`, and the badge a long text that almost fits.

Naively: the pattern is handed to a matcher that tries every way of dividing the text, of which there are 2ⁿ.

Here: patterns are matched without backtracking, in steps that are counted: the check answers `schema.not-conforming`,
or gives up with `schema.too-much-work`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hostile_schemas import assessed
from microcred.verification.report import Outcome

LONG = "a" * 30_000 + "!"


class NaiveMatcher:
    """Matches `^(a+)+$` by trying: each group as long as possible, and shorter ones after that."""

    def __init__(self) -> None:
        self.steps = 0

    def ends(self, text: str, at: int) -> Iterator[int]:
        """Where the groups may end that begin here."""
        run = len(text[at:]) - len(text[at:].lstrip("a"))
        for length in range(run, 0, -1):
            self.steps += 1
            yield at + length
            yield from self.ends(text, at + length)

    def matches(self, text: str) -> bool:
        return any(end == len(text) for end in self.ends(text, 0))


def test_a_naive_matcher_takes_twice_as_long_for_each_letter() -> None:
    steps = []
    for length in (8, 9, 10):
        matcher = NaiveMatcher()
        assert not matcher.matches("a" * length + "!")
        steps.append(matcher.steps)
    assert steps == [2**8 - 1, 2**9 - 1, 2**10 - 1]


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^(.*)*b", "a*a*a*a*b", "(x+x+)+y", "^(([a-z])+.)+Z$"]
)
def test_a_pattern_that_backtracks_for_ever_elsewhere_is_answered(pattern: str) -> None:
    check = assessed({"properties": {"name": {"pattern": pattern}}}, name=LONG)
    assert check.outcome in (Outcome.FAILED, Outcome.UNDETERMINED)
    assert check.code in ("schema.not-conforming", "schema.too-much-work")


def test_a_text_that_fits_is_found_to_fit() -> None:
    assert assessed({"properties": {"name": {"pattern": "^(a+)+$"}}}, name="a" * 1_000).outcome is Outcome.PASSED
