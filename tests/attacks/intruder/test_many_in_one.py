"""A hundred credentials in one.

Attack: a presentation holds a hundred large badges with borrowed signatures, each of which takes as long to refuse as
one document may take at all.

Naively: each credential is verified with a budget of its own, and a hundred of them take a hundred times as long.

Here: all credentials of one verification share a budget; those that come after it is spent are undetermined with
`canonical.too-much-work`, never accepted.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from badges import AT, CANONICALIZER, CREDENTIALS_V2, sealed, unsigned
from microcred.document import Document
from microcred.keys import Ed25519Signer
from microcred.proofs import Work, add_proof
from microcred.proofs.secured_document import MAX_WORK
from microcred.verification import inquiry
from microcred.verification.credential import CredentialVerification
from microcred.verification.fetch import Offline
from microcred.verification.report import Verdict
from microcred.verification.trust import AnyIssuer
from microcred.verification.verifier import Verifier

HOLDER = Ed25519Signer.from_seed(bytes(range(7, 39)))


HOLDER_ID = HOLDER.verification_method.partition("#")[0]


VERIFIER = Verifier(trust=AnyIssuer(), fetcher=Offline(), canonicalizer=CANONICALIZER, clock=lambda: AT)


SPEND = Work.spend


def forged(number: int) -> dict[str, Any]:
    """A badge that takes long to refuse: large, and its signature is another badge's."""
    tree = copy.deepcopy(sealed().to_dict())
    tree["id"] = f"urn:x:{number}"
    achievement = {
        "id": f"urn:x:a{number}",
        "type": ["Achievement"],
        "name": "n",
        "description": "d",
        "criteria": {"narrative": "n"},
        "tag": [f"{number}-{tag}" for tag in range(150)],
    }
    tree["credentialSubject"] = {"id": f"urn:x:s{number}", "type": ["AchievementSubject"], "achievement": achievement}
    return tree


def presentation(count: int) -> Document:
    tree = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER_ID,
        "verifiableCredential": [forged(number) for number in range(count)],
    }
    options = {"challenge": "abc"}
    return add_proof(
        Document.of(tree), HOLDER, created=AT, purpose="authentication", options=options, canonicalizer=CANONICALIZER
    )


def naive_readings(credentials: list[dict[str, Any]]) -> int:
    """How many statements are read, if each credential may cost what one credential may cost."""
    return sum(
        CANONICALIZER.canonicalize(
            Document.of({name: value for name, value in tree.items() if name != "proof"}).tree
        ).count(b"\n")
        for tree in credentials
    )


def test_a_naive_verifier_works_as_often_as_there_are_credentials() -> None:
    assert naive_readings([forged(number) for number in range(10)]) == 10 * naive_readings([forged(1)])


def test_a_hundred_forged_badges_cost_no_more_than_the_common_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    readings: list[int] = []
    monkeypatch.setattr(Work, "spend", lambda work, values: (readings.append(values), SPEND(work, values))[1])
    report = VERIFIER.verify_presentation(presentation(100), challenge="abc")
    assert report.verdict is Verdict.REJECTED
    assert len(report.credentials) == 100
    assert {one.authentic for one in report.credentials} <= {False, None}
    # Each reading is charged to its document and to the whole, the last ones in vain.
    assert sum(readings) <= 2 * (inquiry._MAX_WORK + MAX_WORK)


def test_who_comes_after_the_budget_is_spent_is_undetermined_and_never_accepted() -> None:
    question = VERIFIER._inquiry(None)
    question.work.spend(question.work.left)
    report = CredentialVerification(question).run(sealed())
    assert (report.verdict, report["contexts"].code) == (Verdict.UNDETERMINED, "canonical.too-much-work")


def test_some_good_badges_are_accepted_together() -> None:
    held = [sealed(unsigned(id=f"urn:x:{number}")).to_dict() for number in range(3)]
    tree = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "holder": HOLDER_ID}
    document = Document.of({**tree, "verifiableCredential": held})
    options = {"challenge": "abc"}
    signed = add_proof(
        document, HOLDER, created=AT, purpose="authentication", options=options, canonicalizer=CANONICALIZER
    )
    report = VERIFIER.verify_presentation(signed, challenge="abc", bearer=True)
    assert [one.verdict for one in report.credentials] == [Verdict.ACCEPTED] * 3
