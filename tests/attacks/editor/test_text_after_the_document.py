"""A second document after the first.

Attack: The editor appends to the signed badge a second object, a line, a NUL with text behind it.

Naively: a streaming reader takes the first value and leaves the rest lying, and the signature holds; the next tool,
which reads lines or the last value, finds the editor's.

Here: one file holds one JSON object and nothing else but white space (`document.not-json`, with line and column).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

FORGED = json.dumps({**badge(), "validUntil": "2099-01-15T09:00:00Z"})


def naive_stream(text: str) -> dict[str, Any]:
    """The first value of a stream, verified."""
    value, _ = json.JSONDecoder().raw_decode(text)
    return naive_verify(value)


@pytest.mark.parametrize("tail", [FORGED, f"\n{FORGED}", "\0" + FORGED, "}", "]", ",", "//", "\ufeff", " x", "\x1a"])
def test_a_naive_reader_of_streams_takes_the_first_and_here_the_file_is_refused(tail: str) -> None:
    doctored = json.dumps(badge()) + tail
    assert naive_stream(doctored)
    assert refusal(doctored) == ("document", "document.not-json", None)


@pytest.mark.parametrize("tail", ["", "\n", " \t\r\n"])
def test_white_space_at_the_end_is_no_second_document(tail: str) -> None:
    assert accepted(json.dumps(badge()) + tail)
    assert accepted((json.dumps(badge()) + tail).encode())
