"""The samples of the catalogue: each bad one gives its code at its mark, each good one gives nothing."""

from __future__ import annotations

import pytest

from badges import AT
from microcred.codes import Code, Sample, codes
from microcred.lint import RULES, Linter
from microcred.lint.samples import file_of

SAMPLED = [code for code in codes().values() if code.sample is not None]


def linter_for(sample: Sample) -> Linter:
    """What is not signed in the sample is linted as what nobody has signed yet."""
    return Linter(unsigned=sample.sealed == "never", at=AT)


def test_every_rule_has_a_sample() -> None:
    assert [code for code in RULES if codes()[code].sample is None] == []


@pytest.mark.parametrize("code", SAMPLED, ids=lambda code: code.code)
def test_the_bad_sample_gives_this_code_alone_at_its_mark(code: Code) -> None:
    assert code.sample is not None
    content, place = file_of(code.sample, code.sample.bad)
    found = linter_for(code.sample).check("bad.json", content)
    assert [(each.code, each.position) for each in found] == [(code.code, place)]


@pytest.mark.parametrize("code", SAMPLED, ids=lambda code: code.code)
def test_the_good_sample_gives_nothing(code: Code) -> None:
    assert code.sample is not None
    content, place = file_of(code.sample, code.sample.good)
    assert place is None
    assert linter_for(code.sample).check("good.json", content) == []
