"""Every target of the fuzzing runs over its seeds and a few changes of them, so that none can rot; without a fuzzer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from fuzzing.campaign import main, replay, variations
from fuzzing.oracle import Broken
from fuzzing.target import TARGETS, Target, load
from fuzzing.targets import schema

ROOT = Path(__file__).parents[2]
CHANGES = 8


def test_every_module_of_a_target_is_on_the_list() -> None:
    modules = {path.stem for path in (ROOT / "tests" / "fuzzing" / "targets").glob("*.py")} - {"__init__"}
    assert modules == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_finds_nothing_in_its_seeds_and_in_changes_of_them(name: str) -> None:
    target = load(name)
    assert target.name == name
    assert len(target.beginnings) >= 3
    replay(target, variations(target, CHANGES))


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_any_bytes(name: str) -> None:
    target = load(name)
    chance = Random(name)
    replay(target, iter([b"", b"{", b"\xff", b"[[]]", b'["a", {}]', b"null", chance.randbytes(60)]))


def test_the_variations_are_the_same_each_time() -> None:
    target = load("gate")
    assert list(variations(target, 20)) == list(variations(target, 20))


def picky(data: bytes) -> None:
    if b"needle" in data:
        raise Broken("a finding")


PICKY = Target("picky", picky, lambda: [b"hay"], lambda data, rnd: data)


def test_a_finding_ends_a_replay() -> None:
    assert replay(PICKY, iter([b"hay"])) == 0
    with pytest.raises(Broken):
        replay(PICKY, iter([b"hay", b"hay and a needle in it"]))


def test_a_finding_is_made_smaller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzzing.campaign.load", lambda _: PICKY)
    found = tmp_path / "finding"
    found.write_bytes(b"hay, " * 100 + b"a needle" + b" and hay" * 100)
    assert main(["gate", "--reduce", str(found)]) == 0
    assert (tmp_path / "finding.reduced").read_bytes() == b"needle"
    found.write_bytes(b"hay")
    assert main(["gate", "--reduce", str(found)]) == 1


def test_a_schema_that_another_implementation_reads_otherwise_is_a_finding() -> None:
    schema._compare(False, schema.OTHERS[0], {"type": "string"}, 5)
    schema._compare(True, schema.OTHERS[0], {"type": "no such type"}, 5)
    with pytest.raises(Broken):
        schema._compare(True, schema.OTHERS[0], {"type": "string"}, 5)


def test_where_there_is_no_fuzzer_that_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "atheris", None)
    assert main(["gate", "--runs", "1"]) == 4
    assert "atheris is not installed" in capsys.readouterr().err


def test_a_file_is_replayed_from_the_command_line(tmp_path: Path) -> None:
    file = tmp_path / "input"
    file.write_bytes(b"{")
    command = [sys.executable, "-m", "tests.fuzzing", "gate", "--replay", str(file)]
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0
