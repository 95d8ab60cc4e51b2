"""A file that is nothing at all, half a megabyte of it.

Attack: a file consists of quotation marks, brackets, zero bytes, or the beginning of a picture, over and over.

Naively: the linter reads it as JSON, and what that raises ends the run, with all files behind it unread.

Here: such a file has one finding, with a sentence and a place, and the next file is linted.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from badges import AT, unsigned
from microcred.lint import Finding, Linter

LINTER = Linter(at=AT, unsigned=True)


def check(content: bytes | dict[str, Any]) -> list[Finding]:
    return LINTER.check("hostile", content if isinstance(content, bytes) else json.dumps(content).encode())


def naive_findings(content: bytes) -> list[str]:
    """What is wrong with a file."""
    try:
        json.loads(content.decode())
    except json.JSONDecodeError as error:
        return [error.msg]
    return []


def test_a_naive_linter_falls_over_what_is_no_text_and_what_is_too_deep() -> None:
    with pytest.raises(UnicodeDecodeError):
        naive_findings(b"\xff" * 100_000)
    with pytest.raises(RecursionError):
        naive_findings(b"[" * 100_000)


@pytest.mark.parametrize(
    "content",
    [
        b'{"a":"' + b'\\"' * 500_000,
        b'{"a":"' + b'"' * 500_000,
        b'{"a":' * 100_000,
        b"[" * 100_000,
        b"\n" * 500_000 + b'{"a":]',
        b'{"a":[' + b"\n" * 500_000 + b"1e999]}",
        b"\xff" * 100_000,
        b"\x00" * 100_000,
        b"eyJ" + b"A" * 500_000 + b"." * 2,
        b"\x89PNG" + b"\x00" * 100_000,
        b"<svg " + b"a " * 100_000,
    ],
    ids=range(11),
)
def test_text_that_is_nothing_is_one_finding(content: bytes) -> None:
    [found] = check(content)
    assert found.message
    assert found.position >= (1, 1)


def test_a_good_file_has_no_such_finding() -> None:
    assert not [each for each in check(unsigned()) if each.code.startswith("document.")]
