"""Arrays within arrays within arrays.

Attack: The editor hangs a member with thousands of nested arrays to the signed badge; of an undefined word JSON-LD
makes no statement, however deep it is.

Naively: every function that walks the badge calls itself for each level, and the program ends at the bottom of its
stack, in a traceback or without one.

Here: the depth is counted while the text is read, and bounded (64 levels: `document.too-deep`), before anything walks.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from doctored import accepted, badge, refusal
from microcred.document import MAX_DEPTH


def naive_texts(value: Any) -> int:
    """How many texts are in a badge."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, str) + sum(naive_texts(part) for part in parts)


def with_depth(levels: int) -> str:
    return json.dumps(badge())[:-1] + f', "deep": {"[" * levels}{"]" * levels}}}'


def test_a_naive_walk_ends_at_the_bottom_of_the_stack() -> None:
    bottom: list[Any] = []
    for _ in range(sys.getrecursionlimit()):
        bottom = [bottom]
    with pytest.raises(RecursionError):
        naive_texts({**badge(), "deep": bottom})
    assert naive_texts(badge()) > 30


@pytest.mark.parametrize("levels", [MAX_DEPTH, 1_000, 100_000])
def test_a_deep_document_is_refused(levels: int) -> None:
    assert refusal(with_depth(levels)) == ("document", "document.too-deep", "")
    assert refusal(with_depth(levels).replace("[", '{"a":').replace("]", "}"))[0] == "document"


def test_up_to_the_bound_depth_is_no_fault() -> None:
    assert refusal(with_depth(MAX_DEPTH - 1))[1] != "document.too-deep"
    assert accepted(json.dumps(badge()))
