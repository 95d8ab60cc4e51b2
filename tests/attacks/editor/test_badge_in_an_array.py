"""A badge in an array, or in another object.

Attack: The editor puts the signed badge into an array, alone or beside another one, or into an object of his own.

Naively: JSON-LD makes the same statements of an array of one; the reader takes the first that verifies and the page the
last, or whatever has the members that it looks for.

Here: a file holds one credential, which is an object (`document.not-an-object`), and what is around it is no credential
(`model.missing`).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import NaivelyRefused, naive_verify

FORGED = {**badge(), "name": "Soil Sampling, Level 9"}


def naive_first_good(text: str) -> list[dict[str, Any]]:
    """The badges of a file, if one of them verifies."""
    found = json.loads(text)
    for each in found:
        try:
            naive_verify(each)
        except NaivelyRefused:
            continue
        return list(found)
    return []


def test_a_naive_reader_takes_all_for_the_sake_of_one() -> None:
    assert naive_first_good(json.dumps([badge(), FORGED]))[-1]["name"] == "Soil Sampling, Level 9"
    assert naive_first_good(json.dumps([FORGED])) == []


@pytest.mark.parametrize("whole", [[badge()], [badge(), FORGED], [FORGED, badge()], [[badge()]], []])
def test_an_array_is_no_badge(whole: Any) -> None:
    assert refusal(json.dumps(whole)) == ("document", "document.not-an-object", "")


def test_an_object_around_a_badge_is_no_badge() -> None:
    assert refusal(json.dumps({"credential": badge()}))[:2] == ("model", "model.missing")
    assert accepted(json.dumps(badge()))
