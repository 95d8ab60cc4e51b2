"""What is known of a dependency fails; what could not be asked is named, and never counted among what is fine."""

from __future__ import annotations

import json
import tomllib
from io import BytesIO
from typing import Any
from urllib.error import HTTPError, URLError

import pytest

from ci_scripts import ROOT, script

audit = script("audit")
LEFT_PAD = audit.Package("left-pad", "1.3.0")
ADVISORY = {"id": "PYSEC-2018-97", "aliases": ["CVE-2018-6594"], "fixed_in": ["1.3.1"], "withdrawn": None}


def document(version: str = "1.3.0", *advisories: Any) -> bytes:
    return json.dumps({"info": {"version": version}, "vulnerabilities": advisories}).encode()


class Index:
    """An index that knows a few documents."""

    def __init__(self, **answers: bytes | Exception) -> None:
        self.answers, self.asked = answers, []

    def __call__(self, path: str) -> bytes:
        self.asked.append(path)
        answer = self.answers.get("own" if path.count("/") == 3 else "newest")
        if isinstance(answer, Exception):
            raise answer
        if answer is None:
            raise HTTPError(path, 404, "not found", {}, BytesIO())  # type: ignore[arg-type]
        return answer


def run(capsys: pytest.CaptureFixture[str], index: Index, *arguments: str) -> tuple[int, str]:
    code = audit.main(arguments, [LEFT_PAD], index)
    return code, capsys.readouterr().out


def test_a_dependency_of_which_nothing_is_known_is_fine(capsys: pytest.CaptureFixture[str]) -> None:
    index = Index(own=document())
    assert run(capsys, index, "--required") == (0, "audit: 1 of 1 packages checked, 0 with known vulnerabilities\n")
    assert index.asked == ["pypi/left-pad/1.3.0/json"]


def test_a_known_vulnerability_fails_and_is_named_with_the_version_that_mends_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, text = run(capsys, Index(own=document("1.3.0", ADVISORY)))
    assert code == 1
    assert "VULNERABLE: left-pad 1.3.0: PYSEC-2018-97 CVE-2018-6594; mended in 1.3.1\n" in text


def test_an_advisory_that_was_withdrawn_or_looked_into_does_not_fail(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(capsys, Index(own=document("1.3.0", {**ADVISORY, "withdrawn": "2026-01-01T00:00:00Z"})))[0] == 0
    monkeypatch.setitem(audit.ACCEPTED, "CVE-2018-6594", "the function is not called")
    assert run(capsys, Index(own=document("1.3.0", ADVISORY)))[0] == 0


def test_a_mirror_that_tells_of_the_newest_version_alone_will_do_if_it_is_the_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(capsys, Index(newest=document("1.3.0")), "--required")[0] == 0
    assert run(capsys, Index(newest=document("1.3.0", ADVISORY)))[0] == 1


@pytest.mark.parametrize(
    ("index", "reason"),
    [
        (Index(), "the index does not know it"),
        (Index(newest=document("1.4.0")), "the index tells of version 1.4.0 alone"),
        (Index(own=URLError("no route")), "the index cannot be reached: URLError"),
        (Index(own=TimeoutError()), "the index cannot be reached: TimeoutError"),
        (Index(own=HTTPError("", 503, "", {}, BytesIO())), "cannot be reached: HTTPError"),  # type: ignore[arg-type]
        (Index(own=b"<html>"), "the index answers something else than was expected: JSONDecodeError"),
        (Index(own=b'{"info": {"version": "1.3.0"}}'), "something else than was expected: KeyError"),
        (Index(own=b"[1]"), "something else than was expected: TypeError"),
    ],
)
def test_what_could_not_be_asked_is_not_checked_and_a_release_ends_there(
    index: Index, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text = run(capsys, index)
    assert code == 0
    assert "not checked: left-pad 1.3.0: " in text
    assert reason in text
    assert "audit: 0 of 1 packages checked, 0 with known vulnerabilities\n" in text
    assert "audit: 1 NOT CHECKED, and nothing is said about them\n" in text
    assert run(capsys, index, "--required")[0] == 3


def test_a_release_does_not_take_an_empty_list_for_a_good_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(["--required"], [], Index()) == 3
    assert "0 of 0" in capsys.readouterr().out


def test_an_option_that_there_is_not_checks_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(["--requierd"], [LEFT_PAD], Index(own=document())) == 2


def test_what_is_asked_about_is_what_users_install_with_all_that_it_needs() -> None:
    asked = audit.needs(["metrics"])
    assert any(text.startswith("hatchling") for text in asked)
    names = {package.name for package in audit.installed(text for text in asked if "hatchling" not in text)}
    assert {"cryptography", "cffi", "pyld", "lxml", "pydantic-core", "prometheus-client"} <= names
    assert not names & {"microcred", "pytest", "sphinx"}


def test_one_vulnerability_in_two_databases_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    other = {"id": "GHSA-6528-wvf6-f6qg", "aliases": ["CVE-2018-6594", "PYSEC-2018-97"], "fixed_in": []}
    _, text = run(capsys, Index(own=document("1.3.0", ADVISORY, other)))
    assert text.count("VULNERABLE") == 1


def test_everything_that_the_checks_install_can_be_asked_about() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert {*audit.USERS, *audit.CHECKS} <= set(extras)
    install = (ROOT / ".ci/run").read_text("utf-8").partition("--editable '.[")[2].partition("]'")[0]
    assert sorted(install.split(",")) == sorted(audit.CHECKS)
    assert set(audit.needs(audit.USERS)) < set(audit.needs((*audit.USERS, *audit.CHECKS)))
