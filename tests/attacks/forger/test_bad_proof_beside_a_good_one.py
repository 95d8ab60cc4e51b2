"""A bad proof beside a good one.

Attack: The forger takes a genuine badge and adds a proof that does not hold, but says something welcome: made by a
ministry, made today, made for this verifier.

Naively: A verifier finds one proof that holds, says that the badge is sealed, and shows all of its proofs as its seals.

Here: One proof that holds with a key of the issuer is enough (Open Badges 3.0, 9.1; docs/decisions/0009), and the
report says which one it was, with its place, its suite and its date; it speaks of no other. Who wants every proof to
hold says ``all_proofs``.
"""

from __future__ import annotations

from typing import Any

import pytest

from microcred.document import Document
from naive import proof_holds, proofs_of
from published_keys import METHOD, SIGNER
from victim import FORGERS_METHOD, assert_refused, badge, report

MINISTRY = "https://ministry.example/#key-1"


def with_another(*, first: bool, **changes: Any) -> Document:
    tree = badge().to_dict()
    added = {**tree["proof"], "verificationMethod": MINISTRY, "created": "2026-05-31T00:00:00Z", **changes}
    return Document.of({**tree, "proof": [added, tree["proof"]] if first else [tree["proof"], added]})


def naive_verify(document: Document) -> list[str]:
    """Whose seals are shown: of all proofs, if any of them holds."""
    tree = document.to_dict()
    proofs = proofs_of(tree)
    holds = any(proof_holds(tree, SIGNER.public_key.to_multikey(), proof) for proof in proofs)
    return [proof["verificationMethod"] for proof in proofs] if holds else []


def test_a_naive_verifier_shows_the_seal_of_a_ministry() -> None:
    assert MINISTRY in naive_verify(with_another(first=True))


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    "changes", [{}, {"verificationMethod": METHOD}, {"verificationMethod": FORGERS_METHOD}, {"type": 7}]
)
def test_the_report_speaks_of_the_proof_that_holds_and_of_no_other(first: bool, changes: dict[str, Any]) -> None:
    found = report(with_another(first=first, **changes))
    assert found
    assert found["proof"].evidence["proof"] == f"/proof/{int(first)}"
    assert found["proof"].evidence["created"] == "2026-01-15T09:00:00Z"
    assert found["issuer_key"].evidence["verificationMethod"] == METHOD
    checks = [check.to_dict() for check in found.checks]
    assert "ministry" not in str(checks)


@pytest.mark.parametrize("first", [True, False])
def test_who_wants_every_proof_to_hold_refuses_the_badge(first: bool) -> None:
    found = report(with_another(first=first), all_proofs=True)
    assert_refused(found, "issuer_key", "key.not-the-issuers")
    assert report(badge(), all_proofs=True)


@pytest.mark.parametrize("changes", [{}, {"cryptosuite": "unknown-2030"}])
def test_bad_proofs_alone_are_not_enough(changes: dict[str, Any]) -> None:
    tree = badge().to_dict()
    tree["proof"] = [{**tree["proof"], "verificationMethod": MINISTRY, **changes}]
    assert not report(Document.of(tree))
