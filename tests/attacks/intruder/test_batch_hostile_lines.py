"""A line in a file of badges that is to stop the batch.

Attack: between two good badges stands a line of zero bytes, a hundred thousand brackets, half a picture, a URL of the
inner network or the path of a file.

Naively: what a line raises ends the batch, and the badges behind it are never looked at; a path is opened.

Here: each line has a report of its own, in its place; a hostile one is rejected, and its neighbours are what they are.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from batch_runs import VERIFY, lines_of, verdicts
from batches import GOOD, NOT_JSON
from cli_runs import run, write


def naive_batch(content: bytes) -> list[str]:
    """A verdict for each line."""
    return ["accepted" if "proof" in json.loads(line) else "rejected" for line in content.splitlines()]


def test_a_naive_batch_ends_at_the_first_line_that_raises() -> None:
    assert naive_batch(lines_of(GOOD, GOOD)) == ["accepted", "accepted"]
    with pytest.raises(ValueError):  # noqa: PT011 - which of them it is does not matter
        naive_batch(lines_of(GOOD) + b"\xff\xfe\n" + lines_of(GOOD))


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
