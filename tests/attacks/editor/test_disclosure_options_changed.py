"""The options of a derived proof changed.

Attack: The learner dates the proof anew, binds it to a domain, gives it an id, lets it build on another, or calls it
one of another suite.

Naively: each statement of the badge has its signature, and the page shows the date of the proof beside them.

Here: the issuer's signature covers the options (`proof.signature-invalid`); a derived proof builds on no other and has
no contexts of its own (`proof.malformed`), and its value is none of another suite (`proof.value-malformed`).
"""

from __future__ import annotations

from typing import Any

import pytest

from disclosure import verify
from doctored_disclosure import SHOWN, outcome
from microcred.verification.report import Verdict
from naive_disclosure import NaiveDisclosure


def naive_verify_statements(tree: dict[str, Any]) -> str:
    """The day of a proof, if every statement that is shown by choice is signed."""
    assert NaiveDisclosure(tree).chosen_hold()
    return str(tree["proof"]["created"])


def test_a_naive_page_shows_another_day() -> None:
    tree = SHOWN.to_dict()
    tree["proof"]["created"] = "2020-01-01T00:00:00Z"
    assert naive_verify_statements(tree) == "2020-01-01T00:00:00Z"
    assert outcome(tree) == "proof.signature-invalid"
    assert verify(SHOWN).verdict is Verdict.ACCEPTED


def test_the_proof_options_are_signed() -> None:
    for name, text in (("created", "2026-06-01T11:00:00Z"), ("domain", "a.example"), ("nonce", "x"), ("id", "urn:x:1")):
        tree = SHOWN.to_dict()
        tree["proof"][name] = text
        assert outcome(tree) == "proof.signature-invalid"
    tree = SHOWN.to_dict()
    tree["proof"]["@context"] = tree["@context"]
    assert outcome(tree) == "proof.malformed"


def test_a_derived_proof_builds_on_no_other() -> None:
    tree = SHOWN.to_dict()
    tree["proof"]["previousProof"] = "urn:x:1"
    assert outcome(tree) == "proof.malformed"


@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_a_derived_proof_is_none_of_another_suite(suite: str) -> None:
    tree = SHOWN.to_dict()
    tree["proof"]["cryptosuite"] = suite
    assert outcome(tree) == "proof.value-malformed"
