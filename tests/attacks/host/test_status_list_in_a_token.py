"""A status list in a token that nobody signed.

Attack: the host serves the list as a JWT, with `alg` set to `none`, without a signature, or signed with a key that
anybody can have.

Naively: the payload of the token is decoded, because the list came from the issuer's own address.

Here: a list in a token is verified like every token: `status.list-not-verified`. One that its issuer signed is read.
"""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from badges import SIGNER, STRANGER
from hosted_lists import judged, unknown
from microcred.document import Document
from microcred.proofs import seal_jwt
from naive_hosts import naive_bits
from status_lists import ISSUER, encoded, status_list
from tokens import header, part, token


def tree(*ones: int) -> dict[str, Any]:
    members = json.loads(status_list({"encodedList": encoded(set(ones))}))
    return {name: value for name, value in members.items() if name != "proof"}


def claims() -> dict[str, Any]:
    return {**tree(), "iss": ISSUER, "jti": tree()["id"], "nbf": 1767225600, "sub": tree()["credentialSubject"]["id"]}


UNSIGNED = f"{part(header(alg='none'))}.{part(claims())}."
FORGED = {
    "none": UNSIGNED,
    "none with a signature": UNSIGNED + part("x"),
    "another key": token(header(), claims(), STRANGER),
    "a key that comes along": token(
        header(kid=None, jwk={"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}), claims(), STRANGER
    ),
}


def naive_is_fine(page: str) -> bool:
    """The bit in the payload is zero."""
    payload = page.split(".")[1]
    subject = json.loads(base64.urlsafe_b64decode(payload + "==="))["credentialSubject"]
    return not naive_bits(subject["encodedList"])[94567 // 8]


@pytest.mark.parametrize("page", FORGED.values(), ids=FORGED)
def test_a_naive_verifier_reads_what_nobody_signed(page: str) -> None:
    assert naive_is_fine(page)


@pytest.mark.parametrize("page", FORGED.values(), ids=FORGED)
def test_a_token_that_the_issuer_did_not_sign_is_not_believed(page: str) -> None:
    assert unknown(judged(page=page.encode())) == "status.list-not-verified"


def test_a_token_that_the_issuer_signed_is_read() -> None:
    assert judged(page=seal_jwt(Document.of(tree()), SIGNER).encode()).verdict == "accepted"
    assert judged(page=seal_jwt(Document.of(tree(94567)), SIGNER).encode())["status"].code == "status.revoked"
