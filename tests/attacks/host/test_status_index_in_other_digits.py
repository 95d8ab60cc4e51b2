"""An index that readers take for different numbers.

Attack: the index has leading zeros, an exponent, a point, an underscore, a space, or the digits of another script:
94567 for one reader, 9 or nothing for the next one. So the same badge is revoked here and fine there.

Naively: whatever the language's own function makes a number of is one.

Here: an index is written in one way, as ASCII digits without a zero in front: all else is `status.malformed`. A JSON
number is read as well, because there is only one way to.
"""

from __future__ import annotations

import re

import pytest

from hosted_lists import CLEAN, REVOKING, judged, unknown
from status_lists import entry


def naive_index(written: str) -> int:
    """The number, as Python reads it."""
    return int(float(written)) if "e" in written else int(written)


def naive_prefix(written: str) -> int:
    """The number, as functions read it that stop at the first other character."""
    found = re.match(r"\s*[0-9]+", written)
    return int(found[0]) if found else 0


@pytest.mark.parametrize("written", ["٩٤٥٦٧", "94_567", "9.4567e4"])
def test_two_naive_readers_read_two_numbers(written: str) -> None:
    assert naive_index(written) == 94567
    assert naive_prefix(written) != 94567


@pytest.mark.parametrize(
    "written",
    [
        *("٩٤٥٦٧", "９４５６７", "94_567", "9.4567e4", "094567", "0094567", " 94567", "94567 ", "94567\n", "+94567"),
        *(
            "94567.0",
            "0x17167",
            "",
            "94567,94568",
            "NaN",
            "9" * 30,
            94567.0,
            94567.5,
            True,
            [94567],
            {"@value": "94567"},
        ),
    ],
)
def test_an_index_is_written_in_one_way(written: object) -> None:
    found = judged(entry(statusListIndex=written), CLEAN)
    assert found.verdict != "accepted"
    # What a data model or a canonicalizer cannot hold is refused before the status is asked for.
    assert found["status"].outcome == "not_run" or unknown(found) == "status.malformed"


@pytest.mark.parametrize("written", ["94567", 94567])
def test_a_number_that_can_be_read_in_one_way_is_read(written: object) -> None:
    assert judged(entry(statusListIndex=written), REVOKING)["status"].code == "status.revoked"
    assert judged(entry(statusListIndex=written), CLEAN).verdict == "accepted"


def test_a_long_index_stays_short_in_the_report() -> None:
    for change in ({"statusListIndex": "9" * 100_000}, {"statusPurpose": "x" * 100_000}):
        assert len(judged(entry(**change), CLEAN)["status"].message) < 500
