"""The house keeps its shape: layers, one door, nothing heavy and nothing open on import."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "microcred"
MODULES = sorted(SOURCE.rglob("*.py"))
HEAVY = ("pydantic", "cryptography", "pyld", "httpx", "httpcore", "referencing", "click", "asyncio", "ssl")


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_imports_go_one_way_down() -> None:
    found = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = python(f"import sys, microcred; print([name for name in {HEAVY!r} if name in sys.modules])")
    assert loaded == "[]"


def test_importing_every_public_name_opens_no_socket() -> None:
    code = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(event) if event.startswith("socket.") else None)
import microcred
for name in microcred.__all__:
    getattr(microcred, name)
print(opened)
"""
    assert python(code) == "[]"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_is_longer_than_it_can_be_seen_whole(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_no_room_is_named_for_nothing() -> None:
    names = {part for path in MODULES for part in path.relative_to(SOURCE).with_suffix("").parts}
    assert names.isdisjoint({"utils", "helpers", "common", "manager", "managers", "base", "misc", "core"})
