"""A member whose name only looks like the standard's.

Attack: Beside the signed "validUntil" the editor writes one with a Cyrillic letter, a soft hyphen, a zero-width space,
a mark for the other direction, or in other case. No context defines it.

Naively: the statements do not change and the signature holds; a reader that normalises names (a search index, a form,
an editor of tables) takes it for the member itself, and the later one wins.

Here: a name is the code points that it has, and what no context defines is refused (`contexts.undefined-term`), whether
it looks like something or not.
"""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

FOREVER = "2099-01-15T09:00:00Z"
LOOKALIKES = [
    "v\u0430lidUntil",
    "valid\u00adUntil",
    "validUntil\u200b",
    "\u202evalidUntil",
    "\ufeffvalidUntil",
    "\uff56alidUntil",
    "validuntil",
    "ValidUntil",
    "valid_until",
    " validUntil",
    "validUntil ",
    "%76alidUntil",
    "validUntil\0",
]


def naive_end(tree: dict[str, Any]) -> str:
    """The end of validity, as a table has it whose headings are normalised."""
    found = ""
    for name, value in naive_verify(tree).items():
        plain = unicodedata.normalize("NFKC", name.replace("\u0430", "a").replace("%76", "v"))
        letters = [letter for letter in plain if letter.isalpha() and unicodedata.category(letter) != "Cf"]
        found = value if "".join(letters).casefold() == "validuntil" else found
    return found


@pytest.mark.parametrize("name", LOOKALIKES, ids=ascii)
def test_a_naive_reader_takes_it_for_the_member_and_here_it_is_refused(name: str) -> None:
    doctored = {**badge(), name: FOREVER}
    assert naive_end(doctored) == FOREVER
    assert refusal(doctored) == ("contexts", "contexts.undefined-term", f"/{name}")
    assert accepted(badge())


def test_names_that_differ_by_their_normal_form_are_two_names() -> None:
    composed, decomposed = "pr\u00e9nom", "pre\u0301nom"
    own = {"@context": [*badge()["@context"], {composed: "https://college.example/terms#first"}]}
    tree = badge(**own, **{composed: "Zo\u00eb"})
    assert accepted(tree)
    doctored = {**tree, decomposed: "Mira"}
    assert naive_verify(doctored)[decomposed] == "Mira"
    assert refusal(doctored) == ("contexts", "contexts.undefined-term", f"/{decomposed}")
