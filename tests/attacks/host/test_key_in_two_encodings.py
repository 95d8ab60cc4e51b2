"""One method with two keys in it.

Attack: a method in the issuer's document has its key as a Multikey and as a JWK, and the two are not the same: whoever
can add a member there seals badges for those who look at the other one first.

Naively: the JWK is taken if there is one, and otherwise the Multikey.

Here: a method has one key, in the member that its type has: `key.not-one-encoding`, whether the two agree or not.
"""

from __future__ import annotations

from typing import Any

import pytest

from hosted_keys import BADGE, FORGED, MALLORY, TRUE_DOCUMENT, document, judged
from microcred.multibase import decode_base64url, encode_base58btc
from naive_keys import naive_fits, naive_method

TRUE_METHOD = naive_method(TRUE_DOCUMENT)


def jwk(signer: Any) -> dict[str, Any]:
    return dict(signer.public_key.to_jwk())


BOTH = {**TRUE_METHOD, "publicKeyJwk": jwk(MALLORY)}


def naive_jwk_first(method: dict[str, Any]) -> dict[str, Any]:
    """The method with the key of its JWK, if it has one."""
    if "publicKeyJwk" not in method:
        return method
    key = decode_base64url(method["publicKeyJwk"]["x"], max_length=100)
    return {**method, "publicKeyMultibase": encode_base58btc(b"\xed\x01" + key)}


def test_two_naive_readers_take_two_keys() -> None:
    assert naive_fits(BADGE, BOTH)
    assert naive_fits(FORGED, naive_jwk_first(BOTH))


@pytest.mark.parametrize("kind", ["Multikey", "JsonWebKey", "Ed25519VerificationKey2020"])
@pytest.mark.parametrize("badge", [BADGE, FORGED], ids=["good", "forged"])
def test_a_method_of_two_keys_is_a_method_of_none(badge: bytes, kind: str) -> None:
    found = judged(badge, document(verificationMethod=[{**BOTH, "type": kind}]))
    assert (found.verdict, found["issuer_key"].code) == ("rejected", "key.not-one-encoding")
    assert judged(BADGE, TRUE_DOCUMENT).verdict == "accepted"
