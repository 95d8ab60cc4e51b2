"""Two credentials in one token.

Attack: A token holds a credential in the claim ``vc`` and another one, or parts of one, beside it: another issuer, a
status, an end. One program judges the one, the next shows the other.

Naively: A verifier takes ``vc`` if it is there, and the whole payload if it is not; whoever shows the badge does it the
other way round.

Here: In version 2.0 of the data model the payload is the credential, and ``vc`` is none of its members; in version 1.1
nothing of a credential may stand beside it (VC-JOSE-COSE 1.0, 1.1.2.1; Data Model 1.1, 6.3.1). What leaves open which
of two is meant is refused, ``proof.ambiguous-payload``; what contradicts the claims is ``proof.claim-mismatch``.
"""

from __future__ import annotations

from typing import Any

import pytest

from badges import unsigned
from microcred.verification.report import Verdict
from naive import issuer_of, token_holds, token_of
from token_victim import (
    BADGE,
    FORGER,
    FORGER_ID,
    SIGNER,
    VICTIM,
    assert_forged,
    claims,
    header,
    report,
)
from tokens import token

FORGERS = unsigned(issuer={"id": FORGER_ID, "type": ["Profile"], "name": "Mallory"})
FORGERY = token(header(alg="EdDSA", kid=FORGER.verification_method), {**BADGE, "vc": FORGERS}, FORGER)


def naive_verify(text: str) -> bool:
    from microcred.keys import public_key_of_did_key

    read = token_of(text)
    return token_holds(read, public_key_of_did_key(issuer_of(read.payload.get("vc", read.payload))))


def test_a_naive_verifier_judges_one_credential_and_shows_another() -> None:
    assert naive_verify(FORGERY)
    assert issuer_of(token_of(FORGERY).payload) == VICTIM


def test_the_forgery_is_refused() -> None:
    assert_forged(FORGERY, "proof.ambiguous-payload")


def test_a_vc_claim_with_another_issuer_than_iss_is_refused() -> None:
    credential = {
        "@context": [
            "https://www.w3.org/2018/credentials/v1",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        ],
        **{name: BADGE[name] for name in ("id", "type", "name", "credentialSubject")},
        "issuer": {"id": VICTIM, "type": ["Profile"], "name": "Riverside College"},
        "issuanceDate": "2026-01-15T09:00:00Z",
    }
    genuine = {"iss": VICTIM, "jti": BADGE["id"], "nbf": 1768467600, "vc": credential}
    assert report(token(header(), genuine, SIGNER)).verdict is Verdict.ACCEPTED
    forged = token(header(alg="EdDSA", kid=FORGER.verification_method), {**genuine, "iss": FORGER_ID}, FORGER)
    assert_forged(forged, "key.not-the-issuers")
    assert_forged(token(header(), {**genuine, "iss": FORGER_ID}, SIGNER), "proof.claim-mismatch")


@pytest.mark.parametrize(
    "beside",
    [
        {"credentialStatus": {"id": "https://college.example/status/1#7", "type": "1EdTechRevocationList"}},
        {"validUntil": "2026-02-01T00:00:00Z"},
        {"expirationDate": "2026-02-01T00:00:00Z"},
    ],
)
def test_what_ends_a_credential_is_not_passed_over_beside_a_vc_claim(beside: dict[str, Any]) -> None:
    credential = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiableCredential"],
        "issuer": VICTIM,
        "issuanceDate": "2026-01-15T09:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
    }
    genuine = {"iss": VICTIM, "nbf": 1768467600, "vc": credential}
    assert report(token(header(), genuine, SIGNER)).verdict is Verdict.ACCEPTED
    assert_forged(token(header(), {**genuine, **beside}, SIGNER), "proof.ambiguous-payload")


def test_a_vc_claim_beside_a_credential_leaves_open_which_is_meant() -> None:
    assert_forged(token(header(), claims(vc=BADGE), SIGNER), "proof.ambiguous-payload")
