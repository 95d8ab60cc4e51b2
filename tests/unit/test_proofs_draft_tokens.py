"""Tokens as drafts of VC-JOSE-COSE had them: read by who asks for it, where the header does not say otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from badges import AT, SIGNER, unsigned
from microcred import TrustedIssuers, Verdict, Verifier
from microcred.document import to_json
from microcred.errors import ProofError
from microcred.proofs import read_jwt, sign_jws
from microcred.verification.fetch import Offline

ISSUER = SIGNER.verification_method.partition("#")[0]


def token(media_type: str | None = "JWT", **claims: Any) -> str:
    header = {"kid": SIGNER.verification_method, **({"typ": media_type} if media_type else {})}
    return sign_jws(to_json({"iss": ISSUER, "vc": unsigned(), **claims}, indent=None), SIGNER, header=header)


def verify(text: str, **settings: bool) -> Verdict:
    verifier = Verifier(trust=TrustedIssuers(ISSUER), fetcher=Offline(), clock=lambda: AT, **settings)
    return verifier.verify(text).verdict


def test_a_document_of_data_model_2_0_in_a_claim_is_refused() -> None:
    with pytest.raises(ProofError) as caught:
        read_jwt(token())
    assert caught.value.code == "proof.ambiguous-payload"
    assert verify(token()) is Verdict.REJECTED


@pytest.mark.parametrize("media_type", ["JWT", None])
def test_who_asks_for_drafts_gets_it_read(media_type: str | None) -> None:
    assert read_jwt(token(media_type), drafts=True).data_model == "2.0"
    assert verify(token(media_type), draft_tokens=True) is Verdict.ACCEPTED


def test_a_token_that_claims_to_be_of_the_standard_has_no_such_claim() -> None:
    assert verify(token("vc+jwt"), draft_tokens=True) is Verdict.REJECTED


def test_a_claim_that_contradicts_the_document_is_refused() -> None:
    assert verify(token(jti="urn:another"), draft_tokens=True) is Verdict.REJECTED


def test_a_document_beside_the_claim_is_refused() -> None:
    assert verify(token(credentialSubject={"id": "did:example:thief"}), draft_tokens=True) is Verdict.REJECTED
