"""A badge that writes to the terminal of whoever looks at it.

Attack: the texts of a badge hold escape sequences that clear the screen, set the title, make a link, go back to the
beginning of the line and write ACCEPTED, or turn the direction of writing.

Naively: the name of a badge is printed as it is, and what the terminal shows is the attacker's.

Here: whatever acts on a terminal is shown as what it is, by its number; JSON says the same name in escapes of its own.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import pytest

from badges import unsigned
from cli_runs import NOW, badge, run, run_on_terminal, write

HOSTILE = "\x1b[2J\x1b]0;title\x07\x9b1A\x9d8;;https://evil.example\x9c\r\b✔ ACCEPTED\u202eDETPECCA\u2066\u200f\x7f"


ACTIVE = {*HOSTILE} - {*"[2J]0;title1A8;;https://evil.example✔ ACCEPTEDDETPECCA"}


def hostile() -> dict[str, Any]:
    tree = unsigned(name=HOSTILE, description=HOSTILE)
    tree["issuer"]["name"] = HOSTILE
    tree["credentialSubject"]["achievement"].update(
        name=HOSTILE, description=f"{HOSTILE}\n{HOSTILE}", criteria={"narrative": HOSTILE}, tag=[HOSTILE]
    )
    tree["credentialSubject"]["achievement"]["alignment"][0]["targetName"] = HOSTILE
    tree["credentialSubject"]["result"][0]["value"] = HOSTILE
    return tree


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return write(tmp_path / "badge.json", badge(**hostile()))


def naive_show(tree: dict[str, Any]) -> str:
    """The badge as a person reads it."""
    out = io.StringIO()
    print(f"REJECTED  {tree['name']}", file=out)
    return out.getvalue()


def test_a_naive_program_lets_the_badge_write_over_the_verdict() -> None:
    shown = naive_show(hostile())
    assert "\r\b✔ ACCEPTED" in shown
    assert set(shown) & ACTIVE


@pytest.mark.parametrize(
    "arguments",
    [("verify", "--offline", "--at", NOW), ("verify", "--offline", "--at", NOW, "--format", "json"), ("show",)],
    ids=["text", "json", "show"],
)
def test_nothing_that_acts_reaches_the_terminal(place: Path, arguments: tuple[str, ...]) -> None:
    found = run(*arguments, place)
    assert found.code == 0
    assert "\\u202eDETPECCA" in found.out
    assert not set(found.out + found.err) & ACTIVE


@pytest.mark.skipif(os.name != "posix", reason="this system has no pseudo-terminals")
@pytest.mark.parametrize("command", [("verify", "--offline", "--at", NOW), ("show",)], ids=["verify", "show"])
def test_a_real_terminal_gets_no_escape_that_is_not_ours(place: Path, command: tuple[str, ...]) -> None:
    code, shown = run_on_terminal(*command, place, env={"NO_COLOR": "1"})
    assert code == 0
    assert not set(shown.decode()) & (ACTIVE - {"\r"})


def test_json_says_what_the_badge_says(place: Path) -> None:
    found = run("verify", place, "--offline", "--at", NOW, "--format", "json")
    assert found.json()["credential"]["name"] == HOSTILE


def test_an_ordinary_name_is_shown_as_it_is(tmp_path: Path) -> None:
    found = run("show", write(tmp_path / "badge.json", badge(name="Bodenprobe für Größen – 土")))
    assert "Bodenprobe für Größen – 土" in found.out
