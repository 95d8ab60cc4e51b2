"""A document of keys that is nested too deeply.

Attack: the document holds a hundred thousand brackets inside each other, in a member that nobody needs.

Naively: the parser, or whatever walks through its result, calls itself for each bracket, and falls over with an error
that nobody expected.

Here: more than 32 levels are refused before anything is built: `key.invalid-controller-document`.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from hosted_keys import BADGE, document, judged


def nested(depth: int) -> bytes:
    return json.dumps(document(note="X")).replace('"X"', "[" * depth + "]" * depth).encode()


def naive_members(value: Any) -> int:
    """How many values there are in a document."""
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(naive_members(each) for each in values)


def test_a_naive_reader_falls_over() -> None:
    assert naive_members(json.loads(nested(30))) > 30
    with pytest.raises(RecursionError):
        naive_members(json.loads(nested(5_000)))


@pytest.mark.parametrize("depth", [33, 2_000, 100_000])
def test_a_deep_document_is_refused(depth: int) -> None:
    found = judged(BADGE, nested(depth))
    assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.invalid-controller-document")
    assert found["issuer_key"].evidence["cause"] == "document.too-deep"


def test_a_document_of_some_depth_is_read() -> None:
    assert judged(BADGE, nested(30)).verdict == "accepted"
