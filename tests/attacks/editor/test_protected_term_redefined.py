"""A protected word with another meaning.

Attack: The editor writes a context at the end, or within an object, in which "name" and "description" have changed
places, and lets the two texts change places as well.

Naively: a processor that does not know "@protected", which came with JSON-LD 1.1, makes the statements that were
signed, and the page shows "Gold" where the issuer had "Bronze".

Here: a word of the standards that a document names is not defined again, neither with another meaning nor with its own
(`contexts.reserved-word`), and what a context protects stays protected (`contexts.protected-term`).
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import CREDENTIALS_V2, OPEN_BADGES, unsigned
from doctored import CREDENTIALS_VOCABULARY, DATE_TIME, accepted, badge, refusal
from microcred.contexts import BUNDLED
from naive_data_integrity import naive_verify

AWARD = {"award": "https://college.example/terms#award"}
SWAPPED = {"name": "https://schema.org/description", "description": "https://schema.org/name"}


def naive_unprotected(context: Any) -> Any:
    """A context as a processor reads it that has never heard of protection."""
    if isinstance(context, dict):
        return {name: naive_unprotected(value) for name, value in context.items() if name != "@protected"}
    return [naive_unprotected(entry) for entry in context] if isinstance(context, list) else context


def with_award(**award: Any) -> dict[str, Any]:
    return badge(**{"@context": [*unsigned()["@context"], AWARD], "award": award})


def test_a_naive_verifier_without_protection_shows_gold_for_bronze() -> None:
    tree = with_award(name="Bronze", description="Gold")
    tree["award"] = {"@context": SWAPPED, "name": "Gold", "description": "Bronze"}
    web = {url: naive_unprotected(BUNDLED.versions(url)[0].load()) for url in (CREDENTIALS_V2, OPEN_BADGES)}
    assert naive_verify(tree, web)["award"]["name"] == "Gold"
    assert refusal(tree) == ("contexts", "contexts.invalid", "/award/@context")
    assert accepted(with_award(name="Bronze", description="Gold"))


@pytest.mark.parametrize(
    ("word", "definition"),
    [
        ("name", "https://schema.org/description"),
        ("name", "https://schema.org/name"),
        ("validUntil", {"@id": f"{CREDENTIALS_VOCABULARY}validFrom", "@type": DATE_TIME}),
        ("validUntil", {"@id": f"{CREDENTIALS_VOCABULARY}validUntil", "@type": DATE_TIME}),
        ("credentialStatus", "https://college.example/terms#status"),
        ("achievementType", "https://college.example/terms#kind"),
    ],
)
def test_no_word_of_the_standard_is_defined_at_the_end(word: str, definition: Any) -> None:
    tree = badge()
    tree["@context"].append({word: definition})
    assert refusal(tree) == ("contexts", "contexts.reserved-word", f"/@context/2/{word}")


@pytest.mark.parametrize(("word", "definition"), [("id", "https://college.example/terms#id"), ("type", "urn:x:type")])
def test_no_name_of_a_keyword_is_given_to_something_else(word: str, definition: str) -> None:
    tree = badge()
    tree["@context"].append({word: definition})
    assert refusal(tree)[1] == "contexts.protected-term"


def test_nor_by_another_context_of_the_standards() -> None:
    tree = badge()
    tree["@context"].append("https://www.w3.org/2018/credentials/v1")
    assert refusal(tree)[:2] == ("contexts", "contexts.protected-term")
