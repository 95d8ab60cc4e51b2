"""A line of a megabyte that a linter is to show.

Attack: the fault of a file stands at the end of a line of a million characters, or is a value of a million characters.

Naively: the line in which the fault stands is shown, and fills terminals, logs and the comments of a code host.

Here: an excerpt has at most 120 characters around the fault, a value 80, and the position is exact all the same.
"""

from __future__ import annotations

import json
from typing import Any

from badges import AT, unsigned
from microcred.lint import Finding, Linter

LINTER = Linter(at=AT, unsigned=True)


def check(content: bytes | dict[str, Any]) -> list[Finding]:
    return LINTER.check("hostile", content if isinstance(content, bytes) else json.dumps(content).encode())


def naive_shown(content: bytes) -> str:
    """The line with the fault."""
    try:
        json.loads(content)
    except json.JSONDecodeError as error:
        return f"{error.msg}\n{error.doc.splitlines()[error.lineno - 1]}\n{' ' * (error.colno - 1)}^"
    return ""


def test_a_naive_linter_shows_the_line_twice() -> None:
    assert len(naive_shown(b'{"a":' + b" " * 1_000_000 + b"]")) > 2_000_000


def test_a_long_line_is_not_shown_whole() -> None:
    [found] = check(b'{"a":' + b" " * 1_000_000 + b"]")
    assert found.excerpt is not None
    assert len(found.excerpt.text) <= 120
    assert found.position == (1, 1_000_006)


def test_a_value_is_not_shown_whole() -> None:
    found = check(unsigned(validUntil="x" * 1_000_000))
    assert all(len(each.found or "") <= 80 and len(each.message) < 500 for each in found)


def test_a_short_line_is_shown_whole() -> None:
    [found] = check(b'{"a": ]')
    assert found.excerpt is not None
    assert found.excerpt.text == '{"a": ]'
