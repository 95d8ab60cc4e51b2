"""Half of a surrogate pair.

Attack: A JSON escape can write half of a character, "\\ud83d". The editor puts it into a text or a name.

Naively: a verifier that encodes with "replace" or "ignore" signs and verifies as if it were not there, and one without
a thought for it ends in a traceback, which a service answers with 500 and a batch with its end.

Here: the text is no text (RFC 7493, 2.1): `document.lone-surrogate` with the place, whether it comes as an escape, in a
Python string or in a dict.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify


def text(name: str) -> str:
    return json.dumps(badge()).replace("Riverside College", name)


def naive_clean(source: str) -> dict[str, Any]:
    """The badge, verified without the halves of characters that no encoding has."""

    def cleaned(value: Any) -> Any:
        match value:
            case str():
                return value.encode("utf-8", "ignore").decode()
            case dict():
                return {cleaned(name): cleaned(member) for name, member in value.items()}
            case list():
                return [cleaned(element) for element in value]
        return value

    tree: dict[str, Any] = json.loads(source)
    naive_verify(cleaned(tree))
    return tree


@pytest.mark.parametrize("half", ["\\ud83d", "\\udf31", "\\udf31\\ud83d", "\\uD800\\u0041".removesuffix("\\u0041")])
def test_a_naive_verifier_passes_over_half_a_character_and_here_it_is_refused(half: str) -> None:
    doctored = text(f"Riverside {half}College")
    assert naive_clean(doctored)["issuer"]["name"] != badge()["issuer"]["name"]
    assert refusal(doctored) == ("document", "document.lone-surrogate", "/issuer/name")


def test_so_is_half_a_character_in_the_name_of_a_member() -> None:
    doctored = json.dumps(badge())[:-1] + ', "\\ud83d": "x"}'
    assert refusal(doctored) == ("document", "document.lone-surrogate", "")


def test_so_is_half_a_character_in_what_python_holds() -> None:
    tree = json.loads(text("Riverside \\ud83d"))
    assert refusal(tree)[:2] == ("document", "document.not-json")
    assert refusal(text("Riverside \ud83d"))[0] == "document"


def test_a_whole_pair_is_a_character() -> None:
    seedling = badge(name="Soil \U0001f331")
    assert accepted(json.dumps(seedling))
    assert "\\ud83c\\udf31" in json.dumps(seedling)
