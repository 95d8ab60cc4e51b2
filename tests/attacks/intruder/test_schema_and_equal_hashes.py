"""Numbers whose hashes are equal, in a list that has to be unique.

Attack: the badge has thirty thousand multiples of 2⁶¹-1, which Python's hash takes for one number; the schema wants
them to be unique.

Naively: the values are put into a set, in which each new one is compared with all others of the same hash.

Here: values are compared in a form whose hash nobody can choose, so it takes the time of the list.
"""

from __future__ import annotations

import time

from hostile_schemas import SCHEMA, SECONDS
from microcred.document import Document
from microcred.verification.json_schema import DIALECTS, Effort, assess

DIALECT = next(iter(DIALECTS.values()))


class Counted(int):
    """A number that counts how often it is compared."""

    comparisons = 0
    __hash__ = int.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.comparisons += 1
        return int(self) == other


def naive_are_unique(numbers: list[Counted]) -> bool:
    """Whether a set of them has as many members."""
    return len(set(numbers)) == len(numbers)


def test_a_naive_set_compares_each_with_each() -> None:
    counts = []
    for many in (100, 200):
        Counted.comparisons = 0
        assert naive_are_unique([Counted((2**61 - 1) * n) for n in range(1, many + 1)])
        counts.append(Counted.comparisons)
    assert counts[1] > 3.5 * counts[0] > 10_000


def test_equal_hashes_do_not_make_work() -> None:
    # Multiples of 2⁶¹-1 have one hash in Python; a set of such numbers takes the square of their count.
    numbers = Document.of({"list": [(2**61 - 1) * n for n in range(30_000)]}).tree["list"]
    begun = time.process_time()
    assert not assess({"uniqueItems": True}, numbers, uri=SCHEMA, dialect=DIALECT, effort=Effort())
    assert time.process_time() - begun < SECONDS


def test_equal_numbers_are_found_however_they_are_written() -> None:
    numbers = Document.parse(b'{"list": [1, 2, 1.0]}').tree["list"]
    assert assess({"uniqueItems": True}, numbers, uri=SCHEMA, dialect=DIALECT, effort=Effort())
