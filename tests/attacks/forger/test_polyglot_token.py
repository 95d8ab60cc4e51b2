"""A text that is two tokens.

Attack: The forger writes a token in the form of an object, with the parts of a genuine one in its members, and a name
for one member that is itself a forged token in the compact form.

Naively: The function that checks tokens reads the object, and finds a good signature; the function that reads the
claims cuts the text at its points.

Here: A text is read once, as one form or as none: a token is three parts in strict base64url with nothing but blanks
around it (RFC 7515, 7.1), and an object is a credential of which nothing is signed by such members. Neither is
accepted.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from naive import octets, token_holds, token_of
from published_keys import ISSUER, METHOD, SIGNER
from tokens import claims, header, part, token
from victim import report

OWN = {"id": ISSUER, "type": ["Profile"], "name": "Riverside College"}
GENUINE = token(header(kid=METHOD), claims(iss=ISSUER, issuer=OWN), SIGNER)
FORGED = part(claims(iss=ISSUER, issuer=OWN, name="Doctor of Everything"))
HEADER, PAYLOAD, SIGNATURE = GENUINE.split(".")
WHOLE = json.dumps({f"{HEADER}.{FORGED}.": "", "protected": HEADER, "payload": PAYLOAD, "signature": SIGNATURE})
BEHIND = f"{GENUINE}.{FORGED}.{SIGNATURE}"


def naive_is_signed(text: str) -> bool:
    if text.startswith("{"):
        members = json.loads(text)
        text = ".".join((members["protected"], members["payload"], members["signature"]))
    return token_holds(token_of(".".join(text.split(".")[:3])), SIGNER.public_key)


def naive_claims(text: str) -> dict[str, Any]:
    payload = text.split(".")[1] if text.startswith("{") else text.split(".")[-2]
    return json.loads(octets(payload))


@pytest.mark.parametrize("text", [WHOLE, BEHIND])
def test_naive_functions_read_two_tokens_in_one_text(text: str) -> None:
    assert naive_is_signed(text)
    assert naive_claims(text)["name"] == "Doctor of Everything"


@pytest.mark.parametrize(
    "text", [WHOLE, BEHIND, f"{GENUINE}\n{GENUINE}", f"Bearer {GENUINE}", f"{GENUINE},{GENUINE}", f'"{GENUINE}"']
)
def test_a_text_is_one_token_or_none(text: str) -> None:
    found = report(text.encode())
    assert not found
    assert found.authentic is not True


def test_the_general_form_of_a_token_is_no_badge() -> None:
    parts = {"payload": PAYLOAD, "signatures": [{"protected": HEADER, "signature": SIGNATURE}]}
    found = report(json.dumps(parts).encode())
    assert not found
    assert found["model"].outcome == "failed"
    assert report(GENUINE.encode())
