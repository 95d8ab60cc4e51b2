"""An envelope within an envelope.

Attack: The forger puts a genuine credential into an envelope, and seals that envelope as if it were a credential of
theirs.

Naively: A verifier opens envelopes until there are none, and takes whatever seal it met on the way.

Here: What is in an envelope is a credential (VC-JOSE-COSE 1.0; VCDM 2.0, 4.13.1): an envelope in one is none, and the
whole is rejected.
"""

from __future__ import annotations

from typing import Any

from badges import SIGNER, STRANGER
from microcred.document import Document
from microcred.models import EnvelopedVerifiableCredential
from microcred.proofs import seal_jwt
from microcred.verification.report import Verdict
from naive import token_holds, token_of
from nested_credentials import (
    FORGER,
    FORGER_ID,
    ISSUER,
    badge,
    presented,
    report,
)


def naive_sealed_by_somebody(tree: dict[str, Any]) -> bool:
    seen = False
    while tree.get("type") == "EnvelopedVerifiableCredential":
        read = token_of(tree["id"].partition(",")[2])
        seen, tree = seen or token_holds(read, FORGER.public_key), read.payload
    return seen and tree["issuer"]["id"] == ISSUER


def test_a_naive_verifier_opens_one_envelope_after_the_other() -> None:
    unsealed = EnvelopedVerifiableCredential.of(seal_jwt(Document.of(badge(FORGER_ID)), STRANGER)).to_dict()
    outer = EnvelopedVerifiableCredential.of(seal_jwt(Document.of(unsealed), FORGER)).to_dict()
    assert naive_sealed_by_somebody(outer)
    assert presented(outer).verdict is Verdict.REJECTED


def test_an_envelope_within_an_envelope_is_no_credential() -> None:
    inner = EnvelopedVerifiableCredential.of(seal_jwt(Document.of(badge(FORGER_ID)), SIGNER)).to_dict()
    outer = EnvelopedVerifiableCredential.of(seal_jwt(Document.of(inner), FORGER)).to_dict()
    assert presented(inner).verdict is Verdict.ACCEPTED
    assert presented(outer).verdict is Verdict.REJECTED
    assert report(outer).verdict is Verdict.REJECTED
