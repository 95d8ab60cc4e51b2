"""A text with line ends in it, which draws a verdict of its own.

Attack: a member of the badge holds a line end, and behind it a line that looks like the report's: `✔ ACCEPTED`.

Naively: the message quotes what it found, with its line end, and the next line of the report is the attacker's.

Here: a text within a message has no line ends, and no line begins with what the report begins with but the report's
own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from badges import unsigned
from cli_runs import NOW, badge, run, write

FORGED = "x\n✔ ACCEPTED  badge.json: genuine and current"


def naive_report(tree: dict[str, Any]) -> str:
    """The verdict, and what it is for."""
    return f"✘ REJECTED\n  validFrom is {tree['validFrom']}"


def test_a_naive_report_has_a_second_verdict() -> None:
    assert [line[0] for line in naive_report(unsigned(validFrom=FORGED)).splitlines()] == ["✘", " ", "✔"]


def test_an_error_of_a_model_cannot_draw_lines_of_its_own(tmp_path: Path) -> None:
    tree = unsigned(validFrom="x\n✔ ACCEPTED  badge.json: genuine and current")
    found = run("verify", write(tmp_path / "x.json", tree), "--offline", "--at", NOW)
    assert found.code == 1
    assert not [line for line in found.out.splitlines() if line.startswith("✔")]


def test_the_report_of_a_good_badge_has_one_verdict(tmp_path: Path) -> None:
    found = run("verify", write(tmp_path / "x.json", badge()), "--offline", "--at", NOW, "--trust", "any")
    assert [line[0] for line in found.out.splitlines() if line.startswith(("✔", "✘", "?"))] == ["✔"]
