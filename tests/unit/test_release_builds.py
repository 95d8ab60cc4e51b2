"""What is built is compared byte for byte, and looked into: nothing is missing, nothing else is there."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import stat
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

from ci_scripts import ROOT, script

builds = script("reproducible")
bills = script("sbom")

MOMENT = 1_700_000_000
INFORMATION = "microcred-1.0.dist-info"
NAMES = ["pyproject.toml", "LICENSE", "src/microcred/__init__.py", "src/microcred/table.json", "tests/test_it.py"]
PROJECT = """
[project]
name = "microcred"
license-files = ["LICENSE"]
dependencies = ["click>=8.1"]
[tool.hatch.build.targets.sdist]
include = ["/src", "/LICENSE"]
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    for name in NAMES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, encoding="utf-8")
    (root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    return root


def good() -> dict[str, bytes]:
    files = {"microcred/__init__.py": b"", "microcred/table.json": b"{}"}
    return files | {
        f"{INFORMATION}/{name}": b"x" for name in ("METADATA", "WHEEL", "entry_points.txt", "licenses/LICENSE")
    }


def recorded(files: Mapping[str, bytes]) -> bytes:
    def row(name: str, data: bytes) -> str:
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        return f"{name},sha256={digest},{len(data)}\n"

    return "".join([*(row(*entry) for entry in files.items()), f"{INFORMATION}/RECORD,,\n"]).encode()


def packed(
    path: Path, files: Mapping[str, bytes], record: bytes, mode: int = 0o644, moment: int = MOMENT, packing: int = 8
) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**files, f"{INFORMATION}/RECORD": record}.items():
            entry = zipfile.ZipInfo(name, time.gmtime(moment)[:6])
            entry.external_attr, entry.compress_type = (stat.S_IFREG | mode) << 16, packing
            archive.writestr(entry, data)
    return path


def flaws(repository: Path, files: Mapping[str, bytes], record: bytes | None = None, **changes: int) -> list[str]:
    wheel = packed(repository.parent / "microcred-1.0-py3-none-any.whl", files, record or recorded(files), **changes)
    return list(builds.flaws_of_wheel(wheel, NAMES, MOMENT, repository))


def test_a_wheel_with_the_package_and_its_metadata_is_right(repository: Path) -> None:
    assert flaws(repository, good()) == []


@pytest.mark.parametrize("name", good())
def test_a_file_that_is_missing_in_a_wheel_is_noticed(repository: Path, name: str) -> None:
    files = good()
    del files[name]
    assert flaws(repository, files) == [f"{name} is missing"]


@pytest.mark.parametrize(
    "name", ["microcred/__pycache__/x.pyc", "tests/test_it.py", "microcred/untracked.py", "evil.pth"]
)
def test_a_file_that_does_not_belong_into_a_wheel_is_noticed(repository: Path, name: str) -> None:
    assert flaws(repository, {**good(), name: b"import os"}) == [f"{name} does not belong there"]


def test_a_record_that_tells_of_other_bytes_is_noticed(repository: Path) -> None:
    record = recorded({**good(), "microcred/table.json": b"[]"})
    assert flaws(repository, good(), record) == ["microcred/table.json is not as RECORD says"]
    record = recorded({name: data for name, data in good().items() if name != "microcred/table.json"})
    assert flaws(repository, good(), record) == ["microcred/table.json is not as RECORD says"]
    record = recorded({**good(), "microcred/more.py": b""})
    assert flaws(repository, good(), record) == ["microcred/more.py is not as RECORD says"]


def test_another_moment_or_mode_is_noticed(repository: Path) -> None:
    assert "microcred/table.json is of another moment" in flaws(repository, good(), moment=MOMENT + 60)
    assert "microcred/table.json is not a plain file that everybody may read" in flaws(repository, good(), mode=0o600)


def test_an_sdist_holds_the_part_of_the_repository_that_is_asked_for(repository: Path, tmp_path: Path) -> None:
    def sdist(*names: str) -> list[str]:
        with tarfile.open(tmp_path / "microcred-1.0.tar.gz", "w:gz") as archive:
            for name in names:
                archive.addfile(tarfile.TarInfo(f"microcred-1.0/{name}"), io.BytesIO())
        return list(builds.flaws_of_sdist(tmp_path / "microcred-1.0.tar.gz", NAMES, repository))

    asked = [name for name in NAMES if not name.startswith("tests")] + [".gitignore", "PKG-INFO"]
    assert sdist(*asked) == []
    assert sdist(*asked[1:]) == ["pyproject.toml is missing"]
    assert sdist(*asked, "tests/test_it.py") == ["tests/test_it.py does not belong there"]


