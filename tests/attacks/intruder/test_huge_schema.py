"""A schema that is too large to be read.

Attack: the schema that a badge names has a description of a megabyte, or thousands of parts that nobody asks for.

Naively: the whole schema is read and turned into objects, which take ten times its size, before the badge is looked at.

Here: at most a megabyte of a schema is read: `schema.unusable`, and the check is undetermined.
"""

from __future__ import annotations

import json
import tracemalloc

from hostile_schemas import assessed
from microcred.verification.report import Outcome


def naive_grown(body: bytes) -> int:
    """How many bytes the objects of a schema take."""
    tracemalloc.start()
    try:
        schema = json.loads(body)
        return tracemalloc.get_traced_memory()[0] if schema else 0
    finally:
        tracemalloc.stop()


def test_a_naive_reader_takes_many_times_the_size() -> None:
    body = json.dumps({"allOf": [{}] * 50_000}).encode()
    assert naive_grown(body) > 10 * len(body)


def test_a_schema_that_is_too_large_is_not_read() -> None:
    check = assessed({"description": "x" * 1_000_000})
    assert (check.outcome, check.code) == (Outcome.UNDETERMINED, "schema.unusable")
    assert assessed({"description": "x" * 900_000}).outcome is Outcome.PASSED
