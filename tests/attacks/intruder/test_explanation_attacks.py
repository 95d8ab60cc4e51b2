"""Whoever asks why a signature does not hold has been given the badge by somebody, and the other tool's output, too."""

from __future__ import annotations

import pytest

from badges import CANONICALIZER, sealed, unsigned
from microcred.errors import MicrocredError
from microcred.explanation import Explainer, Holds

EXPLAINER = Explainer(canonicalizer=CANONICALIZER)


def test_many_proofs_share_one_budget() -> None:
    proof = sealed().to_dict()["proof"]
    badge = unsigned()
    badge["credentialSubject"]["achievement"]["tag"] = [f"tag {number}" for number in range(5_000)]
    found = EXPLAINER.explain({**badge, "proof": [proof] * 16})
    assert [account.holds for account in found.proofs] == [Holds.NO] * 16
    assert found.proofs[15].notes == ("the document is too large for every cause to be tried",)


def test_a_key_is_not_fetched_from_anybody_but_the_issuer() -> None:
    badge = sealed().to_dict()
    badge["proof"]["verificationMethod"] = "https://elsewhere.example/keys#1"
    found = EXPLAINER.explain(badge)
    assert found.network == ()
    assert found.proofs[0].fault is not None
    assert found.proofs[0].fault.code == "key.not-the-issuers"


def test_as_many_changes_as_there_can_be_are_told_within_bounds() -> None:
    here, there = unsigned(), unsigned()
    here["credentialSubject"]["achievement"]["tag"] = [f"here {number}" for number in range(20_000)]
    there["credentialSubject"]["achievement"]["tag"] = [f"there {number}" for number in range(20_000)]
    found = EXPLAINER.compare(here, there)
    assert found.same is False
    assert len(found.differences) == 200


PRINTED = {
    "a chain of blank nodes": b"".join(b"_:b%d <urn:p> _:b%d .\n" % (number, number + 1) for number in range(20_000)),
    "an open literal": b"<urn:a> <urn:b> " + b'"\\' * 100_000,
    "a name without an end": b"_:" + b"a" * 1_000_000,
    "white space without an end": b"<urn:a>" + b" " * 1_000_000 + b"x",
    "too many lines": b"<urn:a> <urn:b> <urn:c> .\n" * 100_001,
    "escapes of nothing": b'<urn:a> <urn:b> "\\UFFFFFFFF" .\n',
}


@pytest.mark.parametrize("printed", PRINTED.values(), ids=PRINTED)
def test_hostile_statements_give_a_typed_error_or_an_answer(printed: bytes) -> None:
    try:
        found = EXPLAINER.compare(unsigned(), printed)
    except MicrocredError:
        return
    assert found.same is False
