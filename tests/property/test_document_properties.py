"""The gate reads what Python's own reader reads, and counts what stands there, however it is written."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.document import Document, JsonArray, JsonObject, to_json

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=30,
)
OBJECTS = st.dictionaries(st.text(max_size=6), JSON, max_size=5)


def depth_of(value: Any) -> int:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if below is None else 1 + max(map(depth_of, below), default=0)


def size_of(value: Any) -> int:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return len(below) + sum(map(size_of, below))


def is_frozen(value: Any) -> bool:
    if isinstance(value, dict):
        return type(value) is JsonObject and all(map(is_frozen, value.values()))
    return not isinstance(value, list) or (type(value) is JsonArray and all(map(is_frozen, value)))


@settings(deadline=None)
@given(OBJECTS, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_a_document_is_what_its_text_says(value: dict[str, Any], indent: int | str | None, ascii_only: bool) -> None:
    document = Document.parse(json.dumps(value, indent=indent, ensure_ascii=ascii_only))
    assert document.tree == value
    assert is_frozen(document.tree)
    assert (document.tree.depth, document.size) == (depth_of(value), size_of(value))


@settings(deadline=None)
@given(OBJECTS, st.sampled_from([None, 0, 2, 4]))
def test_what_is_written_reads_as_python_would_have_written_it(value: dict[str, Any], indent: int | None) -> None:
    separators = (",", ":") if indent is None else (",", ": ")
    assert to_json(value, indent=indent).decode() == json.dumps(
        value, indent=indent, ensure_ascii=False, separators=separators
    )
