"""A file that has no end.

Attack: the path that is given for a badge is that of a device, or of a pipe into which somebody writes for ever.

Naively: the file is read to its end before it is looked at.

Here: no more of a file is read than a badge may have, and the rest is not asked for: `document.too-large`,
or `usage.unreadable-input` where the file need not be a badge.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_runs import badge, run, write


class Endless:
    """A file without an end that says how much of it was read."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        self.given += size if size >= 0 else 1_000_000
        return bytes(1_000)


def naive_content(file: Endless, patience: int) -> bytes:
    """All of a file; patience is what a machine has instead of memory."""
    parts: list[bytes] = []
    while len(parts) < patience and (part := file.read()):
        parts.append(part)
    return b"".join(parts)


def test_a_naive_reader_reads_for_as_long_as_there_is_memory() -> None:
    assert [len(naive_content(Endless(), patience)) for patience in (10, 1_000)] == [10_000, 1_000_000]


@pytest.mark.parametrize(
    ("command", "exit_code", "code"),
    [
        ("verify", 1, "document.too-large"),
        ("show", 1, "document.too-large"),
        ("unbake", 2, "usage.unreadable-input"),
    ],
)
def test_a_file_without_an_end_is_not_read_to_it(command: str, exit_code: int, code: str) -> None:
    endless = Path("/dev/zero")
    if not endless.exists():
        pytest.skip("the device /dev/zero is not on this system")
    found = run(command, endless)
    assert found.code == exit_code
    assert f"[{code}]" in found.out + found.err


def test_a_file_with_an_end_is_read(tmp_path: Path) -> None:
    assert run("show", write(tmp_path / "badge.json", badge()), "--offline").code == 0
