"""A proof that was made for something else.

Attack: The key of an issuer also signs when it logs in. The editor takes what was signed with the purpose
"authentication" for a badge; or he writes another purpose into a proof.

Naively: the signature holds with the key of the issuer, and nobody asks what it was made for.

Here: the proof of a credential is for "assertionMethod" (Data Integrity 1.0, 4.4, step 3: `proof.wrong-purpose`; of a
key that is not listed for it `key.wrong-purpose`), and the purpose is signed.
"""

from __future__ import annotations

import pytest

from badges import AT, SIGNER
from doctored import accepted, badge, refusal
from microcred.document import Document
from microcred.proofs import add_proof
from naive_data_integrity import NaivelyRefused, naive_verify
from records import course, holds


def test_a_naive_verifier_takes_a_login_for_a_badge() -> None:
    login = add_proof(Document.of(course(11)), SIGNER, created=AT, purpose="authentication").to_dict()
    assert naive_verify(login)
    assert refusal(login)[1] == "proof.wrong-purpose"


def test_a_proof_made_for_a_presentation_is_none_for_a_credential() -> None:
    login = add_proof(Document.of(course(11)), SIGNER, created=AT, purpose="authentication")
    assert not holds(login.tree)
    assert holds(login.tree, purpose="authentication")


@pytest.mark.parametrize("purpose", ["authentication", "keyAgreement", "capabilityInvocation", "AssertionMethod", "x"])
def test_the_purpose_is_signed(purpose: str) -> None:
    tree = badge()
    assert accepted(tree)
    tree["proof"]["proofPurpose"] = purpose
    with pytest.raises(NaivelyRefused):
        naive_verify(tree)
    assert refusal(tree)[0] in ("contexts", "proof")