def test_two_builds_are_the_same_or_it_is_said_where_they_differ(tmp_path: Path) -> None:
    def wheel(name: str, files: Mapping[str, bytes], packing: int = 8) -> Path:
        return packed(tmp_path / name, files, b"", packing=packing)

    one = wheel("one.whl", good())
    assert builds.difference(one, wheel("same.whl", good())) == ""
    assert "packed in another way" in builds.difference(one, wheel("stored.whl", good(), packing=0))
    other = builds.difference(one, wheel("other.whl", {**good(), "microcred/table.json": b"[]", "evil.pth": b""}))
    assert other == "one.whl: these files in it differ: evil.pth, microcred/table.json"


@pytest.mark.skipif(not find_spec("hatchling"), reason="hatchling is not installed: pip install -e '.[release]'")
def test_hatchling_builds_the_same_in_other_circumstances(tmp_path: Path) -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    root = tmp_path / "repository"
    files = ["LICENSE", "README.md", "src/microcred/_version.py", "src/microcred/contexts/NOTICE.md", ".gitignore"]
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes((ROOT / name).read_bytes())
    (root / "pyproject.toml").write_text(project, encoding="utf-8")
    (root / "src/microcred/tool.sh").write_text("#!/bin/sh\n", encoding="utf-8")
    names = [*files, "pyproject.toml", "src/microcred/tool.sh"]

    def both(at: object) -> tuple[bytes, ...]:
        place = builds.copied(names, tmp_path, at, root)
        (place / "src/microcred/__pycache__").mkdir()
        (place / "src/microcred/__pycache__/tool.pyc").write_bytes(os.urandom(8))
        return tuple(builds.build(kind, place, at, str(MOMENT)).read_bytes() for kind in ("sdist", "wheel"))

    assert both(builds.ONE) == both(builds.OTHER)


# --- the bill of materials


def bill(**changes: object) -> dict[str, object]:
    component = {"name": "click", "version": "8.1", "purl": "pkg:pypi/click@8.1", "bom-ref": "click==8.1"}
    return {
        "metadata": {"component": {"name": "microcred", "bom-ref": "root"}},
        "components": [component],
        "dependencies": [{"ref": "root", "dependsOn": ["click==8.1"]}, {"ref": "click==8.1"}],
    } | changes


@pytest.mark.parametrize(
    ("change", "flaw"),
    [
        (lambda found: None, ""),
        (lambda found: found["dependencies"].__setitem__(0, {"ref": "root"}), "it depends on []"),
        (lambda found: found.__setitem__("serialNumber", "urn:uuid:1"), "a serial number"),
        (lambda found: found["components"][0].__setitem__("name", "pip"), "none of its dependencies"),
        (lambda found: found["components"][0].pop("purl"), "not identified"),
        (lambda found: found.__setitem__("externalReferences", [{"url": "file:///home/x"}]), "a place of this machine"),
    ],
)
def test_a_bill_names_what_the_package_needs_and_nothing_of_the_machine(
    repository: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[dict[str, object]], None], flaw: str
) -> None:
    monkeypatch.setattr(bills, "ROOT", repository)
    found = bill()
    change(found)
    assert [text.startswith(flaw) or flaw in text for text in bills.flaws(found)] == ([True] if flaw else [])


def test_a_bill_has_the_version_and_digest_of_its_wheel_and_its_moment(tmp_path: Path) -> None:
    wheel = packed(tmp_path / "microcred-1.0-py3-none-any.whl", good(), b"")
    component = bills.named(bill(), wheel)["metadata"]["component"]
    assert component["version"] == "1.0"
    assert component["purl"] == "pkg:pypi/microcred@1.0"
    assert component["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(wheel.read_bytes()).hexdigest()}]
    assert bills.moment_of(wheel) == str(MOMENT)


@pytest.mark.parametrize("name", ["reproducible", "sbom"])
def test_a_script_says_how_it_is_called(name: str) -> None:
    found = subprocess.run([sys.executable, ROOT / ".ci" / name, "--help"], capture_output=True, text=True, check=True)
    assert f"python .ci/{name}" in found.stdout
