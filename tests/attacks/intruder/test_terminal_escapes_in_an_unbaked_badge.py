"""A picture whose badge writes to the terminal when it is taken out.

Attack: the JSON in a picture holds C1 controls and marks that turn the direction of writing, which JSON does not have
to escape; `unbake` writes that JSON to the terminal.

Naively: the bytes in the picture are the output, wherever that goes.

Here: on a terminal they are shown as escapes of JSON, which say the same; into a file they go exactly as they are.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli_runs import badge, run, run_on_terminal, write
from microcred.artwork import badge_svg
from microcred.baking import bake, unbake


def naive_unbaked(picture: bytes) -> bytes:
    """What is in the picture, for the terminal."""
    return unbake(picture)


def test_a_naive_program_writes_the_bytes_to_the_terminal() -> None:
    picture = bake(badge_svg("A"), badge(name="\x9b2J\u202e"))
    assert "\x9b2J\u202e" in naive_unbaked(picture).decode()


@pytest.mark.skipif(os.name != "posix", reason="this system has no pseudo-terminals")
def test_an_unbaked_badge_is_harmless_on_a_terminal_and_exact_in_a_file(tmp_path: Path) -> None:
    from microcred.artwork import badge_svg
    from microcred.baking import bake

    # JSON escapes what stands below U+0020 itself, so the C1 controls and the direction marks are what is left.
    picture = write(tmp_path / "badge.svg", bake(badge_svg("A"), badge(name="\x9b2J\u202e")))
    _, shown = run_on_terminal("unbake", picture)
    assert b"\\u009b2J\\u202e" in shown
    assert "\x9b2J\u202e".encode() in run("unbake", picture).raw
