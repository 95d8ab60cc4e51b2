"""A token inside a token.

Attack: The victim has a service that countersigns what strangers hand in: a token around a token. The forger hands in a
token of their own.

Naively: A verifier unwraps tokens as long as there are any, and has checked the outermost signature.

Here: The payload of a token is a credential (RFC 7519, 5.2, and RFC 8725, 3.11): a token in it is
``proof.wrong-media-type`` where the header says so, and no JSON object where it does not.
"""

from __future__ import annotations

import json
from typing import Any

from microcred.verification.report import Verdict
from naive import octets, token_holds, token_of
from token_victim import (
    FORGER,
    GENUINE,
    KEY,
    SIGNER,
    assert_forged,
    claims,
    header,
    report,
)
from tokens import part, token

INNER = token(header(alg="EdDSA", kid=FORGER.verification_method), claims(name="Doctor of Everything"), FORGER)
COUNTERSIGNED = token(header(cty="JWT"), INNER, SIGNER)


def naive_payload(text: str) -> dict[str, Any]:
    payload = octets(text.split(".")[1]).decode()
    return json.loads(payload) if payload.startswith("{") else naive_payload(payload)


def naive_verify(text: str) -> dict[str, Any] | None:
    begin, _, signature = text.rpartition(".")
    read = token_of(f"{begin.partition('.')[0]}.{part({})}.{signature}")._replace(signing_input=begin.encode())
    return naive_payload(text) if token_holds(read, KEY.public_key) else None


def test_a_naive_verifier_checks_the_outer_token_and_takes_the_inner_one() -> None:
    found = naive_verify(COUNTERSIGNED)
    assert found is not None
    assert found["name"] == "Doctor of Everything"


def test_what_the_victim_countersigned_is_not_its_badge() -> None:
    assert_forged(COUNTERSIGNED, "proof.wrong-media-type")
    assert report(GENUINE)


def test_a_token_in_a_token_is_not_a_credential() -> None:
    nested = token(header(cty="JWT"), GENUINE, SIGNER)
    assert_forged(nested, "proof.wrong-media-type")
    assert report(token(header(), GENUINE, SIGNER)).verdict is Verdict.REJECTED
