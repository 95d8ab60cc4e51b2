"""A hosted 2.0 badge that was changed.

Attack: The editor takes the file of a hosted badge, changes whom or what it is about, and hands that in. The file that
the issuer publishes stays as it is.

Naively: A verifier asks whether the address of the badge answers, and goes on with the file that was handed in. Or it
compares the two as its language compares values, to which ``True`` and ``1`` are the same.

Here: The badge is what its issuer publishes (Open Badges 2.0, Hosted Verification; docs/decisions/0018): what was
handed in has to say the same, as JSON says it, or the check ``proof`` fails with ``hosted.differs`` and the first place
at which they differ.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from hosted_badges import TRUSTED, refused
from naive import document_at
from open_badges_2 import (
    ASSERTION,
    assertion,
    verified,
    web,
)
from world import World

ELEVATED = assertion(recipient={"type": "email", "hashed": False, "identity": "mallory@evil.example"})


def naive_verify(given: dict[str, Any], world: World) -> bool:
    return bool(document_at(given["id"], world))


def naive_comparison(given: dict[str, Any], world: World) -> bool:
    return document_at(given["id"], world) == given


def test_a_naive_verifier_asks_whether_there_is_an_answer() -> None:
    assert naive_verify(ELEVATED, web())


def test_a_naive_comparison_takes_true_for_one() -> None:
    given = assertion(**{"extensions:level": {"passed": 1}})
    assert naive_comparison(given, web(assertion(**{"extensions:level": {"passed": True}})))


def test_the_published_badge_is_accepted() -> None:
    assert verified(assertion(), web(), trust=TRUSTED)


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": {"type": "email", "hashed": False, "identity": "mallory@evil.example"}},
        {"issuedOn": "2025-01-15T09:00:00+00:00"},
        {"narrative": "With distinction."},
        {"evidence": []},
        {"recipient": {"type": "email", "hashed": 0, "identity": "ana@example.org"}},
    ],
)
def test_a_hosted_badge_that_was_changed_is_rejected(change: dict[str, Any]) -> None:
    report = verified(assertion(**change), web(), trust=TRUSTED)
    assert report.verdict == "rejected"
    assert report.authentic is not True


def test_true_is_not_one() -> None:
    # Python thinks that they are equal; another reader takes the first for a boolean and the second for a number.
    given = assertion(**{"extensions:level": {"passed": 1}})
    published = assertion(**{"extensions:level": {"passed": True}})
    report = verified(given, web(published), trust=TRUSTED)
    assert refused(report, "proof", "hosted.differs")
    assert report["proof"].pointer == "/extensions:level/passed"


def test_numbers_that_are_no_doubles_do_not_break_the_comparison() -> None:
    raw = json.dumps(assertion()).encode()[:-1] + b',"extensions:n":' + b"9" * 300 + b"}"
    other = json.dumps(assertion()).encode()[:-1] + b',"extensions:n":' + b"9" * 299 + b"8}"
    world = web()
    world.serve(ASSERTION, raw)
    assert verified(raw, world)
    assert refused(verified(other, world), "proof", "hosted.differs")
