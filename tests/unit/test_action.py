"""The GitHub Action at the root of the repository: its steps, run here as a runner would run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

import microcred
from microcred.testing import BadgeFactory

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
BADGES = BadgeFactory()
INSTALLS = os.environ.get("MICROCRED_INSTALL_TESTS")

needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")


@dataclass(frozen=True)
class Ended:
    """How the action ended: the code of the first step that failed, or 0, and what was printed."""

    code: int
    text: str
    outputs: Mapping[str, str]


def value(expression: str, known: Mapping[str, str]) -> str:
    """What an expression of the action comes to; it uses names, texts and ``||``, and no more."""
    for word in expression.split("||"):
        found = known.get(word.strip(), "")
        if found:
            return found
    return ""


def filled(text: str, known: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: value(found[1], known), text)


def is_wanted(condition: str, known: Mapping[str, str]) -> bool:
    found = re.fullmatch(r"(\S+) == ''", condition)
    assert found is not None
    return known.get(found[1], "") == ""


def act(folder: Path, **inputs: str) -> Ended:
    """Run the steps in a folder; the names of inputs have underscores here."""
    given = {name.replace("_", "-"): text for name, text in inputs.items()}
    assert given.keys() <= ACTION["inputs"].keys()
    whole = {name: str(rule.get("default", "")) for name, rule in ACTION["inputs"].items()} | given
    known = {f"inputs.{name}": text for name, text in whole.items()} | {"github.action_path": str(ROOT)}
    runner = folder / "runner"
    runner.mkdir(exist_ok=True)
    printed = ""
    for step in STEPS:
        if "if" in step and not is_wanted(step["if"], known):
            continue
        output = runner / f"output-{step['id']}"
        output.touch()
        environment = {name: filled(text, known) for name, text in step["env"].items()}
        found = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],  # noqa: S607
            cwd=folder,
            env={**os.environ, "RUNNER_TEMP": str(runner), "GITHUB_OUTPUT": str(output), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        printed += found.stdout
        for line in output.read_text(encoding="utf-8").splitlines():
            name, _, text = line.partition("=")
            known |= {f"steps.{step['id']}.outputs.{name}": text}
        if found.returncode:
            break
    outputs = {name: filled(rule["value"], known) for name, rule in ACTION["outputs"].items()}
    return Ended(found.returncode, printed, outputs)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A folder with a good badge, a bad one and a draft, and a program that stands for an installed microcred."""
    for name, case in (
        ("badges/good.json", BADGES.valid()),
        ("badges/good.png", BADGES.valid(form="png")),
        ("bad/bad.json", BADGES.for_code("model.missing")),
        ("drafts/draft.json", BADGES.unsigned()),
        ("with blank/good.json", BADGES.valid()),
        ("-odd/good.json", BADGES.valid()),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(case.content)
    program = tmp_path / "microcred"
    source = Path(microcred.__file__).parents[1]
    # Badges of the factory lie around one day, and an action reads the clock.
    at = f'case "$1" in validate) shift; set -- validate "--at={BADGES.at.isoformat()}" "$@";; esac'
    program.write_text(
        f'#!/bin/sh\n{at}\nPYTHONPATH="{source}" exec "{sys.executable}" -m microcred "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    return tmp_path


def checked(repository: Path, paths: str = "badges", **inputs: str) -> Ended:
    return act(repository, paths=paths, command=str(repository / "microcred"), **inputs)


@needs_bash
def test_good_badges_let_the_action_pass(repository: Path) -> None:
    assert checked(repository) == Ended(0, "\n", {"sarif": ""})


@needs_bash
def test_a_bad_badge_fails_the_action_with_an_annotation_at_its_line(repository: Path) -> None:
    ended = checked(repository, "bad")
    assert ended.code == 1
    assert re.search(r"^::error file=bad/bad\.json,line=\d+,col=\d+,title=model\.missing::", ended.text, re.MULTILINE)


@needs_bash
def test_drafts_pass_where_they_are_expected(repository: Path) -> None:
    assert checked(repository, "drafts").code == 1
    assert checked(repository, "drafts", unsigned="true").code == 0


@needs_bash
def test_each_line_of_paths_is_one_path(repository: Path) -> None:
    assert checked(repository, "badges\nwith blank\r\n\n-odd\n").code == 0
    assert checked(repository, "badges\nbad\n").code == 1


@needs_bash
def test_no_path_at_all_is_a_wrong_call(repository: Path) -> None:
    assert checked(repository, "\n").code == 2


@needs_bash
def test_what_is_to_be_reported_can_be_chosen(repository: Path) -> None:
    assert checked(repository, "bad", ignore="model,proof").code == 0
    assert checked(repository, "bad", select="dates").code == 0
    assert checked(repository, "bad", select="model.missing", format="text").text.count("error[") == 1


@needs_bash
def test_findings_are_also_written_as_sarif(repository: Path) -> None:
    ended = checked(repository, "bad", sarif="found.sarif")
    assert (ended.code, ended.outputs) == (1, {"sarif": "found.sarif"})
    log = json.loads((repository / "found.sarif").read_bytes())
    assert log["version"] == "2.1.0"
    assert {result["ruleId"] for result in log["runs"][0]["results"]} >= {"model.missing"}


@needs_bash
def test_what_cannot_be_read_fails_the_action_before_anything_is_written_down(repository: Path) -> None:
    assert checked(repository, "nowhere", sarif="found.sarif").code == 2


@needs_bash
def test_known_findings_do_not_fail_the_action(repository: Path) -> None:
    call = [repository / "microcred", "validate", "bad", "--baseline", "known.json", "--update-baseline"]
    subprocess.run(call, cwd=repository, check=True, capture_output=True)
    assert checked(repository, "bad", baseline="known.json").code == 0


@needs_bash
def test_a_configuration_is_read(repository: Path) -> None:
    (repository / "ci.toml").write_text('ignore = ["model", "proof"]\n', encoding="utf-8")
    assert checked(repository, "bad", config="ci.toml", fail_on="error").code == 0


@needs_bash
@pytest.mark.parametrize("name", ["paths", "select", "ignore", "compat", "fail_on", "baseline", "format", "sarif"])
def test_an_input_is_never_taken_for_a_command(repository: Path, name: str) -> None:
    hostile = '"; touch broken-in; $(touch broken-in) `touch broken-in` #'
    inputs = {"paths": "badges", name: hostile, "command": str(repository / "microcred")}
    act(repository, **inputs)
    assert not (repository / "broken-in").exists()


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step["id"])
def test_no_script_has_an_expression_in_it(step: dict[str, Any]) -> None:
    assert "${{" not in step["run"]


def test_every_input_is_explained_and_used() -> None:
    text = json.dumps(STEPS)
    for name, rule in ACTION["inputs"].items():
        assert rule["description"]
        assert f"inputs.{name}" in text


def test_it_is_a_composite_action_that_calls_no_action_of_others() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert all("uses" not in step and step["shell"] == "bash" for step in STEPS)


@needs_bash
def test_without_a_program_microcred_is_installed_by_the_python_that_was_named(repository: Path) -> None:
    """The step, with a Python that only writes down what it was asked for."""
    python = repository / "python"
    made = f'mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; cp "{repository}/microcred" "$3/bin/"'
    python.write_text(
        f'#!/bin/sh\necho "$@" >> "$RUNNER_TEMP/asked"\nif [ "$2" = venv ]; then {made}; fi\n', encoding="utf-8"
    )
    python.chmod(0o755)
    assert act(repository, paths="badges", python=str(python)).code == 0
    assert act(repository, paths="badges", python=str(python), version="0.1.0").code == 0
    asked = (repository / "runner/asked").read_text(encoding="utf-8").splitlines()
    assert [line.rpartition(" ")[2] for line in asked if "pip install" in line] == [str(ROOT), "microcred==0.1.0"]


@needs_bash
@pytest.mark.skipif(
    not INSTALLS, reason="MICROCRED_INSTALL_TESTS is not set: it installs from PyPI, which takes a while"
)
def test_it_installs_itself_and_checks(repository: Path) -> None:
    now = BadgeFactory.of_today()
    (repository / "today").mkdir()
    (repository / "today/badge.json").write_bytes(now.valid().content)
    assert act(repository, paths="today", python=sys.executable).code == 0
    assert act(repository, paths="bad", python=sys.executable).code == 1
