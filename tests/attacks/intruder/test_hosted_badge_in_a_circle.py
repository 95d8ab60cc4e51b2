"""A 2.0 badge that leads in a circle.

Attack: The intruder hands in a badge whose class is the badge itself, or whose documents are deep or huge.

Naively: A verifier follows a link wherever there is one, until there is none.

Here: A badge has three documents, each of its own kind, and each is looked for once; depth and size have bounds: the
badge is rejected after one look-up.
"""

from __future__ import annotations

from typing import Any

from hosted_badges import refused
from microcred.open_badges_2.recognition import CONTEXT
from microcred.verification.open_badges_2 import recognise
from naive import document_at
from open_badges_2 import (
    ASSERTION,
    assertion,
    verified,
    web,
)
from world import World


def naive_followed(given: dict[str, Any], world: World, *, patience: int) -> int:
    """How many documents are fetched before the patience of the test ends."""
    for step in range(patience):
        if "badge" not in given:
            return step
        given = document_at(given["badge"], world)
    return patience


def test_a_naive_verifier_goes_round_and_round() -> None:
    circle = assertion(badge=ASSERTION)
    assert naive_followed(circle, web(circle), patience=50) == 50
    assert naive_followed(assertion(), web(), patience=50) == 1


def test_nothing_is_followed_in_a_circle() -> None:
    circle = assertion(badge=ASSERTION)
    world = web(circle)
    assert verified(circle, world).verdict == "rejected"
    assert len(world.visits) == 1


def test_a_deep_or_huge_document_is_refused() -> None:
    deep = b'{"a":' * 40 + b"1" + b"}" * 40
    assert refused(verified(assertion(), web(issuer=deep)), "model", "hosted.not-a-document")
    assert recognise(b'{"@context":"' + CONTEXT.encode() + b'"' + b" " * 10_000_001) is None
