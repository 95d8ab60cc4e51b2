"""A file whose name writes to the terminal.

Attack: somebody sends a folder of badges, in which a file has escape sequences in its name.

Naively: the name of the file stands in front of each line of the report.

Here: names of files are shown like every other text that somebody else chose.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_runs import badge, run, write

HOSTILE = "\x1b[2J\x1b]0;title\x07\x9b1A\x9d8;;https://evil.example\x9c\r\b✔ ACCEPTED\u202eDETPECCA\u2066\u200f\x7f"


ACTIVE = {*HOSTILE} - {*"[2J]0;title1A8;;https://evil.example✔ ACCEPTEDDETPECCA"}


def naive_line(place: Path) -> str:
    """A line of the report."""
    return f"{place.name}: no badge"


def test_a_naive_report_prints_the_name() -> None:
    assert set(naive_line(Path("\x1b[2J\x9b\u202e.json"))) & ACTIVE


@pytest.mark.parametrize("command", ["verify", "show", "unbake"])
def test_a_name_of_a_file_cannot_write_to_the_terminal(tmp_path: Path, command: str) -> None:
    place = tmp_path / "\x1b[2J\x9b\u202e.json"
    try:
        place.write_bytes(b"{")
    except (OSError, UnicodeError):
        pytest.skip("this file system does not have such names")
    found = run(command, place)
    assert found.code == 1
    assert not set(found.out + found.err) & ACTIVE


def test_an_ordinary_name_of_a_file_is_shown_as_it_is(tmp_path: Path) -> None:
    assert "mira-okafor.json" in run("verify", write(tmp_path / "mira-okafor.json", badge()), "--offline").out
