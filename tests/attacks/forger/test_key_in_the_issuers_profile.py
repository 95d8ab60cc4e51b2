"""A key in the profile of the issuer inside the badge.

Attack: The forger writes the victim's profile into a token, and into the profile a verification method by the name of
the victim's, with the forger's key.

Naively: A verifier reads the keys of the issuer from the object ``issuer``, which has its name, its logo and all.

Here: Whatever a badge says of its issuer is the word of whoever made the badge. Keys are taken from the document that
the issuer publishes (Controlled Identifiers 1.0, 3.3, step 4), and under the key that stands there the signature does
not hold: ``proof.signature-invalid``. Where statements are signed, words for keys in a profile are not even defined.
"""

from __future__ import annotations

from typing import Any

import pytest

from microcred.errors import ContextError
from microcred.keys import PublicKey
from naive import token_holds, token_of
from published_keys import ISSUER, METHOD, SIGNER, STRANGER, method
from tokens import claims, header, token
from victim import FORGED_KEY, assert_refused, forged, report


def profile(key: str) -> dict[str, Any]:
    keys = [method(publicKeyMultibase=key)]
    return {"id": ISSUER, "type": ["Profile"], "name": "Riverside College", "verificationMethod": keys}


def sealed_token(signer: Any) -> str:
    issuer = profile(signer.public_key.to_multikey())
    return token(header(kid=METHOD), claims(iss=ISSUER, issuer=issuer), signer)


def naive_verify(text: str, trusted: str) -> bool:
    read = token_of(text)
    issuer = read.payload["issuer"]
    keys = {key["id"]: key["publicKeyMultibase"] for key in issuer["verificationMethod"]}
    return issuer["id"] == trusted and token_holds(read, PublicKey.from_multikey(keys[read.header["kid"]]))


def test_a_naive_verifier_takes_the_key_in_the_profile() -> None:
    assert naive_verify(sealed_token(STRANGER), ISSUER)


def test_the_forgery_is_refused() -> None:
    assert_refused(report(sealed_token(STRANGER).encode()), "proof", "proof.signature-invalid")


def test_the_victims_own_badge_is_accepted_with_the_same_profile() -> None:
    assert report(sealed_token(SIGNER).encode())


def test_a_key_in_a_profile_cannot_be_sealed_as_a_statement() -> None:
    with pytest.raises(ContextError) as caught:
        forged(METHOD, issuer=profile(FORGED_KEY))
    assert caught.value.code == "contexts.undefined-term"
