"""A zero in a text.

Attack: The editor puts U+0000, raw or as an escape, behind the name of the college, and more text behind it.

Naively: a verifier that cuts texts at the zero, as everything written in C does, finds the name that was signed; a page
shows the rest.

Here: raw control characters are no JSON (`document.not-json`); an escaped zero is a character like others, which is
signed or breaks the signature (`proof.signature-invalid`), and stands in no id (`model.not-a-uri`).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify


def naive_cut(value: Any) -> Any:
    """A JSON value with its texts as far as a library in C reads them."""
    match value:
        case str():
            return value.partition("\0")[0]
        case dict():
            return {naive_cut(name): naive_cut(member) for name, member in value.items()}
        case list():
            return [naive_cut(element) for element in value]
    return value


def with_zero(pointer: str) -> dict[str, Any]:
    tree = badge()
    holder = tree["credentialSubject"] if pointer == "/credentialSubject/id" else tree["issuer"]
    holder[pointer.rpartition("/")[2]] += "\0, the one and only"
    return tree


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("/issuer/name", ("proof", "proof.signature-invalid", "/proof/proofValue")),
        ("/issuer/url", ("model", "model.not-a-uri", "/issuer/url")),
        ("/credentialSubject/id", ("model", "model.not-a-uri", "/credentialSubject/id")),
    ],
)
def test_a_naive_verifier_cuts_at_the_zero_and_here_the_text_is_whole(
    pointer: str, found: tuple[str, str, str]
) -> None:
    doctored = with_zero(pointer)
    assert naive_verify(naive_cut(doctored))
    assert refusal(doctored) == found
    assert refusal(json.dumps(doctored)) == found
    assert accepted(badge())


@pytest.mark.parametrize("control", ["\0", "\t", "\n", "\x1f"])
def test_a_raw_control_character_is_no_json(control: str) -> None:
    doctored = json.dumps(badge()).replace("Riverside", f"River{control}side")
    assert refusal(doctored) == ("document", "document.not-json", None)
