"""A token whose header is a bomb.

Attack: The intruder sends a token with a header of megabytes, one of a hundred arrays in each other, or a text of a
million points.

Naively: A verifier splits the text at every point and parses the header, whatever its size, before it knows whether
there is a signature: a million parts, a value as large as the intruder likes.

Here: A header has 16 KiB and eight levels at most, a token three parts, and the text is split no further than it takes
to see that (RFC 8725, 3.1, wants the header checked before it is used): ``proof.malformed-jws``.
"""

from __future__ import annotations

from typing import Any

import pytest

from microcred.verification.report import Verdict
from token_victim import (
    SIGNER,
    assert_forged,
    claims,
    header,
    report,
)
from tokens import token


def naive_parts(text: str) -> list[str]:
    return text.split(".")


def test_a_naive_reader_makes_a_part_of_every_point() -> None:
    assert len(naive_parts("eyJ" + "." * 1_000_000)) == 1_000_001


def test_a_header_that_fits_is_read() -> None:
    assert report(token(header(x="x" * 10_000), claims(), SIGNER))


@pytest.mark.parametrize("size", [20_000, 3_000_000])
def test_a_huge_header_is_not_read(size: int) -> None:
    assert_forged(token(header(x="x" * size), claims(), SIGNER), "proof.malformed-jws")


def test_a_deep_header_is_not_read() -> None:
    deep: Any = 1
    for _ in range(100):
        deep = [deep]
    assert_forged(token(header(x=deep), claims(), SIGNER), "proof.malformed-jws")


def test_a_token_of_points_is_split_no_further_than_it_has_to_be() -> None:
    assert report("eyJ" + "." * 1_000_000).verdict is Verdict.REJECTED
