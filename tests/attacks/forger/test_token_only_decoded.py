"""A token that was decoded, and not checked.

Attack: The forger changes the payload of a genuine token and leaves the signature as it was.

Naively: A program decodes the token with the function of its library that reads tokens, gets the payload, and takes the
absence of an error for a verification.

Here: Nothing of a token is handed out before its signature has been checked over the very characters that came (RFC
8725, 3.3): ``proof.signature-invalid``, and ``Report.require`` raises.
"""

from __future__ import annotations

from typing import Any

import pytest

from microcred.errors import Rejected
from naive import token_holds, token_of
from token_victim import (
    BADGE,
    GENUINE,
    KEY,
    assert_forged,
    claims,
    payload_of,
    report,
)
from tokens import part


def forgery() -> str:
    begin, _, end = GENUINE.split(".")
    return f"{begin}.{part(claims(name='Doctor of Everything'))}.{end}"


def naive_verify(text: str) -> dict[str, Any] | None:
    try:
        return token_of(text).payload
    except ValueError:
        return None


def test_a_naive_verifier_takes_what_can_be_decoded() -> None:
    found = naive_verify(forgery())
    assert found is not None
    assert found["name"] == "Doctor of Everything"
    assert not token_holds(token_of(forgery()), KEY.public_key)


def test_what_was_only_decoded_is_not_handed_out() -> None:
    assert_forged(forgery(), "proof.signature-invalid")
    with pytest.raises(Rejected):
        report(forgery()).require()
    assert report(GENUINE).require().tree["name"] == BADGE["name"]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_letter_of_the_payload_breaks_the_signature(place: int) -> None:
    begin, _, end = GENUINE.split(".")
    payload = bytearray(payload_of(GENUINE))
    payload[payload.index(b"Soil") + place] ^= 1
    assert_forged(f"{begin}.{part(bytes(payload))}.{end}", "proof.signature-invalid")
