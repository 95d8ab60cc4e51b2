"""The workflows: each is well-formed, may do no more than it must, and runs nothing that somebody else can exchange."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import microcred

ROOT = Path(__file__).parents[2]
HOSTED = ROOT / ".github"
FILES = sorted((HOSTED / "workflows").iterdir())
WORKFLOWS: dict[str, dict[str, Any]] = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES}
JOBS = [(name, key, job) for name, flow in WORKFLOWS.items() for key, job in flow["jobs"].items()]
STEPS = [(f"{name}.{key}", step) for name, key, job in JOBS for step in job["steps"]]

# Whatever a job may write; all others read the repository, and nothing else.
WRITES = {("release", "publish"): {"attestations", "id-token"}}


def checked(schema: str, *files: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *files]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", FILES),
        ("custom.github-workflows-require-timeout", FILES),
        ("vendor.dependabot", [HOSTED / "dependabot.yml"]),
    ],
)
def test_a_file_is_as_its_schema_says(schema: str, files: list[Path]) -> None:
    ended = checked(schema, *files)
    assert ended.returncode == 0, ended.stdout


def test_a_workflow_that_is_not_so_would_be_noticed(tmp_path: Path) -> None:
    text = (HOSTED / "workflows/ci.yml").read_text(encoding="utf-8")
    (tmp_path / "ci.yml").write_text(text.replace("runs-on:", "run-on:"), encoding="utf-8")
    assert checked("vendor.github-workflows", tmp_path / "ci.yml").returncode == 1


def uses_in(text: str) -> Iterator[tuple[str, str]]:
    yield from re.findall(r"^ *(?:- )?uses: *(\S+)(.*)$", text, re.MULTILINE)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_action_is_one_commit_with_its_version_beside_it(file: Path) -> None:
    for action, comment in uses_in(file.read_text(encoding="utf-8")):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), f"{action}{comment}"


def test_every_action_is_the_same_commit_everywhere() -> None:
    found = {use for file in FILES for use in uses_in(file.read_text(encoding="utf-8"))}
    names = [action.partition("@")[0] for action, _ in found]
    assert sorted(set(names)) == sorted(names)


def test_no_expression_becomes_a_part_of_a_command() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    for place, step in [*STEPS, *(("action.yml", step) for step in action["runs"]["steps"])]:
        assert "${{" not in step.get("run", ""), f"{place}: {step.get('name')}"
        assert "script" not in step.get("with", {}), place


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_do_nothing_but_what_a_job_says(name: str) -> None:
    assert WORKFLOWS[name]["permissions"] == {}
    for key, job in WORKFLOWS[name]["jobs"].items():
        writes = {what for what, how in job["permissions"].items() if how == "write"}
        assert writes == WRITES.get((name, key), set())
        assert {what for what, how in job["permissions"].items() if how != "write"} <= {"contents"}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_begins_with_what_belongs_to_the_repository(name: str) -> None:
    triggers = WORKFLOWS[name][True]  # YAML 1.1 reads ``on`` as a truth
    assert triggers.keys() <= {"push", "pull_request", "schedule", "workflow_dispatch"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_workflow_knows_no_secret(file: Path) -> None:
    assert "secrets." not in file.read_text(encoding="utf-8")


def test_a_checkout_leaves_no_token_behind() -> None:
    checkouts = [step for _, step in STEPS if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_the_job_that_can_prove_who_it_is_runs_nothing_of_its_own() -> None:
    trusted = [(name, key, job) for name, key, job in JOBS if "id-token" in job["permissions"]]
    assert [(name, key) for name, key, _ in trusted] == [("release", "publish")]
    (_, _, job) = trusted[0]
    assert job["environment"]["name"] == "pypi"
    assert not [step for step in job["steps"] if "run" in step or "checkout" in step["uses"]]


def test_a_release_is_checked_before_it_is_built_and_built_before_it_is_published() -> None:
    jobs = WORKFLOWS["release"]["jobs"]
    assert WORKFLOWS["release"][True] == {"push": {"tags": ["v*"]}}
    assert (jobs["build"]["needs"], jobs["publish"]["needs"]) == ("check", "build")
    commands = {key: "\n".join(step.get("run", "") for step in job["steps"]) for key, job in jobs.items()}
    assert ".ci/audit --all --required" in commands["check"]
    assert "pip-audit" in commands["check"]
    assert "--strict" in commands["check"]
    assert ".ci/reproducible --to dist" in commands["build"]
    assert ".ci/sbom dist/*.whl --to bill/microcred.cdx.json" in commands["build"]
    steps = jobs["publish"]["steps"]
    assert [step["uses"].partition("@")[0] for step in steps] == [
        "actions/download-artifact",
        "actions/attest",
        "actions/attest",
        "pypa/gh-action-pypi-publish",
    ]
    assert steps[2]["with"]["sbom-path"] == "bill/microcred.cdx.json"
    assert steps[3]["with"]["attestations"] is True


def test_what_builds_is_installed_with_its_digests_alone() -> None:
    for place, step in STEPS:
        for line in step.get("run", "").splitlines():
            if place == "release.build" and "pip" in line and "install" in line:
                assert "--no-deps --require-hashes --requirement .github/release-tools.txt" in line
    text = (HOSTED / "release-tools.txt").read_text(encoding="utf-8")
    packages = re.findall(r"^(\S+)==(\S+) .*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", text, re.MULTILINE)
    names = {name for name, _, _ in packages}
    assert set((HOSTED / "release-tools.in").read_text(encoding="utf-8").split()) <= names
    rest = [line for line in text.splitlines() if line and not line.startswith(("#", " "))]
    assert len(rest) == len(packages) == len(names)


def test_ci_runs_on_every_python_that_the_package_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert WORKFLOWS["ci"]["jobs"]["check"]["strategy"]["matrix"]["python"] == named
    assert WORKFLOWS["ci"]["jobs"]["check"]["steps"][-1]["run"] == "bash .ci/run"


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize(("tag", "code"), [(f"v{microcred.__version__}", 0), ("v9.9.9", 1), ("v", 1), ("v0 -o a", 1)])
def test_a_tag_that_is_not_the_version_ends_a_release(tag: str, code: int) -> None:
    (step,) = (step for _, step in STEPS if step.get("name") == "The tag is the version")
    command = ["bash", "-e", "-c", step["run"]]
    assert subprocess.run(command, cwd=ROOT, env={**os.environ, "TAG": tag}).returncode == code


FUZZING = ROOT / "tests/fuzzing/target.py"


@pytest.mark.skipif(not FUZZING.exists(), reason="there is nothing to fuzz here")
def test_every_target_is_fuzzed() -> None:
    for node in ast.parse(FUZZING.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "TARGETS" and node.value:
            assert WORKFLOWS["fuzz"]["jobs"]["fuzz"]["strategy"]["matrix"]["target"] == [*ast.literal_eval(node.value)]
            break
    else:
        pytest.fail("tests/fuzzing/target.py has no TARGETS")


def test_what_is_pinned_is_kept_up_to_date() -> None:
    updates = yaml.safe_load((HOSTED / "dependabot.yml").read_text(encoding="utf-8"))["updates"]
    found = {(update["package-ecosystem"], update["directory"]) for update in updates}
    assert found == {("pip", "/"), ("pip", "/.github"), ("github-actions", "/")}
