"""The direction of a text, turned round.

Attack: The editor gives the name of the badge the base direction "rtl", in the text itself or for all texts by a
context, so that numbers and brackets in it change places on the page: "Level 2 (of 3)" reads otherwise.

Naively: without the option rdfDirection a processor makes no statement of a direction (JSON-LD 1.1 API, 8.2.2), so the
signature holds over a text without it.

Here: directions are part of the statements (i18n-datatype), so one that was added, changed or taken away breaks the
signature (`proof.signature-invalid`). So does a language, also one that a context gives to all texts.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import unsigned
from doctored import accepted, badge, refusal
from naive_data_integrity import NaivelyRefused, naive_verify

MOTTO = "https://college.example/terms#motto"


def with_motto() -> dict[str, Any]:
    return badge(**{"@context": [*unsigned()["@context"], {"motto": MOTTO}], "motto": "Level 2 (of 3)"})


def turned_in_the_text() -> dict[str, Any]:
    tree = badge()
    tree["name"] = {"@value": tree["name"], "@direction": "rtl"}
    return tree


def turned_for_all() -> dict[str, Any]:
    tree = badge()
    tree["@context"].append({"@direction": "rtl"})
    return tree


def turned_by_a_term() -> dict[str, Any]:
    tree = with_motto()
    tree["@context"][2] = {"motto": {"@id": MOTTO, "@direction": "rtl"}}
    return tree


@pytest.mark.parametrize("turned", [turned_in_the_text, turned_for_all, turned_by_a_term])
def test_a_naive_verifier_takes_a_text_that_is_turned_round_and_here_the_signature_breaks(turned: Any) -> None:
    assert '"rtl"' in str(naive_verify(turned())).replace("'", '"')
    assert refusal(turned())[1] == "proof.signature-invalid"
    assert accepted(badge())
    assert accepted(with_motto())


def test_a_direction_that_the_issuer_gave_is_not_taken_away() -> None:
    tree = badge(name={"@value": "Level 2 (of 3)", "@language": "ar", "@direction": "rtl"})
    assert accepted(tree)
    del tree["name"]["@direction"]
    assert refusal(tree)[1] == "proof.signature-invalid"


def test_a_language_for_all_texts_breaks_the_signature_with_anybody() -> None:
    tree = badge()
    tree["@context"].append({"@language": "de"})
    with pytest.raises(NaivelyRefused):
        naive_verify(tree)
    assert refusal(tree)[1] == "proof.signature-invalid"
