"""Somebody fills in a form, and the cells of that row are to become more than the text of a badge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from batch_runs import accepted, badges, issue, issuing_folder
from cli_runs import ISSUER, write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return issuing_folder(tmp_path, monkeypatch)


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


def test_a_cell_never_becomes_anything_but_text(folder: Path) -> None:
    hostile = '"}, ""issuer"": {""id"": ""did:example:evil""}, {{email}} {{"'
    write(folder / "roster.csv", f"email,name,grade,credits\nmira@example.org,{hostile},A,3\n".encode())
    [badge] = badges(issue("roster.csv", "--template", "template.json", "--to", "email"))
    assert badge["issuer"] == {"id": ISSUER, "type": ["Profile"]}
    assert badge["name"] == '}, "issuer": {"id": "did:example:evil"}, {{email}} {{ bakes bread'


@pytest.mark.parametrize("row", [b'"a@b.org\n' + b"x\n" * 100_000, b'"a"b@c.org\n', b"a" * 3_000_000 + b"\n"])
def test_what_has_no_rows_any_more_ends_there(folder: Path, row: bytes) -> None:
    write(folder / "roster.csv", b"email\nmira@example.org\n" + row)
    found = issue("roster.csv", "--template", "achievement.json", "--to", "email")
    assert (found.code, len(badges(found))) == (2, 1)
    assert "[batch.file-breaks-off]" in found.err
