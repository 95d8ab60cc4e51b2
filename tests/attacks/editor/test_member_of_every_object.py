"""A member that every object has in another language.

Attack: The editor adds "__proto__" with an end of validity in 2099, or "constructor", "toString", "__class__". No
context defines it.

Naively: the signature holds; a page that merges the badge into an object of its own, member by member, has set what all
objects have, and every badge that has no end ends in 2099.

Here: the names are words like others, which no context defines (`contexts.undefined-term`); nothing of a document is
ever a member of ours.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify


class NaivePage(SimpleNamespace):
    """What is shown of badges; each badge is merged into it, and into whatever is there already."""

    def naive_merge(self, members: dict[str, Any], into: Any = None) -> None:
        into = self if into is None else into
        for name, value in members.items():
            if isinstance(value, dict) and hasattr(into, name):
                self.naive_merge(value, getattr(into, name))
            else:
                setattr(into, name, value)


def test_a_naive_page_gives_an_end_to_badges_without_one() -> None:
    tree = badge(validUntil=None)
    tree["__class__"] = {"validUntil": "2099-01-15T09:00:00Z"}
    NaivePage().naive_merge(naive_verify(tree))
    try:
        assert NaivePage().validUntil == "2099-01-15T09:00:00Z"
    finally:
        del NaivePage.validUntil
    assert refusal(tree) == ("contexts", "contexts.undefined-term", "/__class__")
    assert accepted(badge(validUntil=None))


@pytest.mark.parametrize("name", ["__proto__", "constructor", "prototype", "toString", "valueOf", "__dict__", ""])
def test_no_name_is_more_than_a_word(name: str) -> None:
    for holder in ("", "issuer", "credentialSubject"):
        tree = badge()
        (tree[holder] if holder else tree)[name] = {"validUntil": "2099-01-15T09:00:00Z"}
        assert refusal(tree)[:2] == ("contexts", "contexts.undefined-term")
