"""An encrypted token in place of a signed one.

Attack: The verifier also takes encrypted tokens, for which it has published a key. The forger encrypts a badge of their
own making with it: everybody can.

Naively: A verifier hands whatever comes to one function of its library, which decrypts or checks, as the token says,
and is glad if there is no error.

Here: Only signatures count (RFC 8725, 2.1 and 3.1): a text of five parts is no token of a badge, ``document.not-json``,
and nothing in it is decrypted.
"""

from __future__ import annotations

import json

from naive import token_holds, token_of
from token_victim import BADGE, GENUINE, KEY, assert_forged, report
from tokens import part


def encrypted_for_the_verifier() -> str:
    from joserfc import jwe
    from joserfc.jwk import RSAKey

    public = RSAKey.import_key(KEY.public_key.to_jwk())
    named = {"alg": "RSA-OAEP", "enc": "A128GCM"}
    return jwe.encrypt_compact(named, json.dumps({**BADGE, "name": "Doctor of Everything"}).encode(), public)


def naive_verify(text: str) -> dict[str, object] | None:
    from joserfc import jwe
    from joserfc.jwk import RSAKey

    if text.count(".") == 4:
        return json.loads(jwe.decrypt_compact(text, RSAKey.import_key(KEY.to_pem())).plaintext or b"")
    read = token_of(text)
    return read.payload if token_holds(read, KEY.public_key) else None


def test_a_naive_verifier_takes_what_everybody_can_encrypt() -> None:
    found = naive_verify(encrypted_for_the_verifier())
    assert found is not None
    assert found["name"] == "Doctor of Everything"
    assert naive_verify(GENUINE) is not None


def test_an_encrypted_token_is_no_badge() -> None:
    assert_forged(encrypted_for_the_verifier(), "document.not-json")
    assert_forged(f"{part({'alg': 'dir', 'enc': 'A128GCM'})}..AA.AA.AA", "document.not-json")
    assert report(GENUINE)
