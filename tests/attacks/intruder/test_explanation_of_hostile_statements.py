"""The output of another tool that is no output of any tool.

Attack: somebody hands in N-Quads to compare with that have no end: an open literal of a hundred thousand quotation
marks, a name of a megabyte, escapes of nothing.

Naively: a regular expression takes the lines apart, and tries every way of dividing what does not fit.

Here: the statements are read from left to right; what comes is an answer, or an error of the tree.
"""

from __future__ import annotations

import pytest

from badges import CANONICALIZER, unsigned
from microcred.document import Document
from microcred.errors import MicrocredError
from microcred.explanation import Explainer

EXPLAINER = Explainer(canonicalizer=CANONICALIZER)


PRINTED = {
    "a chain of blank nodes": b"".join(b"_:b%d <urn:p> _:b%d .\n" % (number, number + 1) for number in range(20_000)),
    "an open literal": b"<urn:a> <urn:b> " + b'"\\' * 100_000,
    "a name without an end": b"_:" + b"a" * 1_000_000,
    "white space without an end": b"<urn:a>" + b" " * 1_000_000 + b"x",
    "too many lines": b"<urn:a> <urn:b> <urn:c> .\n" * 100_001,
    "escapes of nothing": b'<urn:a> <urn:b> "\\UFFFFFFFF" .\n',
}


def naive_steps(line: str) -> int:
    """How often the end of a literal is looked for, from every quotation mark on."""
    marks = [at for at, character in enumerate(line) if character == '"']
    return sum(len(marks) - number for number, _ in enumerate(marks))


def test_a_naive_reader_takes_four_times_as_long_for_twice_as_much() -> None:
    assert naive_steps('"\\' * 2_000) > 3.9 * naive_steps('"\\' * 1_000)


@pytest.mark.parametrize("printed", PRINTED.values(), ids=PRINTED)
def test_hostile_statements_give_a_typed_error_or_an_answer(printed: bytes) -> None:
    try:
        found = EXPLAINER.compare(unsigned(), printed)
    except MicrocredError:
        return
    assert found.same is False


def test_the_right_statements_are_the_same() -> None:
    printed = CANONICALIZER.canonicalize(Document.of(unsigned()).tree)
    assert EXPLAINER.compare(unsigned(), printed).same is True
