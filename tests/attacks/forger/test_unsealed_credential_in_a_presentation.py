"""A credential without a seal in a presentation.

Attack: The forger presents a credential in the victim's name that has no proof of its own, or has it bare within a
sealed record. The proof of the presentation covers it, after all.

Naively: A verifier checks the seal of the whole, under which everything is sealed, and shows the issuer of each part.

Here: A seal is the word of whoever made it (VCDM 2.0, 4.13; docs/decisions/0019 and 0022). In a presentation a part of
another issuer without a proof is ``proof.missing``; in a record it is flagged as ``proof.covered-by-outer``, and the
verdict on the part is *undetermined*.
"""

from __future__ import annotations

from badges import sealed
from microcred.document import Document
from microcred.verification.report import Verdict
from naive import issuer_of, proof_holds
from nested_credentials import FORGER, FORGER_ID, ISSUER, badge, presentation, presented, record, report

UNSEALED = badge(FORGER_ID)


def naive_issuers(document: Document) -> list[str]:
    tree = document.to_dict()
    held = tree["verifiableCredential"]
    return [issuer_of(each) for each in held] if proof_holds(tree, FORGER_ID.removeprefix("did:key:")) else []


def test_a_naive_verifier_shows_the_victim_as_the_issuer() -> None:
    assert naive_issuers(presentation(UNSEALED)) == [ISSUER]


def test_the_seal_of_the_holder_is_not_the_issuers() -> None:
    found = presented(UNSEALED)
    assert found.verdict is Verdict.REJECTED
    assert found.credentials[0]["proof"].code == "proof.missing"
    assert presented(UNSEALED, bearer=True).verdict is Verdict.REJECTED


def test_in_a_record_it_is_flagged_as_the_word_of_its_registrar() -> None:
    found = report(record(UNSEALED)).credentials[0]
    assert (found.verdict, found["proof"].code) == (Verdict.UNDETERMINED, "proof.covered-by-outer")
    assert found.authentic is None


def test_what_is_sealed_is_the_issuers() -> None:
    assert presented(sealed(UNSEALED))
    assert FORGER.verification_method.startswith(FORGER_ID)
