"""A name in a table that becomes a path.

Attack: somebody fills in a form with the name `../../etc/passwd`, `C:\\con`, or five hundred letters; badges are
written to files that are named for their learners.

Naively: the name is put into the path of the file, and the file is written wherever that leads.

Here: a file is named by the number of its row, and by what letters and digits of the name remain: nothing leads out of
the folder.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from batch_runs import accepted, issue, issuing_folder
from cli_runs import write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return issuing_folder(tmp_path, monkeypatch)


def naive_place(folder: Path, name: str) -> Path:
    """Where the badge of a learner is written."""
    return folder / f"{name}.json"


def test_a_naive_file_name_leads_out_of_the_folder(tmp_path: Path) -> None:
    place = naive_place(tmp_path / "badges", "../elsewhere")
    (tmp_path / "badges").mkdir()
    place.write_bytes(b"{}")
    assert (tmp_path / "elsewhere.json").exists()


def test_a_folder_has_a_file_for_each_and_no_cell_leads_out_of_it(folder: Path) -> None:
    names = ["../../etc/passwd", "C:\\con", "", "a" * 500, "Zoë/.", "x\x00y"]
    rows = "".join(f'"{name}",n{number}@example.org\n' for number, name in enumerate(names))
    write(folder / "roster.csv", f"name,email\n{rows}".encode())
    options = ("--template", "achievement.json", "--to", "email", "--name", "name", "-o", "out/badges/")
    assert issue("roster.csv", *options).code == 0
    assert sorted(path.name for path in (folder / "out/badges").iterdir()) == [
        "000002-etc-passwd.json",
        "000003-c-con.json",
        "000004.json",
        f"000005-{'a' * 60}.json",
        "000006-zo.json",
        "000007-x-y.json",
    ]
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["badges", "badges.rows", "badges.rows.run"]
    assert all(accepted(json.loads(path.read_bytes())) for path in (folder / "out/badges").iterdir())
