"""A member that stands twice in the header or the claims of a token.

Attack: Whoever gets raw claims signed (a service that signs what it is sent, an issuer who pastes a name into a text)
writes a second "exp", or a second "alg" into the header, so that the policy reads one and the verifier the other.

Naively: two readers of one signed text come to two badges, and both find that the signature holds.

Here: "The Claim Names within a JWT Claims Set MUST be unique; JWT parsers MUST either reject JWTs with duplicate Claim
Names or use a JSON parser that returns only the lexically last duplicate" (RFC 7519, 4): they are refused, in the
header as in the claims (`proof.malformed-jws`, `document.duplicate-key`).
"""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from badges import SIGNER
from doctored import accepted, refusal
from microcred.multibase import decode_base64url
from tokens import claims, header, token


def naive_claims(jwt: str, *, first: bool) -> dict[str, Any]:
    """The claims of a token whose signature holds, with the first or the last of two members of one name."""
    signed, _, signature = jwt.rpartition(".")
    assert SIGNER.public_key.verify(decode_base64url(signature, max_length=86), signed.encode())
    payload = signed.split(".")[1]
    text = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    found: dict[str, Any] = json.loads(text, object_pairs_hook=lambda pairs: dict(pairs[::-1] if first else pairs))
    return found


def twice(members: dict[str, Any], name: str, value: str) -> str:
    return f'{{"{name}": {value}, {json.dumps(members)[1:]}'


def test_a_naive_reader_of_the_first_and_one_of_the_last_see_two_badges() -> None:
    jwt = token(header(), twice(claims(), "exp", "4102444800"))
    assert naive_claims(jwt, first=True)["exp"] == 4102444800
    assert naive_claims(jwt, first=False)["exp"] == claims()["exp"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("exp", "4102444800"), ("validUntil", '"2099-01-01T00:00:00Z"'), ("\\u0065xp", "1"), ("iss", '"did:example:x"')],
)
def test_a_claim_that_stands_twice_is_refused(name: str, value: str) -> None:
    assert refusal(token(header(), twice(claims(), name, value)))[:2] == ("document", "document.duplicate-key")
    assert accepted(token(header(), claims()))


@pytest.mark.parametrize(("name", "value"), [("alg", '"none"'), ("kid", '"did:example:x#1"'), ("\\u0061lg", '"EdDSA"')])
def test_a_member_of_the_header_that_stands_twice_is_refused(name: str, value: str) -> None:
    check, code, _ = refusal(token(twice(header(), name, value), claims()))
    assert (check, code) in {("document", "proof.malformed-jws"), ("document", "document.duplicate-key")}
