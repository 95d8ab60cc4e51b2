"""Somebody writes a line into a file of badges that is to stop the batch, or to speak for its neighbours."""

from __future__ import annotations

from pathlib import Path

import pytest

from badges import sealed, unsigned
from batch_runs import VERIFY, lines_of, told, verdicts
from batches import GOOD, NOT_JSON
from cli_runs import run, write
from microcred.cli.batch.inputs import in_lines
from microcred.document import MAX_BYTES


def test_a_line_that_is_too_long_is_refused_and_the_next_one_is_not(tmp_path: Path) -> None:
    huge = b'{"a": "' + b"x" * (MAX_BYTES + 10) + b'"}\n'
    exact = b'{"a": "' + b"x" * (MAX_BYTES - 9) + b'"}\n'
    assert len(exact) == MAX_BYTES + 1
    found = run(*VERIFY, write(tmp_path / "badges.jsonl", huge + lines_of(GOOD) + exact + lines_of(GOOD)))
    assert verdicts(found) == ["rejected", "accepted", "rejected", "accepted"]
    assert told(found)[0]["checks"][0]["code"] == "document.too-large"
    assert told(found)[2]["checks"][0]["code"] != "document.too-large"


def test_a_file_that_is_one_endless_line_is_given_up_in_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("microcred.cli.batch.inputs._MAX_PASSED_OVER", 3_000_000)
    monkeypatch.setattr("microcred.cli.batch.inputs.MAX_BYTES", 1_000_000)
    read = 0

    class Endless:
        def readline(self, size: int) -> bytes:
            nonlocal read
            read += size
            return b"\0" * size

    [found] = in_lines(Endless(), "endless.jsonl")  # type: ignore[arg-type]
    assert found.name == "endless.jsonl:1"
    assert found.source.code == "batch.file-breaks-off"  # type: ignore[union-attr]
    assert read < 6_000_000


@pytest.mark.parametrize(
    "line",
    [
        NOT_JSON,
        b"\0" * 1000,
        b"\xff\xfe" * 100,
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"null",
        b'"\\ud800"',
        b"a.b.c",
        b"eyJhbGciOiJub25lIn0..",
        b"\x89PNG\r",
        b"<svg",
        b"https://127.0.0.1/badge.json",
        b"/etc/passwd",
        b"1e999999",
        b"{" + b'"a":1,' * 300_000 + b'"b":2}',
    ],
    ids=lambda line: repr(line[:12]),
)
def test_a_hostile_line_is_rejected_and_its_neighbours_are_not(tmp_path: Path, line: bytes) -> None:
    found = run(*VERIFY, write(tmp_path / "badges.jsonl", lines_of(GOOD) + line + b"\n" + lines_of(GOOD)))
    assert (found.code, verdicts(found)) == (1, ["accepted", "rejected", "accepted"])


def test_what_a_badge_says_does_not_act_on_the_terminal(tmp_path: Path) -> None:
    source = write(tmp_path / "badges.jsonl", lines_of(sealed(unsigned(name="\x1b[2J\u202egood")).raw))
    found = run(*VERIFY, source)
    assert "\x1b" not in found.out
    assert "\u202e" not in found.out
    assert told(found)[0]["credential"]["name"] == "\x1b[2J\u202egood"
