"""A badge in a batch that writes to the terminal.

Attack: the name of a badge holds an escape sequence that clears the screen, and a mark that turns the direction of
writing.

Naively: the report of the batch is JSON without escapes, so that it stays readable, and goes to the terminal as it is.

Here: whatever acts on a terminal is written as an escape of JSON, so that programs read the same name and the terminal
shows it.
"""

from __future__ import annotations

from pathlib import Path

from badges import sealed, unsigned
from batch_runs import VERIFY, lines_of, told
from cli_runs import run, write


def naive_report(name: str) -> str:
    """A line of the report."""
    return '{"verdict": "accepted", "name": "' + name + '"}'


def test_a_naive_report_clears_the_screen() -> None:
    assert "\x1b[2J" in naive_report("\x1b[2J\u202egood")


def test_what_a_badge_says_does_not_act_on_the_terminal(tmp_path: Path) -> None:
    source = write(tmp_path / "badges.jsonl", lines_of(sealed(unsigned(name="\x1b[2J\u202egood")).raw))
    found = run(*VERIFY, source)
    assert "\x1b" not in found.out
    assert "\u202e" not in found.out
    assert told(found)[0]["credential"]["name"] == "\x1b[2J\u202egood"
