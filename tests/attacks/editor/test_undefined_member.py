"""A member that no context defines.

Attack: The learner adds a word of his own, "honours", to the signed badge. JSON-LD makes no statement of a word without
an IRI, so the statements, and with them the signature, stay what they were.

Naively: the signature over the statements holds, and the page shows every member of the JSON, the new one too.

Here: safe mode refuses what would be dropped (Data Integrity 1.0, 2.4.1 and 4.4: "data loss"), wherever in the badge it
stands, as `contexts.undefined-term` with its place and the word.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import sealed
from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify


def with_honours() -> dict[str, Any]:
    tree = badge()
    tree["credentialSubject"]["honours"] = "summa cum laude"
    return tree


def test_a_naive_verifier_believes_a_word_that_nobody_signed() -> None:
    assert naive_verify(with_honours())["credentialSubject"]["honours"] == "summa cum laude"


def test_an_undefined_member_makes_no_statement_and_is_refused() -> None:
    assert refusal(with_honours()) == ("contexts", "contexts.undefined-term", "/credentialSubject/honours")
    assert accepted(badge())


@pytest.mark.parametrize(
    "pointer",
    [
        "",
        "issuer",
        "credentialSubject/achievement",
        "credentialSubject/achievement/criteria",
        "credentialSubject/achievement/alignment/0",
        "credentialSubject/achievement/resultDescription/0",
        "credentialSubject/result/0",
        "proof",
    ],
)
def test_it_is_refused_wherever_it_stands(pointer: str) -> None:
    tree = badge()
    place: Any = tree
    for step in filter(None, pointer.split("/")):
        place = place[int(step) if step.isdecimal() else step]
    place["honours"] = "summa cum laude"
    at = "".join(f"/{step}" for step in filter(None, pointer.split("/")))
    assert naive_verify(tree)
    assert refusal(tree) == ("contexts", "contexts.undefined-term", f"{at}/honours")


def test_the_word_may_be_there_if_a_context_defines_it_and_the_issuer_signed_it() -> None:
    tree = with_honours()
    del tree["proof"]
    tree["@context"].append({"honours": "https://college.example/terms#honours"})
    assert accepted(sealed(tree).to_dict())
