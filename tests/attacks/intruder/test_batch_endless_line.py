"""A file of badges that is one endless line.

Attack: what is given as a file is a device, a pipe or a stream that never has an end of line.

Naively: the file is read line by line, and the first line fills the memory.

Here: a bounded part of a line is kept, a bounded part is passed over, and then the file is given up:
`batch.file-breaks-off`.
"""

from __future__ import annotations

import io

import pytest

from batch_runs import lines_of
from batches import GOOD
from microcred.cli.batch.inputs import in_lines


class Counting:
    """A stream without an end that counts how much of it was read."""

    def __init__(self, end: int) -> None:
        self.read_so_far, self.end = 0, end

    def read(self, size: int) -> bytes:
        self.read_so_far += size
        return b"\0" * size if self.read_so_far < self.end else b"\n"


def naive_line(stream: Counting) -> bytes:
    """Everything up to the end of the line."""
    line = b""
    while not line.endswith(b"\n"):
        line += stream.read(1_000)
    return line


def test_a_naive_reader_keeps_all_of_it() -> None:
    assert len(naive_line(Counting(end=1_000_000))) == 999_001


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


def test_a_file_of_lines_is_read_to_its_end() -> None:
    found = list(in_lines(io.BytesIO(lines_of(GOOD) * 3), "badges.jsonl"))
    assert [each.name for each in found] == ["badges.jsonl:1", "badges.jsonl:2", "badges.jsonl:3"]
