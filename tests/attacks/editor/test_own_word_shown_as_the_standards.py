"""A word of the issuer's own, shown as one of the standard.

Attack: The issuer signed a "drafted" date, with a word of its own, defined in a context within the badge. The editor
gives the IRI of that word the name "awardedDate" in the context, and renames the member.

Naively: the statement is the same, the signature holds, and the day of the draft is the day of the award.

Here: a context in the document does not define a word of a standard that the document names, whatever it is to mean,
and a word that only another edition of the standard has means what it means there (`contexts.reserved-word`).
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import OPEN_BADGES, sealed, unsigned
from doctored import DATE_TIME, OPEN_BADGES_VOCABULARY, accepted, refusal
from microcred.errors import ContextError
from naive_data_integrity import naive_verify

DRAFTED = {"@id": "https://college.example/terms#drafted", "@type": DATE_TIME}


def with_context(context: dict[str, Any], **members: Any) -> dict[str, Any]:
    tree = unsigned(**members)
    tree["@context"] = [*tree["@context"], context]
    return tree


OLDER = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"
AWARDED = {**DRAFTED, "@id": f"{OPEN_BADGES_VOCABULARY}awardedDate"}


def drafted(edition: str = OPEN_BADGES) -> dict[str, Any]:
    tree = with_context({"drafted": DRAFTED}, drafted="2020-01-01T00:00:00Z")
    tree["@context"][1] = edition
    return sealed(tree).to_dict()


def awarded(edition: str = OPEN_BADGES) -> dict[str, Any]:
    tree = drafted(edition)
    tree["@context"][2] = {"awardedDate": DRAFTED}
    tree["awardedDate"] = tree.pop("drafted")
    return tree


def test_a_naive_page_takes_the_draft_for_the_award() -> None:
    # An edition of the context that has no such word yet does not protect it either.
    assert naive_verify(awarded(OLDER))["awardedDate"] == "2020-01-01T00:00:00Z"


def test_a_word_that_only_another_edition_has_means_what_it_means_there() -> None:
    assert accepted(drafted(OLDER))
    assert refusal(awarded(OLDER)) == ("contexts", "contexts.reserved-word", "/@context/2/awardedDate")
    tree = with_context({"awardedDate": AWARDED}, awardedDate="2026-01-15T09:00:00Z")
    tree["@context"][1] = OLDER
    assert accepted(sealed(tree).to_dict())


def test_a_member_of_ones_own_cannot_be_shown_as_one_of_the_standard() -> None:
    assert accepted(drafted())
    assert refusal(awarded()) == ("contexts", "contexts.reserved-word", "/@context/2/awardedDate")


@pytest.mark.parametrize(
    "word", ["validUntil", "credentialStatus", "identifier", "ClrCredential", "Achievement", "name"]
)
def test_no_word_of_the_standard_is_defined_by_the_document_itself(word: str) -> None:
    tree = with_context({word: f"https://college.example/terms#{word}"})
    tree["@context"].insert(2, "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json")
    with pytest.raises(ContextError) as caught:
        sealed(tree)
    assert caught.value.code == "contexts.reserved-word"
