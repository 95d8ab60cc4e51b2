"""The keywords @id and @type for their aliases.

Attack: The editor writes "@id" for "id", or "@type" for "type". To JSON-LD these are the same, so the signature holds.

Naively: a reader of the JSON finds no id of the learner (and takes the badge for a bearer's), no id that is on a list
of revoked ones, no type whose rules apply.

Here: JSON-LD keywords have no place in a credential (`contexts.keyword`); where the standard requires "id" or "type",
it is missing (`model.missing`, `model.type-missing`: Open Badges 3.0, B.1).
"""

from __future__ import annotations

import pytest

from doctored import accepted, badge, refusal
from naive_data_integrity import naive_verify

ALIGNMENT = "credentialSubject/achievement/alignment/0"


@pytest.mark.parametrize(
    ("place", "alias", "found"),
    [
        ("", "id", ("model", "model.missing", "/id")),
        ("", "type", ("model", "model.type-missing", "/type")),
        ("credentialSubject", "id", ("contexts", "contexts.keyword", "/credentialSubject/@id")),
        ("credentialSubject", "type", ("model", "model.type-missing", "/credentialSubject/type")),
        (ALIGNMENT, "type", ("model", "model.type-missing", f"/{ALIGNMENT}/type")),
    ],
)
def test_a_naive_verifier_takes_a_keyword_that_hides_a_member_and_here_it_is_refused(
    place: str, alias: str, found: tuple[str, str, str]
) -> None:
    tree = badge()
    node = tree
    for step in filter(None, place.split("/")):
        node = node[int(step) if step.isdecimal() else step]  # type: ignore[index]
    node[f"@{alias}"] = node.pop(alias)
    assert f"@{alias}" in str(naive_verify(tree))
    assert refusal(tree) == found
    node[alias] = node.pop(f"@{alias}")
    assert accepted(tree)


def test_both_side_by_side_are_no_way_out() -> None:
    tree = badge()
    tree["credentialSubject"]["@id"] = "did:example:thief"
    assert refusal(tree) == ("contexts", "contexts.keyword", "/credentialSubject/@id")
