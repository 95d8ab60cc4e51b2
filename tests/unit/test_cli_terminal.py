"""Text of strangers on a terminal: readable, and without effect."""

from __future__ import annotations

import json
import os
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli_runs import run_on_terminal, run_process
from microcred.cli.terminal import _ACTIVE, paragraphs, plain, plain_json

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "\\u001b[2J"),
        ("a\r\nb\tc", "a\\u000d\\u000ab\\u0009c"),
        ("\x9b31m", "\\u009b31m"),
        ("\x7f\x00", "\\u007f\\u0000"),
        ("\u202eexe", "\\u202eexe"),
        ("\ufeffx", "\\ufeffx"),
        ("\U000e0041", "\\udb40\\udc41"),
        ("\udc80", "\\udc80"),
    ],
)
def test_active_characters_are_written_out(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_no_active_character_is_taken_for_printable() -> None:
    active = re.findall(_ACTIVE, "".join(map(chr, range(0x110000))))
    assert len(active) > 4_000
    assert not [letter for letter in active if plain(letter) == letter]


@pytest.mark.parametrize("text", ["Zoë Müller", "日本語", "👩‍🔬", "می‌خواهم", "क्‍ष", "a — b …"])
def test_the_writing_of_people_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


def test_a_long_text_is_cut() -> None:
    assert plain("a" * 20, limit=10) == "a" * 9 + "…"


def test_paragraphs_keep_their_lines_and_nothing_else() -> None:
    assert paragraphs("one\r\ntwo\x1b\n\nthree\u2028four\x85") == ["one", "two\\u001b", "", "three\\u2028four\\u0085"]


@settings(deadline=None)
@given(st.text())
def test_nothing_plain_is_a_control_or_turns_the_direction(text: str) -> None:
    shown = plain(text, limit=10_000)
    assert not set(shown) & set(BIDI)
    assert not {unicodedata.category(letter) for letter in shown} & {"Cc", "Cs", "Zl", "Zp"}


@settings(deadline=None)
@given(st.dictionaries(st.text(), st.text()))
def test_plain_json_says_the_same(value: dict[str, str]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    shown = plain_json(text)
    assert json.loads(shown) == value
    assert not set(shown) & {*BIDI, "\x1b", "\x9b", "\x7f", "\u2028"}


@pytest.mark.skipif(os.name != "posix", reason="this system has no pseudo-terminals")
@pytest.mark.parametrize(
    ("env", "coloured"),
    [({"TERM": "xterm", "NO_COLOR": ""}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_colour_is_for_terminals_that_want_it(env: dict[str, str], coloured: bool) -> None:
    _, shown = run_on_terminal("nonsense", env={"NO_COLOR": "", **env})
    assert (b"\x1b[" in shown) is coloured


def test_colour_is_not_for_files() -> None:
    _, err = run_process("nonsense", env={"TERM": "xterm", "NO_COLOR": ""}).communicate()
    assert b"\x1b" not in err


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_a_console_without_unicode_still_reads_the_verdict(encoding: str) -> None:
    out, err = run_process("verify", "-", env={"PYTHONIOENCODING": encoding}).communicate()
    assert out.startswith(b"x REJECTED  -: ")
    assert err == b""
