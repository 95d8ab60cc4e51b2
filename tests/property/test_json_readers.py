"""The gate beside other readers of JSON: what it accepts all of them accept, and read as the same values.

``tests/long_runs/json_agreement.py`` asks a third one, that of JavaScript, about as many texts as there is time for.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import Any

import orjson
import pytest

from json_texts import ACCEPTED, REFUSED, alike, damaged, disagreements, gate
from microcred.document import Document
from microcred.errors import DocumentError


def strictly(text: bytes) -> Any:
    """Python's own reader; alone it would guess other encodings, and read what JSON does not have."""
    return json.loads(text.decode("utf-8", "strict"), parse_constant=_no_constant)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


READERS: dict[str, Callable[[bytes], Any]] = {"json": strictly, "orjson": orjson.loads}


@pytest.mark.parametrize("case", ACCEPTED)
def test_what_every_reader_takes_is_accepted_and_is_the_same_to_all(case: str) -> None:
    text = ACCEPTED[case]
    for read in READERS.values():
        assert alike(gate(text), read(text))


@pytest.mark.parametrize("case", REFUSED)
def test_what_some_reader_would_take_is_refused_by_its_name(case: str) -> None:
    text, code = REFUSED[case]
    with pytest.raises(DocumentError) as refused:
        Document.parse(text)
    assert refused.value.code == code


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_said_to_be_no_json_is_read_by_nobody(case: str) -> None:
    assert list(disagreements(iter([REFUSED[case][0]]), READERS)) == []


@pytest.mark.parametrize("hundred", range(10))
def test_whatever_became_of_a_text_the_readers_agree_with_the_gate(hundred: int) -> None:
    texts = [damaged(Random(f"readers {100 * hundred + number}")) for number in range(200)]
    assert list(disagreements(iter(texts), READERS)) == []


def test_damage_leaves_some_texts_json_and_most_of_them_not() -> None:
    found = {"accepted": 0}
    for number in range(600):
        try:
            gate(damaged(Random(f"readers {number}")))
            found["accepted"] += 1
        except DocumentError as error:
            found[error.code] = found.get(error.code, 0) + 1
    assert found["accepted"] > 40
    assert found.keys() >= {"document.not-json", "document.not-utf-8", "document.not-a-number"}
