"""A member that stands twice in one object.

Attack: The editor writes a second "validUntil" in front of the signed one, in plain letters or with an escape in its
name, at the root or deep in the badge.

Naively: a parser that keeps the last of two (most do) finds the badge that was signed; the page of the browser, the log
or the database that keeps the first shows the editor's.

Here: names are unique within an object (RFC 7493, 2.3), escapes read; else `document.duplicate-key` with the place.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

FOREVER = "2099-01-15T09:00:00Z"


def naive_first(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object as a reader builds it that keeps the first of two members."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def naive_page(text: str) -> dict[str, Any]:
    """What the page shows once the signature holds, with another parser than that of the signature."""
    naive_verify(text)
    shown: dict[str, Any] = json.loads(text, object_pairs_hook=naive_first)
    return shown


def text() -> str:
    return json.dumps(badge())


NAMES = ["validUntil", "v\\u0061lidUntil", "\\u0076\\u0061\\u006c\\u0069\\u0064Until"]


@pytest.mark.parametrize("name", NAMES)
def test_a_naive_page_shows_another_end_than_was_signed_and_here_the_badge_is_refused(name: str) -> None:
    doctored = f'{{"{name}": "{FOREVER}", {text()[1:]}'
    assert naive_page(doctored)["validUntil"] == FOREVER
    assert refusal(doctored) == ("document", "document.duplicate-key", "/validUntil")
    assert accepted(text())


@pytest.mark.parametrize(
    ("before", "pointer"),
    [
        ('"narrative": "Take', "/credentialSubject/achievement/criteria/narrative"),
        ('"hashed": true', "/credentialSubject/identifier/0/hashed"),
        ('"value": "A"', "/credentialSubject/result/0/value"),
        ('"proofPurpose": ', "/proof/proofPurpose"),
        ('"id": "did:example:learner"', "/credentialSubject/id"),
    ],
)
def test_it_is_refused_wherever_it_stands(before: str, pointer: str) -> None:
    name = before.partition(":")[0]
    assert text().count(before) == 1
    doctored = text().replace(before, f"{name}: null, {before}")
    assert naive_verify(doctored)
    assert refusal(doctored) == ("document", "document.duplicate-key", pointer)


def test_the_same_value_twice_is_no_better() -> None:
    tree = badge()
    again = json.dumps(tree)[:-1] + f', "name": {json.dumps(tree["name"])}}}'
    assert naive_page(again)["name"] == tree["name"]
    assert refusal(again) == ("document", "document.duplicate-key", "/name")
