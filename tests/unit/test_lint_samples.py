"""The samples of the catalogue: each bad one gives its code at its mark, each good one gives nothing."""

from __future__ import annotations

import pytest

from badges import AT
from microcred.codes import Code, codes
from microcred.lint import RULES, Linter
from microcred.lint.rules.compat import COMPAT
from microcred.lint.samples import file_of

SAMPLED = [code for code in codes().values() if code.sample is not None]


def linter_for(code: Code) -> Linter:
    """What is not signed in the sample is linted as what nobody has signed yet.

    Some of what a verifier refuses is unwise for everybody: of those samples the rules about verifiers alone speak.
    """
    assert code.sample is not None
    asked = [name for name, rules in COMPAT.items() if code.code in rules]
    return Linter(unsigned=code.sample.sealed == "never", at=AT, compat=asked, select=["compat"] if asked else [])


def test_every_rule_has_a_sample() -> None:
    rules = [*RULES, *(code for others in COMPAT.values() for code in others)]
    assert [code for code in rules if codes()[code].sample is None] == []


@pytest.mark.parametrize("code", SAMPLED, ids=lambda code: code.code)
def test_the_bad_sample_gives_this_code_alone_at_its_mark(code: Code) -> None:
    assert code.sample is not None
    content, place = file_of(code.sample, code.sample.bad)
    found = linter_for(code).check("bad.json", content)
    assert [(each.code, each.position) for each in found] == [(code.code, place)]


@pytest.mark.parametrize("code", SAMPLED, ids=lambda code: code.code)
def test_the_good_sample_gives_nothing(code: Code) -> None:
    assert code.sample is not None
    content, place = file_of(code.sample, code.sample.good)
    assert place is None
    assert linter_for(code).check("good.json", content) == []
