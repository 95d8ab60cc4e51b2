"""The type of an object taken away.

Attack: Words are looked up by the type of the object that they stand in. The creator of an achievement is described in
full where he issues the badge, with the same id. The editor takes the type off the other description, so that all words
in it make no statement any more, and writes into them what he likes.

Naively: the statements are still made by the first description, and the signature holds.

Here: an object of the standard says its type (`model.type-missing`: Open Badges 3.0, B.1), and words that no type
brings are refused (`contexts.undefined-term`).
"""

from __future__ import annotations

from typing import Any

from badges import sealed
from doctored import accepted, refusal, with_creator
from naive_data_integrity import naive_verify

CREATOR = "/credentialSubject/achievement/creator"


def described_twice() -> dict[str, Any]:
    return sealed(with_creator(**with_creator()["issuer"])).to_dict()


def without_type() -> dict[str, Any]:
    tree = described_twice()
    creator = tree["credentialSubject"]["achievement"]["creator"]
    del creator["type"]
    creator.update(phone="+49 666", email="thief@example.org")
    return tree


def naive_phone(tree: dict[str, Any]) -> Any:
    """Whom to call about the achievement."""
    return naive_verify(tree)["credentialSubject"]["achievement"]["creator"].get("phone")


def test_a_naive_page_gives_the_number_of_the_editor() -> None:
    tree = without_type()
    # The words that the two descriptions have in common need a type: without them nothing is left to contradict.
    creator = tree["credentialSubject"]["achievement"]["creator"]
    for shared in ("name", "url"):
        creator.pop(shared)
    assert naive_phone(tree) == "+49 666"
    assert refusal(tree) == ("model", "model.type-missing", f"{CREATOR}/type")


def test_an_object_says_its_type() -> None:
    assert refusal(without_type()) == ("model", "model.type-missing", f"{CREATOR}/type")
    assert accepted(described_twice())


def test_words_that_no_type_brings_are_undefined() -> None:
    tree = described_twice()
    tree["credentialSubject"]["achievement"]["criteria"]["phone"] = "+49 666"
    assert naive_verify(tree)
    assert refusal(tree)[1] in ("contexts.undefined-term", "model.unknown-member")
