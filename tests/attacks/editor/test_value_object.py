"""A date written as a value object.

Attack: {"@value": "2029-01-15T09:00:00Z", "@type": xsd:dateTime} is, for JSON-LD, the date itself. The editor writes
the end of validity so; or one value as an array of it; or the same value twice.

Naively: the signature holds. The check of the date is made for strings, and passes over what is none.

Here: the member is not of the type that the standard gives it (`model.wrong-type`): a date is a string. A text may be a
value object where the data model says so (VCDM 2.0, 11.1: a language and a direction), and then it is read as text.
"""

from __future__ import annotations

from typing import Any

import pytest

from doctored import accepted, badge, refusal, written_out
from naive_data_integrity import naive_verify


def naive_is_over(tree: dict[str, Any], now: str) -> bool:
    """Whether the end of validity has come; dates in UTC compare as texts do."""
    end = naive_verify(tree).get("validUntil")
    return isinstance(end, str) and end < now


def with_end(change: Any) -> dict[str, Any]:
    tree = badge()
    tree["validUntil"] = change(tree["validUntil"])
    return tree


WAYS = [written_out, lambda end: [end], lambda end: [end, end], lambda end: {"@set": [written_out(end)]}]


@pytest.mark.parametrize("way", WAYS)
def test_a_naive_verifier_never_sees_the_end_come(way: Any) -> None:
    assert not naive_is_over(with_end(way), "2100-01-01T00:00:00Z")
    assert naive_is_over(badge(), "2100-01-01T00:00:00Z")


@pytest.mark.parametrize("way", WAYS)
def test_a_date_is_a_string(way: Any) -> None:
    assert refusal(with_end(way)) == ("model", "model.wrong-type", "/validUntil")
    assert accepted(badge())


def test_a_text_may_have_a_language_which_is_signed() -> None:
    tree = badge(name={"@value": "Bodenproben", "@language": "de"})
    assert accepted(tree)
    tree["name"]["@language"] = "en"
    assert refusal(tree)[1] == "proof.signature-invalid"
    del tree["name"]["@language"]
    assert refusal(tree)[1] == "proof.signature-invalid"
