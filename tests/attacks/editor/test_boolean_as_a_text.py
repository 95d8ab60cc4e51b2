"""A boolean or a number written as a text.

Attack: The context gives "hashed" a datatype, so the text "false" makes the same statement as false, and "1.5E0" the
same as 1.5. The editor writes the text.

Naively: the signature holds, and in most languages the text "false" is true: an address that stands in plain text is
taken for a hash, or the other way round.

Here: a boolean is a boolean and a number a number (`model.wrong-type`), as the data model of the standard says.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import sealed, unsigned
from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

HASHED = "/credentialSubject/identifier/0/hashed"


def with_plain_address() -> dict[str, Any]:
    tree = unsigned()
    identity = tree["credentialSubject"]["identifier"][0]
    identity.update(hashed=False, identityHash="ana@example.org")
    del identity["salt"]
    return sealed(tree).to_dict()


def as_text(text: str) -> dict[str, Any]:
    tree = with_plain_address()
    tree["credentialSubject"]["identifier"][0]["hashed"] = text
    return tree


def naive_shows_the_address(tree: dict[str, Any]) -> bool:
    """Whether the page shows the address: it does, unless it is hashed."""
    return not naive_verify(tree)["credentialSubject"]["identifier"][0]["hashed"]


def test_a_naive_page_takes_an_address_for_a_hash() -> None:
    assert naive_shows_the_address(with_plain_address())
    assert not naive_shows_the_address(as_text("false"))


@pytest.mark.parametrize("text", ["false", "true", "0", "", "no"])
def test_a_boolean_is_no_text(text: str) -> None:
    assert refusal(as_text(text)) == ("model", "model.wrong-type", HASHED)
    assert accepted(with_plain_address())


def test_a_number_is_no_text() -> None:
    tree = badge()
    tree["credentialSubject"]["creditsEarned"] = "1.5E0"
    assert naive_verify(tree)
    assert refusal(tree) == ("model", "model.wrong-type", "/credentialSubject/creditsEarned")


@pytest.mark.parametrize("number", [0, 1, None, [False]])
def test_a_boolean_is_no_number_either(number: Any) -> None:
    tree = with_plain_address()
    tree["credentialSubject"]["identifier"][0]["hashed"] = number
    assert refusal(tree)[0] == "model"
