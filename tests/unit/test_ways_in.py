"""What the guides tell people to put into their repositories is read, and what it runs is run."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import microcred
from microcred.testing import BadgeFactory

pytest_plugins = ("pytester",)

ROOT = Path(__file__).parents[2]
GUIDES = ROOT / "docs/guides"
BADGES = BadgeFactory.of_today()


def blocks(page: str, kind: str) -> list[str]:
    text = (GUIDES / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def files(page: str) -> dict[str, str]:
    text = (GUIDES / page).read_text(encoding="utf-8")
    return dict(re.findall(r"^<!-- file: (\S+) -->\n```\w+\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))


PARSED: list[dict[str, Any]] = [yaml.safe_load(block) for block in blocks("continuous-integration.md", "yaml")]
WORKFLOWS = [parsed for parsed in PARSED if "jobs" in parsed]
HOOKS = [parsed for parsed in PARSED if "repos" in parsed]
JOBS = [parsed["badges"] for parsed in PARSED if "badges" in parsed]


def test_each_way_is_in_the_guide() -> None:
    assert [len(WORKFLOWS), len(HOOKS), len(JOBS), len(PARSED)] == [2, 1, 1, 4]


def test_the_workflows_give_the_action_what_it_takes() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    steps = [step for workflow in WORKFLOWS for step in workflow["jobs"]["badges"]["steps"]]
    ours = [step for step in steps if "/microcred@" in step["uses"]]
    assert len(ours) == 3
    for step in ours:
        assert step["with"].keys() <= action["inputs"].keys()
        assert all(isinstance(value, str) for value in step["with"].values())


@pytest.mark.skipif(importlib.util.find_spec("check_jsonschema") is None, reason="check-jsonschema is not installed")
@pytest.mark.parametrize(
    ("schema", "content"),
    [
        ("github-actions", (ROOT / "action.yml").read_text(encoding="utf-8")),
        *(("github-workflows", block) for block in blocks("continuous-integration.md", "yaml") if "jobs:" in block),
        *(("gitlab-ci", block) for block in blocks("continuous-integration.md", "yaml") if "image:" in block),
    ],
    ids=lambda value: value if len(value) < 20 else "",
)
def test_the_files_are_what_github_and_gitlab_read(schema: str, content: str, tmp_path: Path) -> None:
    file = tmp_path / "file.yml"
    file.write_text(content, encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(file)]
    found = subprocess.run(command, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_the_hooks_of_the_guide_exist() -> None:
    known = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    (repository,) = HOOKS[0]["repos"]
    assert {hook["id"] for hook in repository["hooks"]} == known


def commands() -> list[str]:
    shown = [line for block in blocks("continuous-integration.md", "console") for line in block.splitlines()]
    lines = (*JOBS[0]["script"], *(line.removeprefix("$ ") for line in shown))
    return [line for line in lines if line.startswith("microcred validate badges/ --")]


@pytest.mark.parametrize("command", commands())
def test_a_command_of_the_guide_passes_good_badges_and_stops_bad_ones(command: str, tmp_path: Path) -> None:
    (tmp_path / "badges").mkdir()
    (tmp_path / "badges/good.json").write_bytes(BADGES.valid().content)
    assert shell(command, tmp_path) == 0
    (tmp_path / "badges/bad.json").write_bytes(BADGES.for_code("model.missing").content)
    assert shell(command, tmp_path) == 1
    written = tmp_path / "badges.xml"
    assert written.exists() == ("badges.xml" in command)
    assert not written.exists() or b"model.missing" in written.read_bytes()


def shell(command: str, folder: Path) -> int:
    source = Path(microcred.__file__).parents[1]
    ours = f'PYTHONPATH="{source}" "{sys.executable}" -m microcred '
    line = ours + command.removeprefix("microcred ")
    return subprocess.run(line, shell=True, cwd=folder, capture_output=True).returncode  # noqa: S602 - the guide's own


def test_the_reports_that_gitlab_is_given_are_the_ones_that_are_written() -> None:
    assert f"> {JOBS[0]['artifacts']['reports']['junit']}" in " ".join(JOBS[0]["script"])


def test_the_test_suite_of_the_guide_passes(pytester: pytest.Pytester) -> None:
    for name, text in files("test-your-own-code.md").items():
        (pytester.path / name).write_text(text, encoding="utf-8")
    plugin = ("-p", "no:microcred", "-p", "microcred.testing.pytest_plugin", "-p", "no:cacheprovider")
    pytester.syspathinsert()
    pytester.runpytest_inprocess(*plugin).assert_outcomes(passed=21)


def test_the_settings_for_editors_name_schemas_that_exist() -> None:
    settings = json.loads(files("write-badges-in-an-editor.md")[".vscode/settings.json"])
    for entry in settings["json.schemas"]:
        assert (ROOT / entry["url"]).is_file()


def test_the_program_runs_as_a_module() -> None:
    found = subprocess.run([sys.executable, "-m", "microcred", "--version"], capture_output=True, text=True, check=True)
    assert microcred.__version__ in found.stdout
