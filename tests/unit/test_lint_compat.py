"""What named verifiers were observed to refuse or pass over, and that it is said only to who asks."""

from __future__ import annotations

import re

import pytest

from badges import AT, unsigned
from microcred.codes import Code, codes
from microcred.document import to_json
from microcred.errors import UsageError
from microcred.lint import Linter
from microcred.lint.rules.compat import COMPAT

OBSERVED = [codes()[code] for rules in COMPAT.values() for code in rules]
ISSUER = "did:key:z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd"


def found(**changes: object) -> dict[str, list[str]]:
    """The codes about each verifier for a draft with some of its members changed."""
    draft = to_json(unsigned(**changes))
    every = {name: Linter(unsigned=True, at=AT, select=["compat"], compat=[name]) for name in COMPAT}
    return {name: [each.code for each in linter.check("badge.json", draft)] for name, linter in every.items()}


@pytest.mark.parametrize("code", OBSERVED, ids=lambda code: code.code)
def test_an_observation_is_of_a_product_in_a_version_on_a_day(code: Code) -> None:
    assert code.observed is not None
    assert code.observed.product
    assert code.observed.version
    assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", code.observed.date)


@pytest.mark.parametrize("code", OBSERVED, ids=lambda code: code.code)
def test_an_observation_is_no_error(code: Code) -> None:
    assert code.severity in ("warning", "note")


def test_a_code_is_named_after_its_verifier() -> None:
    for name, rules in COMPAT.items():
        assert all(code.startswith(f"compat.{name}-") for code in rules)


def test_every_entry_about_a_verifier_has_its_rule() -> None:
    assert {code.code for code in OBSERVED} == {code for code in codes() if code.startswith("compat.")}


def test_nothing_is_said_of_others_unless_they_are_named() -> None:
    draft = to_json(unsigned(issuer=ISSUER))
    assert not [each for each in Linter(unsigned=True, at=AT).check("x", draft) if each.code.startswith("compat.")]


def test_the_message_says_of_whom_it_tells() -> None:
    draft = to_json(unsigned(issuer=ISSUER))
    message = Linter(unsigned=True, at=AT, select=["compat"], compat=["1edtech"]).check("x", draft)[0].message
    assert message == (
        "found the issuer as a URI, wanted a Profile object with that id "
        "for 1EdTech Digital Credentials Public Validator 1.11.0 (2026-07-01)"
    )


def test_a_plain_badge_comes_through_everywhere() -> None:
    assert found() == {name: [] for name in COMPAT}


def test_an_issuer_by_https_is_told_to_those_who_look_up_dids_alone() -> None:
    asked = found(issuer={"id": "https://college.example/", "type": ["Profile"]})
    assert [name for name, said in asked.items() if said] == ["openbadgeslib"]


def test_a_verifier_that_nobody_knows_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(UsageError) as caught:
        Linter(compat=["1edteck"]).check("x", to_json(unsigned()))
    assert caught.value.hint == "did you mean 1edtech?"


def test_another_name_is_answered_with_all_names() -> None:
    with pytest.raises(UsageError) as caught:
        Linter(compat=["acme"]).check("x", to_json(unsigned()))
    assert caught.value.hint == "known are 1edtech, dcc, learncard, openbadgeslib, openvc"
