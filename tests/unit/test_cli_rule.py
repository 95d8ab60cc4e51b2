"""``microcred rule``: the catalogue of codes for people and for programs."""

from __future__ import annotations

import pytest

from cli_runs import run
from microcred.codes import Code

CODES = {
    "period.expired": Code(
        "period.expired", "expired", "It ended.", "x", "Renew it.", "OB 3.0, 9.1", "https://p.example"
    ),
    "proof.missing": Code("proof.missing", "no proof", "Nobody signed it.", "y", "Sign it.", "OB 3.0, 8"),
}


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("microcred.codes.codes", lambda: CODES)


def test_a_code_is_explained() -> None:
    found = run("rule", "period.expired")
    assert (found.code, found.err) == (0, "")
    assert found.out == (
        "period.expired: expired\n\nIt ended.\n\n"
        "  example   x\n  fix       Renew it.\n  section   OB 3.0, 9.1\n  problem   https://p.example\n"
    )


def test_a_code_without_a_problem_type_has_no_such_line() -> None:
    assert "problem" not in run("rule", "proof.missing").out


def test_without_a_code_all_are_listed() -> None:
    assert run("rule").out == "period.expired  expired\nproof.missing   no proof\n"


def test_an_unknown_code_is_answered_with_the_nearest_one() -> None:
    found = run("rule", "period.expird")
    assert (found.code, found.out) == (2, "")
    assert found.err == (
        "error[usage.unknown-code]: there is no code 'period.expird'\n\nhint: did you mean period.expired?\n"
    )


def test_programs_read_json() -> None:
    assert run("rule", "proof.missing", "--format", "json").json() == {
        "code": "proof.missing",
        "title": "no proof",
        "meaning": "Nobody signed it.",
        "example": "y",
        "fix": "Sign it.",
        "section": "OB 3.0, 8",
        "problem": None,
        "severity": "error",
        "sample": None,
    }
    assert [entry["code"] for entry in run("rule", "--format", "json").json()] == list(CODES)
