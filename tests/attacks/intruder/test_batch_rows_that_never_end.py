"""A row of a table that swallows all rows behind it.

Attack: a cell begins with a quotation mark that is never closed, so that the rest of the table is one cell; or goes on
behind its closing mark.

Naively: the parser takes what comes, a hundred learners become the name of one, and nobody notices before they ask.

Here: a table that has no rows any more ends there, the badges in front of it are issued, and the exit code and the
error say so: `batch.file-breaks-off`.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from batch_runs import badges, issue, issuing_folder
from cli_runs import write


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return issuing_folder(tmp_path, monkeypatch)


def naive_rows(content: str) -> list[list[str]]:
    """The rows of a table, as the parser of the language gives them."""
    return list(csv.reader(io.StringIO(content)))


def test_a_naive_parser_takes_all_learners_for_one() -> None:
    assert len(naive_rows('email\n"a@b.org\n' + "x@example.org\n" * 100)) == 2


@pytest.mark.parametrize("row", [b'"a@b.org\n' + b"x\n" * 100_000, b'"a"b@c.org\n', b"a" * 3_000_000 + b"\n"])
def test_what_has_no_rows_any_more_ends_there(folder: Path, row: bytes) -> None:
    write(folder / "roster.csv", b"email\nmira@example.org\n" + row)
    found = issue("roster.csv", "--template", "achievement.json", "--to", "email")
    assert (found.code, len(badges(found))) == (2, 1)
    assert "[batch.file-breaks-off]" in found.err


def test_a_whole_table_is_issued(folder: Path) -> None:
    write(folder / "roster.csv", b"email\nmira@example.org\ntom@example.org\n")
    found = issue("roster.csv", "--template", "achievement.json", "--to", "email")
    assert (found.code, len(badges(found))) == (0, 2)
