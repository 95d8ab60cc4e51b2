"""A verdict that is remembered by the id of a badge.

Attack: Among thousands of badges the forger hands in one of their own, by the id of a genuine one that stands before
it.

Naively: A verifier that goes through many badges remembers for each id what it has found, as the same badge often comes
twice.

Here: In a batch each candidate is judged by its own bytes; what is shared is the answers of the network, by what was
asked (docs/decisions/0025): the forgery is ``proof.signature-invalid``, before and after the genuine badge.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from badges import AT
from microcred.batch import verify_many
from microcred.document import Document
from microcred.verification.trust import TrustedIssuers
from microcred.verification.verifier import Verifier
from naive import proof_holds
from published_keys import ISSUER, METHOD, SIGNER
from victim import badge, forged, web

GENUINE, FORGERY = badge(), forged(METHOD, name="Doctor of Everything")


def naive_verdicts(documents: Iterable[Document]) -> list[bool]:
    known: dict[str, bool] = {}
    for document in documents:
        tree = document.to_dict()
        if tree["id"] not in known:
            known[tree["id"]] = proof_holds(tree, SIGNER.public_key.to_multikey())
    return [known[document.tree["id"]] for document in documents]


def test_a_naive_verifier_knows_a_forgery_by_its_id() -> None:
    assert naive_verdicts([GENUINE, FORGERY]) == [True, True]
    assert naive_verdicts([FORGERY]) == [False]


@pytest.mark.parametrize("order", [[GENUINE, FORGERY], [FORGERY, GENUINE], [FORGERY, GENUINE, FORGERY, GENUINE]])
def test_each_of_many_is_judged_by_itself(order: list[Document]) -> None:
    verifier = Verifier(trust=TrustedIssuers(ISSUER), fetcher=web(), clock=lambda: AT)
    found = [one.report for one in verify_many((each.raw for each in order), verifier=verifier)]
    assert [report is not None and bool(report) for report in found] == [each == GENUINE for each in order]
    for each, report in zip(order, found, strict=True):
        assert report is not None
        assert report["proof"].code == (None if each == GENUINE else "proof.signature-invalid")
