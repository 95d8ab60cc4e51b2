"""``microcred rule``: the catalogue of codes for people and for programs."""

from __future__ import annotations

import pytest

from cli_runs import run
from microcred.codes import Code, Observed, Sample

CODES = {
    "period.expired": Code(
        "period.expired", "expired", "It ended.", "x", "Renew it.", "OB 3.0, 9.1", "https://p.example"
    ),
    "proof.missing": Code("proof.missing", "no proof", "Nobody signed it.", "y", "Sign it.", "OB 3.0, 8"),
    "text.loud": Code(
        "text.loud",
        "loud name",
        "The name shouts.",
        "z",
        "Lower your voice.",
        "good manners",
        severity="note",
        sample=Sample('\n{\n      "id": "urn:x:1",\n      "name": ▸"SOIL"\n    }'.lstrip(), '"Soil"', place="/x"),
        observed=Observed("Ear", "1.2", "2026-01-31"),
    ),
}


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("microcred.codes.codes", lambda: CODES)


def test_a_code_is_explained() -> None:
    found = run("rule", "period.expired")
    assert (found.code, found.err) == (0, "")
    assert found.out == (
        "period.expired: expired\n\nIt ended.\n\n"
        "  severity  error\n  example   x\n  fix       Renew it.\n  section   OB 3.0, 9.1\n  problem   https://p.example\n"
    )


def test_a_code_without_a_problem_type_has_no_such_line() -> None:
    assert "problem" not in run("rule", "proof.missing").out


def test_without_a_code_all_are_listed() -> None:
    assert run("rule").out == "period.expired  expired\nproof.missing   no proof\ntext.loud       loud name\n"


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
        "observed": None,
    }
    assert [entry["code"] for entry in run("rule", "--format", "json").json()] == list(CODES)


def test_a_caret_stands_under_what_is_wrong_in_the_sample() -> None:
    assert run("rule", "text.loud").out.endswith(
        "  observed  Ear 1.2 (2026-01-31)\n\n"
        "Not good, at /x of the sample credential:\n\n"
        '    "x": {\n      "id": "urn:x:1",\n      "name": "SOIL"\n              ^\n    }\n\n'
        'Good:\n\n    "x": "Soil"\n'
    )


def test_programs_read_the_sample_and_the_observation() -> None:
    found = run("rule", "text.loud", "--format", "json").json()
    assert found["sample"]["good"] == '"Soil"'
    assert found["observed"] == {"product": "Ear", "version": "1.2", "date": "2026-01-31"}


@pytest.mark.parametrize(("which", "name"), [("bad", "SOIL"), ("good", "Soil")])
def test_the_whole_sample_file_is_printed(which: str, name: str) -> None:
    found = run("rule", "text.loud", "--example", which)
    written = found.json()["x"]
    assert (written if which == "good" else written["name"]) == name
    assert found.json()["type"] == ["VerifiableCredential", "OpenBadgeCredential"]


def test_a_code_without_a_sample_has_none_to_print() -> None:
    found = run("rule", "proof.missing", "--example", "bad")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("error[usage.no-sample]: proof.missing has no sample")


def test_a_sample_is_that_of_a_code() -> None:
    assert run("rule", "--example", "bad").code == 2
