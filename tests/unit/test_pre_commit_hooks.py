"""The hooks for pre-commit: what they match, what they run, and that pre-commit itself runs them."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import microcred
from microcred.testing import BadgeFactory

ROOT = Path(__file__).parents[2]
HOOKS: dict[str, dict[str, Any]] = {
    hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}
BADGES = BadgeFactory.of_today()
INSTALLS = os.environ.get("MICROCRED_INSTALL_TESTS")


def test_there_is_one_hook_for_badges_and_one_for_drafts() -> None:
    assert [(hook["id"], hook["entry"]) for hook in HOOKS.values()] == [
        ("microcred-validate", "microcred validate"),
        ("microcred-validate-templates", "microcred validate --unsigned"),
    ]


@pytest.mark.parametrize(
    ("hook", "path", "is_meant"),
    [
        ("microcred-validate", "badges/soil.json", True),
        ("microcred-validate", "site/badges/2026/soil.png", True),
        ("microcred-validate", "badges/soil.jwt", True),
        ("microcred-validate", "soil.badge.json", True),
        ("microcred-validate", "package.json", False),
        ("microcred-validate", "badges/README.md", False),
        ("microcred-validate", "mybadges/soil.json", False),
        ("microcred-validate", "logo.png", False),
        ("microcred-validate-templates", "templates/soil.json", True),
        ("microcred-validate-templates", "college.profile.json", True),
        ("microcred-validate-templates", "tsconfig.json", False),
    ],
)
def test_a_hook_is_for_the_files_that_are_badges(hook: str, path: str, is_meant: bool) -> None:
    assert bool(re.search(HOOKS[hook]["files"], path)) is is_meant


def run_entry(hook: str, *files: Path) -> int:
    program, *arguments = shlex.split(HOOKS[hook]["entry"])
    command = [sys.executable, "-m", program, *arguments, *map(str, files)]
    return subprocess.run(command, capture_output=True).returncode


def test_what_a_hook_runs_passes_and_fails_as_it_should(tmp_path: Path) -> None:
    good, bad, draft = (tmp_path / f"{name}.json" for name in ("good", "bad", "draft"))
    good.write_bytes(BADGES.valid().content)
    bad.write_bytes(BADGES.for_code("model.missing").content)
    draft.write_bytes(BADGES.unsigned().content)
    assert run_entry("microcred-validate", good) == 0
    assert run_entry("microcred-validate", good, bad) == 1
    assert run_entry("microcred-validate", draft) == 1
    assert run_entry("microcred-validate-templates", draft, ROOT / "examples/achievement.json") == 0


def git(folder: Path, *words: str) -> str:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@college.example", "-C", str(folder), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A repository with a good badge and a draft in their folders."""
    folder = tmp_path / "scratch"
    for name, case in (("badges/good.json", BADGES.valid()), ("templates/draft.json", BADGES.unsigned())):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(case.content)
    git(folder.parent, "init", "--quiet", str(folder))
    return folder


def committed(folder: Path, configuration: dict[str, Any], home: Path) -> tuple[int, str]:
    """Run pre-commit over everything in the repository."""
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration), encoding="utf-8")
    git(folder, "add", "--all")
    shims = folder.parent / "bin"
    shims.mkdir(exist_ok=True)
    shim = shims / "microcred"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m microcred "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    environment = {
        **{name: text for name, text in os.environ.items() if not name.startswith("GIT_")},
        "PATH": f"{shims}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(microcred.__file__).parents[1]),
        "PRE_COMMIT_HOME": str(home),
    }
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"]
    found = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return found.returncode, found.stdout


needs_pre_commit = pytest.mark.skipif(
    importlib.util.find_spec("pre_commit") is None or shutil.which("git") is None,
    reason="pre-commit or git is not installed",
)


@needs_pre_commit
def test_pre_commit_can_read_the_hooks() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    found = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert (found.returncode, found.stdout) == (0, "")


@needs_pre_commit
def test_pre_commit_runs_the_hooks_of_an_installed_microcred(scratch: Path, tmp_path: Path) -> None:
    hooks = [{**hook, "language": "system"} for hook in HOOKS.values()]
    del hooks[0]["description"]
    hooks[1]["exclude"] = "^badges/"
    configuration = {"repos": [{"repo": "local", "hooks": hooks}]}
    code, text = committed(scratch, configuration, tmp_path / "home")
    assert code == 0, text
    assert text.count("Passed") == 2
    (scratch / "badges/bad.json").write_bytes(BADGES.for_code("model.missing").content)
    code, text = committed(scratch, configuration, tmp_path / "home")
    assert code == 1
    assert re.search(r"badges/bad\.json:\d+:\d+: error\[model\.missing\]", text)


@needs_pre_commit
@pytest.mark.skipif(
    not INSTALLS, reason="MICROCRED_INSTALL_TESTS is not set: it installs from PyPI, which takes a while"
)
def test_pre_commit_installs_the_hooks_from_this_repository(scratch: Path, tmp_path: Path) -> None:
    hooks = [{"id": "microcred-validate"}, {"id": "microcred-validate-templates", "files": "^templates/"}]
    configuration = {"repos": [{"repo": str(ROOT), "rev": git(ROOT, "rev-parse", "HEAD"), "hooks": hooks}]}
    code, text = committed(scratch, configuration, tmp_path / "home")
    assert code == 0, text
    assert text.count("Passed") == 2
    (scratch / "badges/bad.json").write_bytes(BADGES.for_code("model.missing").content)
    code, text = committed(scratch, configuration, tmp_path / "home")
    assert code == 1
    assert "error[model.missing]" in text
