"""A line in a file of badges that is longer than any badge.

Attack: somebody adds a line of some megabytes to a file of badges, so that the ones behind it are not read, or are read
as part of it.

Naively: lines are cut where they get too long, and the rest of the long line is read as the next badge.

Here: a line that is too long is refused with `document.too-large`, its rest is passed over, and the next line is the
next badge.
"""

from __future__ import annotations

import io
from pathlib import Path

from batch_runs import VERIFY, lines_of, told, verdicts
from batches import GOOD
from cli_runs import run, write
from microcred.document import MAX_BYTES


def naive_lines(content: bytes, longest: int) -> list[bytes]:
    """The lines, none of them longer than that."""
    file = io.BytesIO(content)
    return list(iter(lambda: file.readline(longest), b""))


def test_a_naive_reader_reads_the_rest_of_a_long_line_as_a_badge() -> None:
    lines = naive_lines(b'{"a": "' + b"x" * 93 + b'{"id": "forged"}\n', 100)
    assert lines[1] == b'{"id": "forged"}\n'


def test_a_line_that_is_too_long_is_refused_and_the_next_one_is_not(tmp_path: Path) -> None:
    huge = b'{"a": "' + b"x" * (MAX_BYTES + 10) + b'"}\n'
    exact = b'{"a": "' + b"x" * (MAX_BYTES - 9) + b'"}\n'
    assert len(exact) == MAX_BYTES + 1
    found = run(*VERIFY, write(tmp_path / "badges.jsonl", huge + lines_of(GOOD) + exact + lines_of(GOOD)))
    assert verdicts(found) == ["rejected", "accepted", "rejected", "accepted"]
    assert told(found)[0]["checks"][0]["code"] == "document.too-large"
    assert told(found)[2]["checks"][0]["code"] != "document.too-large"
