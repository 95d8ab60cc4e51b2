"""JSON with comments, single quotes, trailing commas and other liberties.

Attack: The editor writes remarks into the badge as comments, or quotes, commas and names as JavaScript allows them.

Naively: a reader of "relaxed JSON" strips them, and the signature holds; the remark stands in a file that is on record
as verified, and readers disagree about where a comment ends.

Here: RFC 8259 has none of these (`document.not-json`, with line and column).
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify


def naive_relaxed(text: str) -> dict[str, Any]:
    """A badge in relaxed JSON, verified."""
    text = re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*\n", "", text, flags=re.DOTALL)
    text = re.sub(r"'(\w+)':", r'"\1":', text)
    text = re.sub(r"([{,]\s*)(\w+):", r'\1"\2":', text)
    text = re.sub(r",(\s*[}\]])", r"\1", text)
    return naive_verify(text.replace("\xa0", " ").replace("\x0c", " "))


CREDITS = '"creditsEarned": 1.5'
LIBERTIES = {
    "a comment": f"/* summa cum laude */ {CREDITS}",
    "a comment to the end of the line": f"// summa cum laude\n {CREDITS}",
    "single quotes": "'creditsEarned': 1.5",
    "no quotes": "creditsEarned: 1.5",
    "a no-break space": f"\xa0{CREDITS}",
    "a form feed": f"\x0c{CREDITS}",
}


@pytest.mark.parametrize("liberty", LIBERTIES.values(), ids=LIBERTIES)
def test_a_naive_reader_of_relaxed_json_takes_it_and_here_it_is_no_json(liberty: str) -> None:
    doctored = json.dumps(badge()).replace(CREDITS, liberty)
    assert naive_relaxed(doctored)["credentialSubject"]["creditsEarned"] == 1.5
    assert refusal(doctored) == ("document", "document.not-json", None)


def test_a_comma_at_the_end_is_no_json() -> None:
    doctored = json.dumps(badge())[:-1] + ",}"
    assert naive_relaxed(doctored)
    assert refusal(doctored) == ("document", "document.not-json", None)


@pytest.mark.parametrize("number", ["01.5", "+1.5", "1.", ".5", "0x1", "1_5", "1,5", "1.5f", "\u0661"])
def test_a_number_that_is_none_is_no_json(number: str) -> None:
    assert refusal(json.dumps(badge()).replace(CREDITS, f'"creditsEarned": {number}'))[1] == "document.not-json"


def test_white_space_and_order_are_free() -> None:
    assert accepted(json.dumps(badge(), indent="\t\r\n "))
    assert accepted(json.dumps(badge(), sort_keys=True, ensure_ascii=False))
